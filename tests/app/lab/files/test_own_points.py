"""A cloud is drawn in the real window, by a hand; or it comes from a file."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtWidgets import QApplication, QFileDialog

from app.catalogue import preset

SMALL = {"nx": 8, "ny": 8, "samples": 100, "paths": 4, "probability_columns": 20, "t": 1.0}


@pytest.fixture
def opened(qtbot, window):
    frames = []
    window.workspace.frame_arrived.connect(frames.append)
    window.open(preset("diffusion-principles"), SMALL)
    qtbot.waitUntil(lambda: bool(frames), timeout=60000)
    window.workspace.play(False)
    return window


def stroke(window, *places):
    """Press with Shift held down, drag over all places, let go."""
    plane = next(v for v in window.stage.views if v.spec.id == "portrait")
    native, kinds = plane.canvas.native, QMouseEvent.Type
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton

    def send(kind, place, button, down):
        at = QPointF(*plane.canvas.place(place))
        shift = Qt.KeyboardModifier.ShiftModifier
        event = QMouseEvent(kind, at, native.mapToGlobal(at), button, down, shift)
        QApplication.sendEvent(native, event)

    send(kinds.MouseButtonPress, places[0], left, left)
    for place in places[1:]:
        send(kinds.MouseMove, place, none, left)
    send(kinds.MouseButtonRelease, places[-1], left, none)


def test_a_hand_draws_a_cloud_takes_a_stroke_back_and_forgets_all(opened, qtbot, tmp_path):
    space = opened.workspace
    assert opened.own_points.possible()
    assert not opened.own_points.there()
    stroke(opened, (-3.0, 0.0), (-2.0, 0.0), (-1.0, 0.0))
    stroke(opened, (2.0, 2.0), (2.0, 3.0))
    values = space.parameters
    assert values.data == "your own"
    np.testing.assert_allclose(
        values.points, [(-3, 0), (-2, 0), (-1, 0), (2, 2), (2, 3)], atol=0.05
    )
    seen = []
    space.frame_arrived.connect(seen.append)

    def drawn():
        marks = seen[-1].layers.get("hand_drawn") if seen else None
        return marks is not None and len(marks.positions) == 5

    qtbot.waitUntil(drawn, timeout=60000)
    space.undo()
    assert len(space.parameters.points) == 3
    space.undo()
    assert (space.parameters.data, space.parameters.points) == ("eight Gaussians", ())
    space.redo()
    space.redo()
    session = tmp_path / "mine.sep.json"
    assert opened.save(session)
    opened.own_points.clear()
    assert not opened.own_points.there()
    assert space.parameters.data == "eight Gaussians"
    opened.open(session)
    qtbot.waitUntil(lambda: space.parameters.points == values.points, timeout=60000)


def test_a_file_of_points_is_dropped_or_chosen_and_what_is_wrong_is_said(
    opened, tmp_path, monkeypatch
):
    said = []
    opened.workspace.trouble.connect(said.append)
    good, bad = tmp_path / "cloud.csv", tmp_path / "holes.csv"
    good.write_text("x,y\n0,0\n1,2\n")
    bad.write_text("0,0\n1,nan\n")
    opened.open(str(good))
    assert opened.workspace.parameters.points == ((0.0, 0.0), (1.0, 2.0))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *about: (str(bad), ""))
    opened.own_points.choose()
    assert said == ["holes.csv, row 2: 1, nan is no finite place"]
    assert opened.workspace.parameters.points == ((0.0, 0.0), (1.0, 2.0))
    opened.workspace.undo()
    opened.workspace.edit("data", "your own")
    assert said[-1].startswith("your own is empty: hold Shift and drag in the picture")
    assert opened.workspace.parameters.data == "eight Gaussians"


def test_where_no_cloud_is_asked_for_a_file_of_points_is_none(window):
    assert not window.own_points.possible()
    assert not window.own_points.takes("cloud.csv")


def test_a_file_of_pairs_is_opened_where_pairs_are_asked_for(qtbot, window, tmp_path):
    frames, said = [], []
    window.workspace.frame_arrived.connect(frames.append)
    window.workspace.trouble.connect(said.append)
    few = {"nx": 8, "ny": 8, "samples": 50, "paths": 4, "joined": 100}
    window.open(preset("rectified-flow"), few)
    qtbot.waitUntil(lambda: bool(frames), timeout=60000)
    good, bad = tmp_path / "pairs.npz", tmp_path / "odd.npz"
    first = np.array([[0.0, 0.0], [1.0, 1.0]])
    np.savez(good, x0=first, x1=first + 1.0)
    np.savez(bad, x0=first, x1=first[:1])
    window.open(str(bad))
    assert said == ["odd.npz: pairs of 2 and 1 points, both must be as many"]
    window.open(str(good))
    values = window.workspace.parameters
    assert (values.pairing, values.stored) == ("stored", ((0, 0, 1, 1), (1, 1, 2, 2)))
    assert window.own_points.there()
    window.own_points.clear()
    assert (window.workspace.parameters.pairing, window.workspace.parameters.stored) == (
        "random",
        (),
    )
    window.workspace.edit("pairing", "stored")
    assert said[-1].endswith("no pairs are stored: open a file of pairs, .npz or .csv")
    assert window.workspace.parameters.pairing == "random"
