from __future__ import annotations

import pytest
from PyQt6.QtCore import QEvent, QPoint, QPointF, Qt
from PyQt6.QtGui import QMouseEvent, QWheelEvent
from PyQt6.QtWidgets import QApplication, QWidget

from widgets.canvas.hand import NOTCH, Hand

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


@pytest.fixture
def told(qtbot):
    """A widget, and the acts told of it as (name, arguments)."""
    widget, acts = QWidget(), []
    widget.resize(100, 100)
    qtbot.addWidget(widget)
    hand = Hand(widget)
    for name in (
        "pressed",
        "clicked",
        "dragged",
        "dropped",
        "turned",
        "hovered",
        "left",
        "doubled",
    ):
        getattr(hand, name).connect(lambda *a, name=name: acts.append((name, *a)))
    return widget, acts


def _hover(widget, x, y):
    """A move without a button; QTest moves the pointer of the screen instead of telling it."""
    none, at = Qt.MouseButton.NoButton, QPointF(x, y)
    keys = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, keys))


def _pull(qtbot, widget, button, places):
    qtbot.mousePress(widget, button, pos=QPoint(*places[0]))
    for place in places[1:]:
        qtbot.mouseMove(widget, QPoint(*place))
    qtbot.mouseRelease(widget, button, pos=QPoint(*places[-1]))


def test_a_press_and_a_release_are_a_click(told, qtbot):
    widget, acts = told
    qtbot.mouseClick(widget, LEFT, pos=QPoint(20, 30))
    assert acts == [("pressed", LEFT, 20.0, 30.0), ("clicked", LEFT, 20.0, 30.0)]


def test_a_trembling_hand_still_clicks(told, qtbot):
    widget, acts = told
    _pull(qtbot, widget, LEFT, [(20, 30), (21, 31)])
    assert [a[0] for a in acts] == ["pressed", "clicked"]


def test_a_pull_tells_place_and_way_and_is_no_click(told, qtbot):
    widget, acts = told
    _pull(qtbot, widget, MIDDLE, [(20, 30), (30, 30), (30, 45)])
    assert acts[1:] == [
        ("dragged", MIDDLE, 30.0, 30.0, 10.0, 0.0),
        ("dragged", MIDDLE, 30.0, 45.0, 0.0, 15.0),
        ("dropped", MIDDLE),
    ]


def test_a_release_that_went_elsewhere_is_noticed(told, qtbot):
    widget, acts = told
    qtbot.mousePress(widget, LEFT, pos=QPoint(20, 30))
    qtbot.mouseMove(widget, QPoint(40, 30))
    _hover(widget, 60, 30)
    assert [a[0] for a in acts] == ["pressed", "dragged", "dropped", "hovered"]
    _pull(qtbot, widget, LEFT, [(20, 30), (40, 30)])
    assert [a[0] for a in acts[4:]] == ["pressed", "dragged", "dropped"]


def test_without_a_button_the_pointer_hovers(told):
    widget, acts = told
    _hover(widget, 7.0, 8.0)
    assert ("hovered", 7.0, 8.0) in acts


def test_leaving_is_told(told):
    widget, acts = told
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))
    assert acts == [("left",)]


def test_a_second_click_is_a_double_click(told, qtbot):
    widget, acts = told
    qtbot.mouseDClick(widget, LEFT, pos=QPoint(5, 5))
    assert acts[-1] == ("doubled",)


@pytest.mark.parametrize(("angle", "notches"), [(120, 1), (-240, -2)])
def test_the_wheel_magnifies_by_notches(told, angle, notches):
    widget, acts = told
    event = QWheelEvent(
        QPointF(11, 12),
        QPointF(11, 12),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    assert acts == [("turned", NOTCH**notches, 11.0, 12.0)]


@pytest.mark.parametrize(
    "keys", [Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier]
)
def test_it_knows_whether_shift_was_down(qtbot, keys):
    widget = QWidget()
    qtbot.addWidget(widget)
    hand = Hand(widget)
    qtbot.mousePress(widget, LEFT, keys, QPoint(5, 5))
    assert hand.shifted == (keys == Qt.KeyboardModifier.ShiftModifier)
    qtbot.mouseRelease(widget, LEFT, pos=QPoint(5, 5))
