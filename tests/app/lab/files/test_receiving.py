from dataclasses import replace

import numpy as np
import pytest
from PyQt6.QtCore import QMimeData, QPointF, Qt, QUrl
from PyQt6.QtGui import QDropEvent

from app.catalogue import opened, preset
from app.export.embedded import record
from app.export.figure import write_figure
from app.lab.files.receiving import Receiving, looked
from app.session.session_file import preset_of, save_session
from engines.errors import SeparatrixError

SMALL = {"nx": 8, "ny": 8, "horizon": 1.0, "tracers": False, "tracks": False}


def dropped(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    window.dropEvent(
        QDropEvent(
            QPointF(300, 300),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


@pytest.mark.parametrize("file", ["gyre.nc", "gyre.zarr"])
def test_what_says_everything_needs_no_question(written, file):
    found = looked(written(file), None)
    assert found.trouble == ""
    assert found.preset.names == {}
    assert found.preset.experiment == "transport.ftle"
    assert found.about == "21 × 11 nodes, 9 moments"


def test_what_says_nothing_is_asked_about(silent, answers):
    found = looked(silent, None)
    assert "no variable was recognised as 'u'" in found.trouble
    assert [role.name for role in found.roles] == ["u", "v", "x", "y", "time"]
    assert {name for name, _ in found.roles[0].options} == {"p1", "p2"}
    assert all(role.chosen == "" for role in found.roles)
    answered = looked(found.preset, answers)
    assert answered.trouble == ""
    assert answered.preset.names == answers


def test_a_unit_that_is_no_velocity_is_asked_about(written):
    path = written("odd.nc", units={"u": "furlong", "v": "furlong"})
    found = looked(path, None)
    assert "units = 'furlong', allowed a velocity" in found.trouble
    answered = looked(found.preset, {"unit": "cm/s"})
    assert (answered.trouble, answered.preset.names) == ("", {"unit": "cm/s"})


@pytest.mark.parametrize(
    ("y", "sentence"),
    [
        (np.r_[np.linspace(0, 1, 10), 0.5], "y[10] = 0.5 comes after 1, expected values that"),
        ([0.0, 0.5, 1.0], "y has 3 values, allowed at least 4"),
    ],
)
def test_what_no_answer_would_change_is_said_at_once(written, y, sentence):
    with pytest.raises(SeparatrixError) as caught:
        looked(written(y=y), None)
    assert sentence in str(caught.value)


def test_what_is_no_file_of_fields_is_said(tmp_path):
    path = tmp_path / "torn.nc"
    path.write_bytes(b"\x89HDF\r\n\x1a\n" + b"nothing more")
    with pytest.raises(SeparatrixError, match=r"torn\.nc"):
        looked(path, None)


def test_it_takes_files_of_fields_only(silent):
    assert Receiving.takes(silent)
    assert Receiving.takes(str(silent))
    assert Receiving.takes(preset(silent))
    assert not Receiving.takes("double-gyre")
    assert not Receiving.takes(silent.with_suffix(".toml"))


def test_answers_come_back_from_sessions_and_pictures(silent, answers, tmp_path):
    ready = opened(replace(preset(silent), names=answers), SMALL)
    path = tmp_path / "kept.sep.json"
    save_session(path, ready.preset, ready.parameters, 0.0)
    assert preset_of(path).names == answers
    picture = tmp_path / "picture.svg"
    write_figure(picture, ready, None, "light", record(ready))
    back = preset(picture)
    assert (back.names, back.path) == (answers, silent)
    assert back.parameters["nx"] == 8
    again = opened(back)
    assert again.parameters.model_dump() == ready.parameters.model_dump()


def test_a_file_on_the_window_opens(qtbot, window, written):
    frames = []
    window.workspace.frame_arrived.connect(frames.append)
    dropped(window, written())
    qtbot.waitUntil(lambda: any("ftle" in f.layers for f in frames), timeout=60000)
    assert window.receiving.dialog is None
    assert window.workspace.open_now.preset.title == "gyre"


def test_the_dialog_asks_and_what_it_was_told_opens(qtbot, window, silent, answers):
    dropped(window, silent)
    qtbot.waitUntil(lambda: window.receiving.dialog is not None, timeout=60000)
    dialog = window.receiving.dialog
    assert not dialog.open_button.isEnabled()
    assert dialog.open_questions.text() == "Still to be chosen: u, v, x, y."
    for role, name in answers.items():  # that there is a time is known with u
        dialog.choices[role].choose(name)
        qtbot.waitUntil(lambda: not window.jobs.running, timeout=60000)
    assert dialog.open_button.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace.open_now is not None, timeout=60000)
    assert window.receiving.dialog is None
    assert dict(window.workspace.open_now.preset.names) == answers


def test_who_cancels_keeps_what_was_open(qtbot, pendulum, silent):
    dropped(pendulum, silent)
    qtbot.waitUntil(lambda: pendulum.receiving.dialog is not None, timeout=60000)
    qtbot.keyClick(pendulum.receiving.dialog, Qt.Key.Key_Escape)
    assert pendulum.receiving.dialog is None
    assert pendulum.workspace.open_now.preset.id == "pendulum"


def test_a_bad_file_is_one_sentence_and_what_was_open_stays(qtbot, pendulum, tmp_path):
    path = tmp_path / "torn.nc"
    path.write_bytes(b"no fields")
    said = []
    pendulum.workspace.trouble.connect(said.append)
    dropped(pendulum, path)
    qtbot.waitUntil(lambda: bool(said), timeout=60000)
    assert "torn.nc" in said[0]
    assert "\n" not in said[0]
    assert pendulum.workspace.open_now.preset.id == "pendulum"
