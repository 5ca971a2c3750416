from __future__ import annotations

from pathlib import Path

import pytest

from app.preset_file import read_preset, read_toml
from engines.errors import PresetError

GOOD = {
    "title": "Mine",
    "line": "A small thing",
    "experiment": "portraits.portrait",
    "system": "saddle",
    "parameters": {"rate": 2.0},
}


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "mine.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_preset_holds_what_its_file_says(tmp_path):
    path = written(
        tmp_path,
        'title = "Mine"\nexperiment = "portraits.portrait"\nsystem = "./flow.toml"\n'
        'tags = ["ODE", "new"]\n[parameters]\nrate = 2.0\n',
    )
    preset = read_preset(path)
    assert (preset.id, preset.room, preset.system) == ("mine", "portraits", "./flow.toml")
    assert preset.tags == ("ODE", "new")
    assert preset.parameters == {"rate": 2.0}
    assert preset.subject == "./flow.toml"


MISTAKES = [
    ({"titel": "x"}, "no field 'titel', did you mean 'title'?"),
    ({"title": ""}, "field 'title' is missing"),
    ({"title": 3}, "title = 3, expected text"),
    ({"title": "A title that is much too long"}, "has 29 characters, allowed 22"),
    ({"line": "x" * 27}, "has 27 characters, allowed 26"),
    ({"experiment": "os"}, "experiment = 'os', expected 'room.name'"),
    ({"experiment": "..os.system"}, "expected 'room.name'"),
    ({"system": ""}, "has none of 'system', 'model', 'data', 'family'"),
    ({"system": "", "family": "bridges"}, "family = 'bridges', expected 'room.name'"),
    ({"data": "jet"}, "has 'system' and 'data', expected one of"),
    (
        {"system": "", "data": "../jet.xls"},
        "data = '../jet.xls', expected the id of a series or a path such as './mine.nc'",
    ),
    ({"names": {"u": "U"}}, "there is no 'data' it could belong to"),
    ({"system": "", "data": "jet", "names": {"u": 3}}, "names.u = 3, expected text"),
    ({"model": "sprites"}, "has 'system' and 'model', expected one of"),
    ({"system": "/etc/passwd"}, "system = '/etc/passwd', expected a system's id or a path such as"),
    ({"tags": "ODE"}, "tags = 'ODE', expected a list of texts"),
    ({"tags": ["a"] * 7}, "tags has 7 entries, allowed 6"),
    ({"tags": [""]}, "allowed 1 to 18 characters"),
    ({"parameters": [1]}, r"parameters = \[1\], expected a table"),
    ({"instruments": ["../x"]}, "instruments has '../x'"),
    ({"equations": "x' = y"}, "equations = 'x' = y', expected a table"),
    ({"equations": {}}, "equations.text = None, expected equations as text"),
    ({"equations": {"text": "  "}}, "expected equations as text"),
    ({"system": "", "model": "m", "equations": {"text": "x"}}, "has 'equations' and 'model'"),
]


@pytest.mark.parametrize(("change", "sentence"), MISTAKES)
def test_each_mistake_is_one_sentence_naming_file_field_and_value(change, sentence):
    with pytest.raises(PresetError, match=sentence) as caught:
        read_preset(Path("somewhere/mine.toml"), {**GOOD, **change})
    assert "somewhere/mine.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


HOSTILE = [
    (b"title = x\n", "not valid TOML: .*line 1"),
    (b"\xff\xfe\x00", "not UTF-8"),
    (b"a = " + b"[" * 5000 + b"]" * 5000, "nested too deeply|not valid TOML"),
    (b"a = " + b"9" * 5000, "not valid TOML"),
    (b"#" * 300_000, "larger than 256 KiB"),
    (b"a = 1\na = 2\n", "not valid TOML"),
]


@pytest.mark.parametrize(("content", "sentence"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_file_that_is_no_preset_is_refused_in_one_sentence(tmp_path, content, sentence):
    with pytest.raises(PresetError, match=sentence):
        read_toml(written(tmp_path, content))


def test_a_folder_and_a_missing_file_are_named(tmp_path):
    with pytest.raises(PresetError, match="is a folder"):
        read_toml(tmp_path)
    with pytest.raises(PresetError, match="no such file"):
        read_toml(tmp_path / "none.toml")


def test_equations_may_be_what_a_preset_is_about(tmp_path):
    path = written(
        tmp_path,
        'title = "Mine"\nexperiment = "portraits.portrait"\n[equations]\ntext = \'\'\'\n'
        "x' = y\ny' = -x\n'''\n",
    )
    preset = read_preset(path)
    assert preset.equations["text"] == "x' = y\ny' = -x"
    assert (preset.system, preset.subject) == ("", "mine")
