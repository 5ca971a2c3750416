from __future__ import annotations

import pytest

from app.cli.catalogue import networks, racing
from engines.errors import SeparatrixError
from engines.evidence import forecasting
from engines.instruments.forecast.models import NAMES
from engines.instruments.forecast.table import HORIZONS, Entry, Scores
from engines.instruments.forecast.table_file import read_table


def entry(period):
    at = {}
    for n, horizons in HORIZONS.items():
        each = dict.fromkeys(NAMES, tuple(float(h) for h in horizons))
        at[n] = Scores(0.0, 1.0, each, dict.fromkeys(NAMES, 0.5), dict.fromkeys(NAMES, 7), {}, {})
    return Entry(period, 1.0, None, at)


@pytest.fixture
def asked(monkeypatch):
    """Ids of systems that raced; Rössler's orbit is said to leave."""
    ids = []

    def raced(system, ran):
        assert ran is system.id
        ids.append(system.id)
        if system.id == "rossler":
            raise forecasting.NoRaceError("the orbit leaves the domain")
        return entry(float(len(ids)))

    monkeypatch.setattr(forecasting, "course", lambda system: system.id)
    monkeypatch.setattr(forecasting, "raced", raced)
    monkeypatch.setattr(networks, "with_networks", lambda systems, table, ran, report: table)
    return ids


def test_what_stands_in_the_table_is_passed_over(asked, tmp_path, capsys):
    path = tmp_path / "table.json"
    racing.race(["rossler", "chen"], output=path)
    racing.race(["lorenz-1963", "chen", "rossler"], output=path)
    assert asked == ["rossler", "chen", "lorenz-1963"]
    found = read_table(path)
    assert list(found.entries) == ["chen", "lorenz-1963"]
    assert found.away == {"rossler": "the orbit leaves the domain"}
    said = capsys.readouterr().out
    assert "✗ rossler: the orbit leaves the domain" in said
    assert "✓ chen: mean 200, naive 200" in said
    racing.race(["chen"], again=True, output=path)
    assert read_table(path).entries["chen"].period == 4.0


def test_exponents_that_became_known_are_taken_over(asked, tmp_path):
    path = tmp_path / "table.json"
    racing.race(["lorenz-1963"], output=path)
    assert read_table(path).entries["lorenz-1963"].published == 1.0
    racing.race(["lorenz-1963"], output=path)
    assert asked == ["lorenz-1963"]
    assert read_table(path).entries["lorenz-1963"].published == pytest.approx(0.89171)


def test_maps_and_unknown_systems_do_not_race(tmp_path):
    with pytest.raises(SeparatrixError, match="no such system races"):
        racing.race(["henon"], output=tmp_path / "a.json")
    with pytest.raises(SeparatrixError, match="did you mean"):
        racing.race(["lorenz-1964"], output=tmp_path / "a.json")
    with pytest.raises(SeparatrixError, match="name the systems, or --all"):
        racing.race([], output=tmp_path / "a.json")
