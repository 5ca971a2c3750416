from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import QEvent, QPoint, QPointF, Qt
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtWidgets import QApplication

from engines.layers.points import Points

LEFT, MIDDLE, RIGHT = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.RightButton,
)
HANDLE = {"h": Points([[60.0, 40.0]], "handle")}


def _told(signal):
    kept = []
    signal.connect(lambda *a: kept.append(a[0] if a else None))
    return kept


def _hover(widget, x, y):
    """A move without a button; QTest moves the pointer of the screen instead of telling it."""
    none, at = Qt.MouseButton.NoButton, QPointF(x, y)
    keys = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, keys))


def _pull(qtbot, canvas, button, *places):
    qtbot.mousePress(canvas.native, button, pos=QPoint(*places[0]))
    for place in places[1:]:
        qtbot.mouseMove(canvas.native, QPoint(*place))
    qtbot.mouseRelease(canvas.native, button, pos=QPoint(*places[-1]))


def test_a_click_tells_its_place_in_the_world(plane, qtbot):
    told = _told(plane.clicked)
    qtbot.mouseClick(plane.native, LEFT, pos=QPoint(30, 20))
    assert told == [(30.0, 60.0)]


def test_a_right_click_asks_for_a_menu_and_launches_nothing(plane, qtbot):
    clicked, asked = _told(plane.clicked), _told(plane.asked)
    qtbot.mouseClick(plane.native, RIGHT, pos=QPoint(30, 20))
    assert (clicked, asked) == ([], [(30.0, 60.0)])


@pytest.mark.parametrize("button", [MIDDLE, RIGHT, LEFT])
def test_a_pull_pans(plane, qtbot, button):
    told = _told(plane.limits_changed)
    _pull(qtbot, plane, button, (50, 50), (60, 50), (60, 30))
    assert plane.limits == pytest.approx((-10.0, 110.0, -20.0, 60.0))
    assert told[-1] == plane.limits


def test_a_handle_is_dragged_and_does_not_pan_or_launch(plane, qtbot):
    clicked, dragged, released = (_told(s) for s in (plane.clicked, plane.dragged, plane.released))
    plane.set_layers(HANDLE, ("h",))
    _pull(qtbot, plane, LEFT, (63, 42), (80, 30), (90, 20))
    assert dragged == [(80.0, 50.0), (90.0, 60.0)]
    assert len(released) == 1
    assert clicked == []
    assert plane.limits == (0.0, 120.0, 0.0, 80.0)


def test_far_from_the_handle_a_click_is_a_click(plane, qtbot):
    clicked = _told(plane.clicked)
    plane.set_layers(HANDLE, ("h",))
    qtbot.mouseClick(plane.native, LEFT, pos=QPoint(62, 41))
    qtbot.mouseClick(plane.native, LEFT, pos=QPoint(20, 20))
    assert clicked == [(20.0, 60.0)]


def test_hovering_tells_the_place_and_leaving_tells_nothing(plane):
    told = _told(plane.hovered)
    _hover(plane.native, 12.0, 70.0)
    assert told[-1] == (12.0, 10.0)
    plane.hand.left.emit()
    assert told[-1] is None


def test_the_wheel_zooms_about_the_pointer(plane):
    before = plane.world(30.0, 20.0)
    plane.hand.turned.emit(2.0, 30.0, 20.0)
    assert plane.world(30.0, 20.0) == pytest.approx(before)
    assert plane.limits[1] - plane.limits[0] == pytest.approx(60.0)


def test_a_double_click_goes_home(plane, qtbot):
    plane.set_limits((3.0, 4.0, 5.0, 6.0))
    qtbot.mouseDClick(plane.native, LEFT, pos=QPoint(30, 20))
    assert plane.limits == (0.0, 120.0, 0.0, 80.0)


def test_a_double_click_takes_its_first_click_back(plane, qtbot):
    told = []
    plane.clicked.connect(lambda place: told.append("clicked"))
    plane.unclicked.connect(lambda: told.append("unclicked"))
    qtbot.mouseClick(plane.native, LEFT, pos=QPoint(30, 20))
    qtbot.mouseDClick(plane.native, LEFT, pos=QPoint(30, 20))
    qtbot.mouseDClick(plane.native, LEFT, pos=QPoint(30, 20))
    assert told == ["clicked", "unclicked"]


def test_limits_that_make_no_sense_are_passed_over(plane):
    for wrong in ((1.0, 0.0, 0.0, 1.0), (0.0, float("inf"), 0.0, 1.0)):
        plane.set_limits(wrong)
    assert plane.limits == (0.0, 120.0, 0.0, 80.0)


def test_zooming_without_end_stops_before_numbers_do(plane):
    for _ in range(400):
        plane.hand.turned.emit(1.5, 30.0, 20.0)
    low, high = plane.limits[:2]
    assert low < high
    assert np.isfinite(plane.limits).all()


def test_places_and_pixels_are_inverse(plane):
    assert plane.world(*plane.place((17.0, 71.0))) == pytest.approx((17.0, 71.0))
