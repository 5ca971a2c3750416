"""The slider row under hand and key."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtWidgets import QApplication

from engines.parameters.declare import real, whole
from widgets.controls.slider.slider_paint import geometry
from widgets.controls.slider.slider_row import SliderRow

LEFT = Qt.MouseButton.LeftButton
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def row(shown):
    declaration = real("T", 15.0, 0, 30, title="Integration time", symbol="T", unit="s",
                       help="How long particles travel.")  # fmt: skip
    return shown(SliderRow(declaration), 304)


@pytest.fixture
def heard(row):
    """Everything the row says, in order."""
    said = []
    row.pressed.connect(lambda: said.append("pressed"))
    row.moved.connect(lambda v: said.append(("moved", v)))
    row.released.connect(lambda v: said.append(("released", v)))
    return said


def _at(row, value):
    place = geometry(row, row.width())
    x = place.track.left() + row.scale.position(value) * place.track.width()
    return QPoint(round(x), round(place.track.center().y()))


def _number(row):
    return geometry(row, row.width()).number.center().toPoint()


def test_a_drag_presses_moves_and_releases(row, heard, qtbot):
    qtbot.mousePress(row, LEFT, pos=_at(row, 15.0))
    qtbot.mouseMove(row, pos=_at(row, 20.0))
    qtbot.mouseMove(row, pos=_at(row, 24.0))
    qtbot.mouseRelease(row, LEFT, pos=_at(row, 24.0))
    assert heard[0] == "pressed"
    assert [h[0] for h in heard[1:]] == ["moved", "moved", "released"]
    assert heard[-1][1] == pytest.approx(24.0, abs=0.1)
    assert row.value == heard[-1][1]


def test_a_press_beside_the_knob_takes_it_there(row, heard, qtbot):
    qtbot.mousePress(row, LEFT, pos=_at(row, 25.0))
    assert row.value == pytest.approx(25.0, abs=0.1)
    qtbot.mouseRelease(row, LEFT, pos=_at(row, 25.0))
    assert heard[-1][0] == "released"


def test_grabbing_the_knob_off_its_middle_does_not_move_it(row, heard, qtbot):
    qtbot.mousePress(row, LEFT, pos=_at(row, 15.0) + QPoint(4, 0))
    assert row.value == 15.0
    qtbot.mouseRelease(row, LEFT, pos=_at(row, 15.0) + QPoint(4, 0))


def test_a_value_from_outside_tells_nobody_and_leaves_the_hand_alone(row, heard, qtbot):
    row.set_value(3.0)
    assert (row.value, heard) == (3.0, [])
    qtbot.mousePress(row, LEFT, pos=_at(row, 10.0))
    before = row.value
    row.set_value(29.0)
    assert row.value == before
    qtbot.mouseRelease(row, LEFT, pos=_at(row, 10.0))


@pytest.mark.parametrize(
    ("key", "with_it", "value"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 15.2),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, 15.2),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 14.8),
        (Qt.Key.Key_Right, SHIFT, 17.0),
        (Qt.Key.Key_Right, CTRL, 15.02),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, 13.0),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0.0),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, 30.0),
    ],
)
def test_keys_move_and_release_at_once(row, heard, qtbot, key, with_it, value):
    qtbot.keyClick(row, key, with_it)
    assert row.value == pytest.approx(value)
    assert [h[0] for h in heard] == ["moved", "released"]


def test_a_double_click_on_the_number_types_it_and_enter_takes_it(row, heard, qtbot):
    qtbot.mouseDClick(row, LEFT, pos=_number(row))
    assert row.typing
    field = row._field
    field.selectAll()
    qtbot.keyClicks(field, "7.25")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert row.value == 7.25
    assert heard == [("moved", 7.25), ("released", 7.25)]
    assert not row.typing


def test_esc_restores_what_was_there(row, heard, qtbot):
    row.type_value()
    qtbot.keyClicks(row._field, "2")
    qtbot.keyClick(row._field, Qt.Key.Key_Escape)
    assert (row.value, heard, row.typing) == (15.0, [], False)


def test_typing_a_digit_opens_the_field_with_it(row, qtbot):
    qtbot.keyClick(row, Qt.Key.Key_7)
    assert row._field.text() == "7"
    qtbot.keyClick(row._field, Qt.Key.Key_Return)
    assert row.value == 7.0


def test_a_number_out_of_range_is_not_taken_and_the_range_is_told(row, heard, qtbot):
    row.type_value()
    row._field.selectAll()
    qtbot.keyClicks(row._field, "31")
    qtbot.keyClick(row._field, Qt.Key.Key_Return)
    assert row.typing
    assert row._field.toolTip() == "allowed: 0.0 to 30.0"
    assert heard == []


def test_the_middle_button_resets(row, heard, qtbot):
    row.set_value(3.0)
    qtbot.mouseClick(row, Qt.MouseButton.MiddleButton, pos=_at(row, 9.0))
    assert row.value == 15.0
    assert heard[-1] == ("released", 15.0)


def _turn(row, up, modifiers=Qt.KeyboardModifier.NoModifier):
    at = QPointF(50.0, 20.0)
    event = QWheelEvent(
        at, row.mapToGlobal(at), QPoint(0, 0), QPoint(0, 120 if up else -120),
        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(row, event)
    return event


def test_the_wheel_moves_only_a_row_that_was_chosen(row, qtbot):
    event = _turn(row, up=True)
    assert row.value == 15.0
    assert not event.isAccepted()
    row.activateWindow()
    row.setFocus()
    if not row.hasFocus():  # without a window manager nobody hands out the focus
        QApplication.setActiveWindow(row)
        row.setFocus()
    with qtbot.waitSignal(row.released):
        _turn(row, up=True)
    assert row.value == pytest.approx(15.2)


def test_a_disabled_row_says_why_and_does_not_move(row, heard, qtbot):
    row.set_reason("needs a steady flow")
    qtbot.mousePress(row, LEFT, pos=_at(row, 25.0))
    qtbot.keyClick(row, Qt.Key.Key_Right)
    assert heard == []
    assert "needs a steady flow" in row.toolTip()
    assert "needs a steady flow" in row.accessibleDescription()
    row.set_reason("")
    assert row.isEnabled()


def test_whole_parameters_speak_in_whole_numbers(shown, qtbot):
    row = shown(SliderRow(whole("n", 1500, 0, 4000, title="Number")))
    with qtbot.waitSignal(row.edited) as caught:
        row.step(1)
    assert caught.args[0] == 1520
    assert isinstance(caught.args[0], int)


def test_it_names_itself_with_its_symbol_and_value(row):
    assert row.accessibleName() == "Integration time T"
    assert row.accessibleDescription() == "15.0 s"
    assert row.toolTip().startswith("How long particles travel.")


def test_untrusted_values_are_told_of(row):
    row.set_untrusted(20.0, 30.0, "The half-step check failed there.")
    assert "half-step" in row.toolTip()
    row.set_untrusted(None, None)
    assert "half-step" not in row.toolTip()


@pytest.mark.parametrize("way", ["hidden", "disabled"])
def test_a_row_that_goes_under_the_hand_lets_go(row, heard, qtbot, way):
    qtbot.mousePress(row, LEFT, pos=_at(row, 15.0))
    qtbot.mouseMove(row, pos=_at(row, 20.0))
    row.hide() if way == "hidden" else row.set_reason("needs a steady flow")
    assert not row.dragging
    assert heard[-1] == ("released", row.value)
    row.set_value(3.0)
    assert row.value == 3.0
