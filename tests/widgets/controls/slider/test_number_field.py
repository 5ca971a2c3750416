"""The field in which a number is typed."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QWidget

from widgets.controls.slider.number_field import NumberField
from widgets.controls.slider.slider_scale import SliderScale


@pytest.fixture
def field(shown):
    parent = shown(QWidget(), 300, 40)
    made = NumberField(parent, SliderScale(-5.0, 5.0, usual=1.0), 1.0)
    made.show()
    yield made
    parent.close()


@pytest.mark.parametrize(
    ("typed", "value"), [("2.5", 2.5), ("−2.5", -2.5), ("-1e-3", -0.001), ("0,25", 0.25)]
)
def test_numbers_are_read_in_every_way_they_are_written(field, qtbot, typed, value):
    field.setText(typed)
    with qtbot.waitSignal(field.taken) as caught:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert caught.args == [value]


@pytest.mark.parametrize("typed", ["", "abc", "6", "nan", "inf", "1_0"])
def test_what_is_no_number_of_the_range_is_not_taken(field, qtbot, typed):
    heard = []
    field.taken.connect(heard.append)
    field.setText(typed)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard == []
    assert field.wrong


def test_up_and_down_move_one_step(field, qtbot):
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == "1.10"
    qtbot.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert field.text() == "0.10"


def test_it_closes_once(field, qtbot):
    closed = []
    field.closed.connect(lambda: closed.append(1))
    qtbot.keyClick(field, Qt.Key.Key_Return)
    field.clearFocus()
    field.hide()
    assert closed == [1]


def test_a_whole_scale_refuses_fractions(shown, qtbot):
    parent = shown(QWidget(), 300, 40)
    made = NumberField(parent, SliderScale(0, 10, whole=True), 3)
    made.show()
    made.setText("")
    qtbot.keyClicks(made, "2.5")
    assert made.wrong
    assert "whole" in made.toolTip()
