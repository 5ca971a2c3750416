import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.bare_system import edited, portrait_of_equations
from app.catalogue import tree
from app.preset_file import Preset
from app.session.session_file import (
    kept_in,
    opened_as,
    preset_of,
    read_session,
    save_session,
    session_text,
)
from engines.errors import ExportError, PresetError, SeparatrixError
from engines.experiments.compared import Compared, Kept
from engines.parameters.declare import parameters_model, places, real

MODEL = parameters_model("M", (real("A", 0.0, 0.0, 1.0), places("starts")))
PRESET = Preset(
    "double-gyre", tree() / "x.toml", "transport", "Double gyre", "", "", (), "", "transport.ftle",
    "double-gyre", "", {},
)  # fmt: skip


def test_a_session_comes_back_as_it_was_saved(tmp_path):
    path = tmp_path / "a.sep.json"
    values = MODEL(A=0.25, starts=((0.1, 0.2),))
    save_session(path, PRESET, values, 3.5)
    assert read_session(path) == ("double-gyre", {"A": 0.25, "starts": [[0.1, 0.2]]}, 3.5)


def test_saving_leaves_nothing_beside_the_file(tmp_path):
    save_session(tmp_path / "a.sep.json", PRESET, MODEL(), 0.0)
    assert [p.name for p in tmp_path.iterdir()] == ["a.sep.json"]


def test_a_missing_folder_is_one_sentence(tmp_path):
    with pytest.raises(ExportError, match="cannot be written to"):
        save_session(tmp_path / "none" / "a.sep.json", PRESET, MODEL(), 0.0)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is not a session"),
        ("[]", "separatrix = None, allowed 1"),
        ('{"separatrix": 9}', "separatrix = 9, allowed 1"),
        ('{"separatrix": 1, "preset": 3, "parameters": {}}', "preset = 3"),
        ('{"separatrix": 1, "preset": "a", "parameters": 1}', "parameters = 1"),
        ('{"separatrix": 1, "preset": "a", "parameters": {}, "time": "x"}', "time = x"),
        ("[" * 100000, "is not a session"),
    ],
)
def test_a_file_that_is_no_session_is_one_sentence(tmp_path, content, said):
    path = tmp_path / "a.sep.json"
    path.write_text(content)
    with pytest.raises(PresetError, match=said):
        read_session(path)


def test_a_session_is_plain_text(tmp_path):
    path = tmp_path / "a.sep.json"
    save_session(path, PRESET, MODEL(), 0.0)
    assert json.loads(path.read_text())["preset"] == "double-gyre"


def test_a_preset_outside_the_tree_is_found_again_by_its_path(tmp_path):
    foreign = replace(PRESET, path=Path("/somewhere/mine.toml"))
    save_session(tmp_path / "a.sep.json", foreign, MODEL(), 0.0)
    assert read_session(tmp_path / "a.sep.json")[0] == str(Path("/somewhere/mine.toml"))


def test_names_given_to_data_come_back(tmp_path):
    data = tmp_path / "tank.nc"
    data.write_bytes(b"")
    about = replace(PRESET, path=data, system="", data="./tank.nc", names={"u": "p1"})
    save_session(tmp_path / "a.sep.json", about, MODEL(), 0.0)
    found = preset_of(tmp_path / "a.sep.json")
    assert (found.path, found.data, found.names) == (data, "./tank.nc", {"u": "p1"})


def test_names_that_are_no_texts_are_refused(tmp_path):
    path = tmp_path / "a.sep.json"
    save_session(path, PRESET, MODEL(), 0.0)
    path.write_text(json.dumps({**json.loads(path.read_text()), "names": {"u": 3}}))
    with pytest.raises(PresetError, match=r"names = .*, expected a table of texts"):
        preset_of(path)


def test_a_session_opens_at_its_values_and_what_is_asked_on_top(tmp_path):
    path = tmp_path / "a.sep.json"
    found = opened_as("saddle", {"horizon": 3.0})
    save_session(path, found.preset, found.parameters, 0.0)
    again = opened_as(path, {"nx": 33})
    assert (again.preset.id, again.parameters.horizon, again.parameters.nx) == ("saddle", 3.0, 33)
    assert opened_as(found.preset, {}).parameters.horizon != 3.0


TEXT = "x' = y\ny' = -a*x"


def test_equations_and_a_draft_come_back_over_the_preset_they_were_typed_over(tmp_path):
    path = tmp_path / "a.sep.json"
    save_session(path, edited(PRESET, {"text": TEXT}, "x' = ("), MODEL(), 0.0)
    assert read_session(path)[0] == "double-gyre"
    found = preset_of(path)
    assert (found.id, found.equations["text"], found.draft) == ("double-gyre", TEXT, "x' = (")
    assert found.title.endswith(", edited")


def test_equations_that_stand_in_no_file_need_none(tmp_path):
    path = tmp_path / "a.sep.json"
    new = portrait_of_equations({"text": TEXT}, "Mine", "portraits.portrait", ("portrait.tracks",))
    save_session(path, new, MODEL(), 0.0)
    found = preset_of(path)
    assert read_session(path)[0] == ""
    assert (found.title, found.instruments, found.system) == ("Mine", ("portrait.tracks",), "")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"equations": 3}, "equations = 3"),
        ({"draft": 3}, "draft = 3"),
        ({"preset": "", "equations": {}}, "there are no equations"),
        ({"preset": "", "title": 3}, "title and experiment"),
        ({"preset": "", "instruments": [3]}, "instruments = "),
    ],
)
def test_a_session_with_damaged_equations_is_one_sentence(tmp_path, change, said):
    path = tmp_path / "a.sep.json"
    save_session(path, edited(PRESET, {"text": TEXT}), MODEL(), 0.0)
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(PresetError, match=said):
        preset_of(path)


def kept_beside(values=None):
    """Double gyre at another amplitude, beside one that was kept."""
    other = opened_as("saddle", {"horizon": 2.5})
    text = session_text(other.preset, other.parameters, 1.0)
    found = opened_as("double-gyre", values or {"A": 0.2})
    kept = Kept(other.experiment, other.parameters, other.preset.title, text)
    return replace(found, experiment=Compared(found.experiment, kept))


def test_what_is_kept_beside_comes_back_with_its_own_values(tmp_path):
    path, found = tmp_path / "a.sep.json", kept_beside()
    save_session(path, found.preset, found.parameters, 0.0, kept_in(found))
    again = opened_as(path, {"A": 0.3})
    assert isinstance(again.experiment, Compared)
    assert again.parameters.A == 0.3
    kept = again.experiment.kept
    assert kept.parameters.horizon == 2.5
    assert kept.title == opened_as("saddle", {}).preset.title
    assert type(again.experiment.now) is type(found.experiment.now)
    # saved once more, it says the same
    save_session(path, again.preset, again.parameters, 0.0, kept_in(again))
    assert opened_as(path, {}).experiment.kept.parameters.horizon == 2.5


def test_equations_that_were_kept_come_back_too(tmp_path):
    sheet = {"text": "x' = y\ny' = -2*x"}
    other = opened_as(portrait_of_equations(sheet, "Mine"), {})
    text = session_text(other.preset, other.parameters, 0.0)
    found = opened_as("saddle", {})
    kept = Kept(other.experiment, other.parameters, other.preset.title, text)
    path = tmp_path / "a.sep.json"
    beside = replace(found, experiment=Compared(found.experiment, kept))
    save_session(path, found.preset, found.parameters, 0.0, kept_in(beside))
    again = opened_as(path, {}).experiment.kept
    rates = again.experiment.flow(again.parameters).velocity([[1.0, 0.5]], 0.0)
    assert rates.tolist() == [[0.5, -2.0]]


def test_nothing_kept_is_nothing_written(tmp_path):
    found = opened_as("saddle", {})
    assert kept_in(found) == ""
    save_session(tmp_path / "a.sep.json", found.preset, found.parameters, 0.0, kept_in(found))
    assert "kept" not in json.loads((tmp_path / "a.sep.json").read_text())


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (3, "kept = 3, expected a session"),
        ({"preset": 4, "parameters": {}}, "preset = 4"),
        ({"preset": "no-such-thing", "parameters": {}}, "no-such-thing"),
        ({"preset": "saddle", "parameters": {"nx": "x"}}, "nx"),
    ],
)
def test_a_kept_one_that_is_none_is_said(tmp_path, kept, said):
    path = tmp_path / "a.sep.json"
    found = opened_as("saddle", {})
    save_session(path, found.preset, found.parameters, 0.0)
    path.write_text(json.dumps({**json.loads(path.read_text()), "kept": kept}))
    with pytest.raises(SeparatrixError, match=said):
        opened_as(path, {})
