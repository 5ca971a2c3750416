"""One instrument."""

from __future__ import annotations

import math

import pytest
from PyQt6.QtCore import Qt

from engines.layers.frame import Reading
from engines.parameters.declare import switch
from widgets.controls.instrument_row import InstrumentRow
from widgets.theme.look import LOOK


@pytest.fixture
def row(shown):
    return shown(InstrumentRow(switch("ftle", True, title="FTLE, forward", help="Walls.")))


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.84, "0.840"), (-0.92, "−0.920"), (5.0, "5"), (0.0941, "0.0941"), (6.1e-5, "6.10e−5"),
     (math.nan, "none")],
)  # fmt: skip
def test_a_number_is_written_with_three_digits_and_a_true_minus(row, value, text):
    row.set_reading(Reading(value))
    assert row.number == text


def test_without_a_value_or_switched_off_no_number_is_shown(row):
    row.set_reading(Reading(None, "max"))
    assert row.number == ""
    row.set_reading(Reading(1.5))
    row.set_value(False)
    assert row.number == ""


@pytest.mark.parametrize(("sign", "token"), [("repel", "repel"), ("attract", "attract")])
def test_a_sign_that_means_something_colours_the_number(row, colours, sign, token):
    row.set_reading(Reading(8.88))
    assert getattr(LOOK.theme, token) not in colours(row)
    row.set_reading(Reading(8.88, "max", sign))
    assert getattr(LOOK.theme, token) in colours(row)


def test_the_whole_row_turns_the_switch(row, qtbot):
    with qtbot.waitSignal(row.edited) as caught:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert caught.args == [False, True]


def test_the_switch_takes_the_focus_not_the_row(row):
    assert row.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert row.switch.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert row.switch.accessibleName() == "FTLE, forward"


def test_rows_are_30_high_and_higher_with_a_reason_below(row):
    assert row.height() == 30
    row.set_reason("needs a steady flow in the plane with a Jacobian")
    assert row.height() > 30
    row.set_reason("")
    assert row.height() == 30


def test_words_of_a_number_that_would_break_the_name_go_below_it(row):
    row.setFixedWidth(272)
    row.declaration = switch("way", True, title="Way to the picture", help="")
    row.set_reading(Reading(1.08, "of usual gap"))
    short = row.height()
    row.set_reading(Reading(0.0857, "of usual gap: memorising what it has seen"))
    names, below, height = row._layout(272)
    assert names == ("Way to the picture",)
    assert below
    assert height > short
