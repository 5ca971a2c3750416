from __future__ import annotations

import tomllib

import numpy as np
import pytest

from engines.errors import WeightsError
from engines.learned.weights import read_arrays, read_card
from engines.training.checkpoint import put, save, toml_text, writable


def test_toml_text_reads_back_as_it_was_meant():
    entries = {"a": 'say "hi" \\ there', "b": 3, "c": True}
    tables = {"t": {"x": 0.25, "y": [1, 2], "z": ["p", "q"]}}
    assert tomllib.loads(toml_text(entries, tables)) == {**entries, **tables}


def test_what_was_saved_can_be_opened(tmp_path):
    made = {"w": np.arange(6, dtype=np.float32).reshape(2, 3)}
    about = {"title": "T", "class": "a.b", "source": "s", "data": "d"}
    tables = {"sizes": {}, "training": {"seed": 0}, "metrics": {}}
    card = tmp_path / "m.toml"
    save(tmp_path / "m.safetensors", card, made, about, tables)
    back = read_arrays(read_card(card), {"w": (2, 3)})
    np.testing.assert_array_equal(back["w"], made["w"])


def test_nothing_half_written_stays_behind(tmp_path):
    put(tmp_path / "x", b"one")
    put(tmp_path / "x", b"two")
    assert [p.name for p in tmp_path.iterdir()] == ["x"]
    assert (tmp_path / "x").read_bytes() == b"two"


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(WeightsError, match="no such folder"):
        writable(tmp_path / "gone")
    with pytest.raises(WeightsError, match="gone/x: cannot be written, No such file"):
        put(tmp_path / "gone" / "x", b"")


def test_a_folder_that_takes_no_file_is_named(tmp_path, monkeypatch):
    def refuse(**about):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("engines.training.checkpoint.tempfile.TemporaryFile", refuse)
    with pytest.raises(WeightsError, match="cannot be written to, Permission denied"):
        writable(tmp_path)
