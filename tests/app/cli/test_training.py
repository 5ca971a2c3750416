from __future__ import annotations

import pytest

from app.cli import training
from app.cli.program import run
from engines.protocols.recipe import Snapshot


@pytest.fixture
def recipe(monkeypatch):
    from engines.training import command

    asked: list = []

    def train(model, seed, steps, out=None):
        asked.append((model, seed, steps) if out is None else (model, seed, steps, out))
        yield Snapshot(1, 2, 0.5, None)
        yield Snapshot(2, 2, 0.25, None)

    monkeypatch.setattr(command, "train", train)
    monkeypatch.setattr(training, "model_card", lambda model: f"{model}.toml")
    return asked


def test_training_runs_to_its_end_and_names_the_card(recipe, capsys):
    assert run(["train", "sprites", "--seed", "3", "--steps", "2"]) == 0
    assert recipe == [("sprites", 3, 2)]
    assert capsys.readouterr().err == "wrote sprites.toml\n"


def test_a_negative_seed_is_refused(recipe, capsys):
    assert run(["train", "sprites", "--seed", "-1"]) == 2
    assert "--seed = -1" in capsys.readouterr().err
    assert recipe == []


def test_a_training_can_leave_the_shipped_weights_alone(recipe, capsys, tmp_path):
    assert run(["train", "sprites", "--steps", "2", "--out", str(tmp_path)]) == 0
    assert recipe == [("sprites", 0, 2, tmp_path)]
    assert capsys.readouterr().err == f"wrote {tmp_path / 'sprites.toml'}\n"
