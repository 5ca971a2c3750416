import numpy as np
import pytest
from PyQt6.QtCore import QPoint, Qt

from widgets.panels.drawing.pad import KEPT, SIDE, DrawingPad


@pytest.fixture
def pad(shown):
    return shown(DrawingPad(), 300, 300)


def at(pad, column, row):
    cell = (pad.width() - 2) / SIDE
    return QPoint(round(1 + column * cell), round(1 + row * cell))


def pull(qtbot, pad, start, end, button=Qt.MouseButton.LeftButton):
    qtbot.mousePress(pad, button, pos=at(pad, *start))
    qtbot.mouseMove(pad, at(pad, *end))
    qtbot.mouseRelease(pad, button, pos=at(pad, *end))


def test_a_stroke_is_a_line_of_the_width_of_the_brush(qtbot, pad):
    with qtbot.waitSignal(pad.drawn):
        pull(qtbot, pad, (6, 16), (26, 16))
    assert pad.ink[15, 6:26].min() == 1.0
    assert not pad.ink[:12].any()
    assert 3.0 <= pad.ink[:, 16].sum() <= 5.0


def test_a_broad_brush_lays_more_ink(qtbot, pad):
    pad.radius = 1.0
    qtbot.mouseClick(pad, Qt.MouseButton.LeftButton, pos=at(pad, 8, 8))
    thin = pad.ink.sum()
    pad.radius = 3.5
    qtbot.mouseClick(pad, Qt.MouseButton.LeftButton, pos=at(pad, 24, 24))
    assert pad.ink.sum() - thin > 4.0 * thin


def test_the_right_button_rubs_out(qtbot, pad):
    pad.set_ink(np.ones((SIDE, SIDE)))
    qtbot.mouseClick(pad, Qt.MouseButton.RightButton, pos=at(pad, 16, 16))
    assert pad.ink[16, 16] == 0.0
    assert pad.ink[0, 0] == 1.0


def test_strokes_are_taken_back_one_by_one(qtbot, pad):
    assert not pad.can_undo
    for row in (8, 24):
        pull(qtbot, pad, (4, row), (28, row))
    pad.undo()
    assert pad.ink[8, 16] == 1.0
    assert pad.ink[24, 16] == 0.0
    qtbot.keyClick(pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not pad.ink.any()
    pad.undo()  # nothing is left
    assert not pad.can_undo


def test_clearing_can_be_taken_back_too(pad):
    pad.set_ink(np.full((SIDE, SIDE), 0.5))
    pad.clear()
    assert not pad.ink.any()
    pad.undo()
    assert pad.ink.min() == 0.5


def test_only_so_many_strokes_are_kept(pad):
    for _ in range(KEPT + 5):
        pad.clear()
    for _ in range(KEPT):
        pad.undo()
    assert not pad.can_undo
