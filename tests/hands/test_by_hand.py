"""What a stranger does in the first minutes, with the mouse itself."""

import pytest
from PyQt6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from widgets.controls.slider.slider_paint import geometry

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def pendulum(opened):
    made = opened("pendulum")
    made.workspace.play(False)
    return made


@pytest.fixture
def frames(pendulum):
    seen = []
    pendulum.workspace.frame_arrived.connect(seen.append)
    return seen


def settled(qtbot, window):
    qtbot.waitUntil(lambda: not window.workspace.busy, timeout=60000)


def drop(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy = Qt.DropAction.CopyAction
    entering = QDragEnterEvent(QPoint(300, 300), copy, data, LEFT, NONE)
    QApplication.sendEvent(window, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), copy, data, LEFT, NONE))


def test_the_picture_follows_the_slider_and_undo_brings_it_back(qtbot, pendulum, frames):
    row, before = pendulum.right.parameters.form.rows["c"], pendulum.workspace.parameters.c
    track = geometry(row, row.width()).track
    y = round(track.center().y())
    QTest.mousePress(row, LEFT, NONE, QPoint(round(track.left() + 0.3 * track.width()), y))
    for share in (0.4, 0.5, 0.6):
        QTest.mouseMove(row, QPoint(round(track.left() + share * track.width()), y))
        count = len(frames)
        qtbot.waitUntil(lambda c=count: len(frames) > c, timeout=30000)
    assert row.dragging
    qtbot.waitUntil(lambda: any("tracks_before" in f.layers for f in frames), timeout=30000)
    last = QPoint(round(track.left() + 0.7 * track.width()), y)
    QTest.mouseMove(row, last)
    QTest.mouseRelease(row, LEFT, NONE, last)
    settled(qtbot, pendulum)
    qtbot.waitUntil(lambda: frames[-1].progress == 1.0, timeout=30000)  # the last one is on its way
    assert pendulum.workspace.parameters.c == pytest.approx(row.value)
    pendulum.actions_by_title["Undo"].trigger()
    assert pendulum.workspace.parameters.c == before == row.value
    assert not pendulum.workspace.history.can_undo


def test_a_click_launches_and_a_double_click_only_goes_home(qtbot, pendulum):
    canvas = pendulum.stage.views[0].canvas
    middle = QPoint(canvas.native.width() // 3, canvas.native.height() // 3)
    starts, home = pendulum.workspace.parameters.starts, canvas.limits
    canvas.hand.turned.emit(2.0, 40.0, 40.0)
    QTest.mouseClick(canvas.native, LEFT, NONE, middle)
    assert len(pendulum.workspace.parameters.starts) == len(starts) + 1
    QTest.mouseDClick(canvas.native, LEFT, NONE, middle)
    assert pendulum.workspace.parameters.starts == starts
    assert canvas.limits == home
    assert not pendulum.workspace.history.can_redo
    settled(qtbot, pendulum)


def test_the_ring_at_the_start_is_dragged_as_one_act(qtbot, pendulum):
    canvas = pendulum.stage.views[0].canvas
    start = pendulum.workspace.parameters.starts[-1]
    at = QPoint(*(round(v) for v in canvas.place(start)))
    QTest.mousePress(canvas.native, LEFT, NONE, at)
    for step in (10, 20, 30):
        QTest.mouseMove(canvas.native, at + QPoint(step, step))
    QTest.mouseRelease(canvas.native, LEFT, NONE, at + QPoint(30, 30))
    assert pendulum.workspace.parameters.starts[-1] == pytest.approx(
        canvas.world(at.x() + 30.0, at.y() + 30.0), abs=0.05
    )
    settled(qtbot, pendulum)
    pendulum.workspace.undo()
    assert pendulum.workspace.parameters.starts[-1] == start
    settled(qtbot, pendulum)


def test_time_is_sought_on_its_track(pendulum):
    track, clock = pendulum.timeline.track, pendulum.workspace.clock
    y, half = track.height() // 2, (clock.low + clock.high) / 2
    QTest.mousePress(track, LEFT, NONE, QPoint(round(track.x_of(half)), y))
    QTest.mouseRelease(track, LEFT, NONE, QPoint(round(track.x_of(half)), y))
    assert pendulum.workspace.time == pytest.approx(half, rel=0.01)


def test_escape_stops_what_is_being_opened_and_nothing_is_lost(qtbot, pendulum):
    pendulum.open("double-gyre")
    pendulum.cancel()
    settled(qtbot, pendulum)
    QApplication.processEvents()
    assert pendulum.workspace.open_now.preset.id == "pendulum"
    pendulum.workspace.edit("c", 0.2)
    settled(qtbot, pendulum)


def test_of_two_presets_asked_for_at_once_the_last_one_opens(qtbot, pendulum):
    pendulum.open("henon")
    pendulum.open("saddle")
    qtbot.waitUntil(lambda: pendulum.workspace.open_now.preset.id == "saddle", timeout=60000)
    assert pendulum.windowTitle().startswith("Linear saddle")
    pendulum.workspace.play(False)
    settled(qtbot, pendulum)
    assert pendulum.workspace.open_now.preset.id == "saddle"


HOSTILE = {
    "words.txt": "nothing of ours",
    "torn.png": "\x89PNG nothing",
    "torn.pdf": "%PDF-1.4",
    "torn.mp4": "ftyp",
    "torn.npz": "PK",
    "torn.sep.json": "[" * 5000,
    "bad.toml": 'title = "B"\n[rates]\nx = "__import__(1)"\n',
    "torn.toml": "[rates\nx =",
    "no-ending": "x",
    "missing.toml": None,
}


def test_a_file_that_is_none_of_ours_is_one_sentence_and_nothing_is_lost(qtbot, pendulum, tmp_path):
    (tmp_path / "folder").mkdir()
    said = []
    pendulum.workspace.trouble.connect(said.append)
    for name, content in {**HOSTILE, "folder": None}.items():
        if content is not None:
            (tmp_path / name).write_text(content, encoding="latin-1")
        said.clear()
        drop(pendulum, tmp_path / name)
        qtbot.waitUntil(lambda: bool(said), timeout=30000)
        assert len(said) == 1
        assert name in said[0]
        assert "Something went wrong" not in said[0]
        assert said[0] in pendulum.status.trust.sentence
    assert pendulum.workspace.open_now.preset.id == "pendulum"


def test_docks_that_float_and_return_twenty_times_keep_the_picture(pendulum):
    def out_and_back():
        for dock in (pendulum.left.dock, pendulum.right.dock):
            dock.setFloating(True)
            QApplication.processEvents()
            dock.setFloating(False)
            QApplication.processEvents()

    view = pendulum.stage.views[0]
    out_and_back()
    before = view.canvas.grab_image()
    for _ in range(10):
        out_and_back()
    after = view.canvas.grab_image()
    assert pendulum.stage.views[0] is view
    assert after.shape == before.shape
    assert after.std() == pytest.approx(before.std(), rel=0.2)


def test_ten_changes_of_the_theme_end_where_they_began(pendulum):
    view = pendulum.stage.views[0]
    dark = view.canvas.grab_image()[0, 0]
    for _ in range(5):
        pendulum.set_theme("light")
        light = view.canvas.grab_image()[0, 0]
        pendulum.set_theme("dark")
    assert (light != dark).any()
    assert (view.canvas.grab_image()[0, 0] == dark).all()
