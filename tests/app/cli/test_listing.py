from __future__ import annotations

import json

import pytest

from app.catalogue import preset
from app.cli.listing import ROOMS, instruments_of, preset_rows, system_rows
from app.cli.program import run
from engines.errors import SeparatrixError

PROMISED = (
    "lorenz-1963", "rossler", "thomas", "van-der-pol", "pendulum", "lotka-volterra", "duffing",
    "double-gyre", "bickley-jet", "abc-flow", "saddle", "henon", "standard-map",
    "rectified-flow", "sprites",
)  # fmt: skip


def test_json_holds_the_fields_scripts_depend_on(capsys):
    assert run(["list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    promised = {"id", "title", "room", "experiment", "flow", "paper", "instruments"}
    assert all(promised <= row.keys() for row in rows)
    assert set(PROMISED) <= {row["id"] for row in rows}


def test_a_room_and_the_systems_can_be_listed_alone(capsys):
    assert run(["list", "--room", "transport"]) == 0
    told = capsys.readouterr().out
    assert "double-gyre" in told
    assert "pendulum" not in told
    assert run(["list", "--systems", "--json"]) == 0
    assert "pendulum" in {row["id"] for row in json.loads(capsys.readouterr().out)}


def test_rooms_that_are_not_there_are_named():
    with pytest.raises(SeparatrixError, match="known: "):
        preset_rows("zzz")
    with pytest.raises(SeparatrixError, match="--room = zzz"):
        system_rows("zzz")
    assert len(ROOMS) == 8


def test_instruments_are_found_without_running_the_experiment():
    names = instruments_of(preset("double-gyre"))
    assert any(name.split(".")[-1] == "ftle" for name in names)
