from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.cli import measuring
from engines.errors import SeparatrixError
from engines.evidence import invariants as module
from engines.evidence.invariants import Finding
from engines.systems.catalogued import Invariants
from engines.systems.system_file import read_system

ROOT = Path(__file__).parents[3] / "presets"


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A folder of presets with two systems, of which one has been measured."""
    place = tmp_path / "systems" / "some"
    place.mkdir(parents=True)
    for id in ("henon", "lorenz-1963"):
        (found,) = (ROOT / "systems").rglob(f"{id}.toml")
        shutil.copy(found, place)
    measuring.write(place / "lorenz-1963.toml", FINDING)
    monkeypatch.setattr(measuring.resources, "files", lambda name: tmp_path)
    return place


FINDING = Finding(
    Invariants(lyapunov_spectrum=(0.9, 0.0, -14.5), lyapunov_error=(0.1,) * 3, settings="here"),
    False,
    "the sum misses the divergence",
)


def test_what_has_been_measured_is_passed_over(shelf, monkeypatch, capsys):
    found = Finding(
        Invariants(lyapunov_spectrum=(0.4, -1.6), lyapunov_error=(0.1,) * 2, settings="here"),
        True,
        "",
    )
    asked = []
    monkeypatch.setattr(module, "invariants", lambda system: asked.append(system.id) or found)
    computed = shelf / "henon.toml"
    computed.write_text(computed.read_text().partition("[computed]")[0])
    measuring.measure(["henon", "lorenz-1963"])
    assert asked == ["henon"]
    assert read_system(computed).catalogued.computed.lyapunov_spectrum == (0.4, -1.6)
    assert "✓ henon: 0.4, -1.6" in capsys.readouterr().out
    measuring.measure(["henon"], again=True)
    assert asked == ["henon", "henon"]
    assert not list(shelf.glob("*.part"))


def test_a_system_that_leaves_writes_nothing(shelf, monkeypatch, capsys):
    lost = Finding(Invariants(), False, "the orbits leave the domain")
    monkeypatch.setattr(module, "invariants", lambda system: lost)
    text = (shelf / "henon.toml").read_text()
    measuring.measure(["henon"], again=True)
    assert (shelf / "henon.toml").read_text() == text
    assert "✗ henon" in capsys.readouterr().out


def test_all_are_those_of_the_catalogue(shelf):
    names = {path.stem for path in measuring.chosen([], True)}
    assert "lorenz-1963" in names


def test_unknown_systems_are_refused(shelf):
    with pytest.raises(SeparatrixError, match="did you mean 'henon'"):
        measuring.chosen(["henom"], False)
    with pytest.raises(SeparatrixError, match="name the systems"):
        measuring.chosen([], False)


def test_a_doubt_stands_behind_the_numbers():
    assert measuring.row("x", FINDING, 1.0) == (
        "✗ x: 0.9, 0, -14.5; the sum misses the divergence  [1.0 s]"
    )
