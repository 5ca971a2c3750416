import json
import threading

import numpy as np
import pytest

from app.lab.exporting import free_name
from widgets.panels.export.export_dialog import ExportDialog
from widgets.panels.export.request import ExportRequest


@pytest.fixture
def folder(pendulum, tmp_path):
    pendulum._prefer(folder=str(tmp_path))
    return tmp_path


def written(qtbot, window, asked):
    path = window.exporting.write(asked)
    qtbot.waitUntil(lambda: not window.jobs.running, timeout=90000)
    return path


def test_nothing_is_ever_overwritten(tmp_path):
    (tmp_path / "a.sep.json").write_text("")
    (tmp_path / "a-2.sep.json").write_text("")
    assert free_name(tmp_path / "a.sep.json").name == "a-3.sep.json"
    assert free_name(tmp_path / "b.png").name == "b.png"


def test_the_numbers_that_are_exported_are_those_of_the_sliders(qtbot, pendulum, folder):
    pendulum.workspace.edit("c", 0.6)
    path = written(qtbot, pendulum, ExportRequest("numbers", "npz", name="mine"))
    assert path == folder / "mine.npz"
    with np.load(path, allow_pickle=False) as arrays:
        assert json.loads(str(arrays["meta"]))["parameters"]["c"] == 0.6


def test_a_picture_opens_again_as_the_session_it_shows(qtbot, pendulum, folder):
    pendulum.workspace.edit("c", 0.4)
    path = written(qtbot, pendulum, ExportRequest("picture", "svg", name="mine"))
    pendulum.workspace.reset()
    pendulum.open(path)
    qtbot.waitUntil(lambda: pendulum.workspace.parameters.c == 0.4, timeout=60000)
    qtbot.waitUntil(lambda: not pendulum.workspace.busy, timeout=60000)


def test_the_card_asks_and_closes(qtbot, pendulum):
    pendulum.exporting.ask("movie")
    assert pendulum.exporting.dialog.request().kind == "movie"
    pendulum.exporting.dialog.reject()
    assert pendulum.exporting.dialog is None


def test_a_card_that_was_closed_is_not_kept(qtbot, pendulum):
    for kind in ("picture", "movie", "numbers"):
        pendulum.exporting.ask(kind)
    pendulum.exporting.dialog.reject()
    qtbot.waitUntil(lambda: not pendulum.findChildren(ExportDialog), timeout=60000)


def test_a_session_from_the_card_opens_again(qtbot, pendulum, folder):
    pendulum.workspace.edit("c", 0.3)
    path = pendulum.exporting.write(ExportRequest("session", "sep.json", name="mine"))
    assert path == folder / "mine.sep.json"
    pendulum.workspace.reset()
    pendulum.open(path)
    qtbot.waitUntil(lambda: pendulum.workspace.parameters.c == 0.3, timeout=60000)
    qtbot.waitUntil(lambda: not pendulum.workspace.busy, timeout=60000)


def test_closing_in_the_middle_of_an_export_leaves_no_file(qtbot, pendulum, folder):
    asked = ExportRequest("movie", "mp4", name="long", size=(640, 360), seconds=20.0)
    pendulum.exporting.write(asked)
    qtbot.waitUntil(lambda: (pendulum.jobs.running[0].step.share or 0.0) > 0.0, timeout=60000)
    pendulum.close()

    def left():
        files = [p.name for p in folder.iterdir() if "long" in p.name]
        return files + [t.name for t in threading.enumerate() if t.name.startswith("job")]

    # each is asked to leave at once; on a busy machine the last look at its ticket may take a while
    qtbot.waitUntil(lambda: not left(), timeout=20000)


def test_the_card_shows_what_will_be_written(qtbot, pendulum):
    pendulum.exporting.ask("picture")
    dialog = pendulum.exporting.dialog
    qtbot.waitUntil(lambda: not dialog.paper.picture.isNull(), timeout=60000)
    assert dialog.paper.picture.width() > 300
    dialog.kinds.choose("session")
    assert dialog.paper.picture.isNull()
    assert "values" in dialog.paper.words
    dialog.kinds.choose("picture")
    qtbot.waitUntil(lambda: not dialog.paper.picture.isNull(), timeout=60000)
    dialog.reject()


def test_a_preview_that_comes_too_late_is_let_go(qtbot, pendulum):
    pendulum.exporting.ask("picture")
    pendulum.exporting.dialog.reject()
    qtbot.waitUntil(lambda: not pendulum.jobs.running, timeout=60000)
    assert pendulum.exporting.dialog is None
