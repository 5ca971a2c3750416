from __future__ import annotations

import numpy as np
import pytest

from engines.errors import SeparatrixError
from engines.instruments.forecast.models import NETWORKS, Split, race
from engines.instruments.forecast.table import Entry, Table, joined, scores_of
from engines.instruments.forecast.table_file import read_table, write_table


@pytest.fixture(scope="module")
def entry():
    at = {}
    for n in (100, 15):
        series = np.sin(7.0 / n * np.arange(12 * n)) + np.sin(9.13 / n * np.arange(12 * n))
        split = Split.of(series, 2 * n)
        said = np.append(split.later[:-3], np.full(3, np.nan))
        networks = scores_of([split.scored(one, said) for one in NETWORKS], split, n)
        at[n] = joined(scores_of(race(series, 2 * n, n), split, n), networks)
    return Entry(1.5, 0.9, None, at)


def test_what_is_written_is_read(entry, tmp_path):
    path = tmp_path / "table.json"
    write_table(path, Table({"b": entry, "a": entry}, {"c": "the orbit rests"}))
    found = read_table(path)
    assert list(found.entries) == ["a", "b"]
    assert found.away == {"c": "the orbit rests"}
    assert found.entries["a"].period == 1.5
    for n, scores in entry.at.items():
        there = found.entries["a"].at[n]
        for name in type(scores).__slots__:
            assert getattr(there, name) == getattr(scores, name)
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is not JSON"),
        ("[]", "is no table of forecasts"),
        ('{"format": 1}', "is no table of forecasts"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_other_files_are_refused(text, words, tmp_path):
    path = tmp_path / "table.json"
    path.write_text(text)
    with pytest.raises(SeparatrixError, match=words):
        read_table(path)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"mean":[', '"mean":[1.0,', "a row is cut off"),
        ('"told":{"gru":[', '"told":{"gru":[1,', "a curve is cut off"),
        ('"naive":[', '"native":[', "a model is missing"),
    ],
)
def test_damage_is_noticed(entry, old, new, words, tmp_path):
    path = tmp_path / "table.json"
    write_table(path, Table({"a": entry}))
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(SeparatrixError, match=words):
        read_table(path)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(SeparatrixError, match="cannot be read"):
        read_table(tmp_path / "none.json")
