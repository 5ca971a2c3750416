from __future__ import annotations

import numpy as np
import pytest

from engines.errors import SeparatrixError
from engines.instruments.forecast.models import NAMES, race
from engines.instruments.forecast.table import (
    HORIZONS,
    Table,
    entry_of,
    read_table,
    write_table,
)


@pytest.fixture(scope="module")
def outcomes():
    k = np.arange(1200)
    return list(race(np.sin(0.07 * k) + np.sin(0.0913 * k), 200, 90))


def test_what_is_written_is_read(outcomes, tmp_path):
    path = tmp_path / "table.json"
    entry = entry_of(outcomes, 1.5, 0.9, None)
    write_table(path, Table({"b": entry, "a": entry}, {"c": "the orbit rests"}))
    found = read_table(path)
    assert list(found.entries) == ["a", "b"]
    assert found.away == {"c": "the orbit rests"}
    for name in NAMES:
        assert found.entries["a"].smape[name] == entry.smape[name]
        assert found.entries["a"].valid[name] == entry.valid[name]
        assert found.entries["a"].nrmse[name] == entry.nrmse[name]
    assert not list(tmp_path.glob("*.part"))


def test_horizons_between_two_of_the_table_are_near(outcomes):
    entry = entry_of(outcomes, 1.5, 0.9, None)
    for outcome in outcomes:
        for horizon in range(1, 201):
            there = entry.error(outcome.model.name, horizon)
            exact = horizon in HORIZONS
            assert there == pytest.approx(outcome.smape[horizon - 1], rel=1e-3, abs=None if exact
                                          else 8.0)  # fmt: skip


def test_our_own_exponent_comes_first(outcomes):
    assert entry_of(outcomes, 2.0, 0.9, 0.6).chaos() == pytest.approx(1.2)
    assert entry_of(outcomes, 2.0, 0.9, None).chaos() == pytest.approx(1.8)
    assert entry_of(outcomes, 2.0, None, None).chaos() is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is not JSON"),
        ("[]", "is no table of forecasts"),
        ('{"format": 2}', "is no table of forecasts"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_other_files_are_refused(text, words, tmp_path):
    path = tmp_path / "table.json"
    path.write_text(text)
    with pytest.raises(SeparatrixError, match=words):
        read_table(path)


def test_a_row_that_is_cut_off_is_noticed(outcomes, tmp_path):
    path = tmp_path / "table.json"
    entry = entry_of(outcomes, 1.5, 0.9, None)
    write_table(path, Table({"a": entry}))
    path.write_text(path.read_text().replace('"mean": [', '"mean": [1.0, ', 1))
    with pytest.raises(SeparatrixError, match="cut off"):
        read_table(path)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(SeparatrixError, match="cannot be read"):
        read_table(tmp_path / "none.json")
