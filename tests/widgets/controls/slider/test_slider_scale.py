"""The arithmetic of a slider."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.controls.slider.slider_scale import SliderScale


@given(
    low=st.floats(-1e4, 1e4),
    span=st.floats(1e-3, 1e5),
    position=st.floats(0.0, 1.0),
)
def test_position_and_value_are_inverse_to_the_digits_shown(low, span, position):
    scale = SliderScale(low, low + span)
    value = scale.value(position)
    assert scale.low <= value <= scale.high
    assert abs(scale.position(value) - position) <= 0.51 * 10.0**-scale.decimals / span + 1e-9


@given(position=st.floats(0.0, 1.0))
def test_equal_ratios_take_equal_lengths_on_a_logarithmic_scale(position):
    scale = SliderScale(0.01, 100.0, logarithmic=True)
    assert scale.position(scale.value(position)) == pytest.approx(position, abs=1e-3)
    assert scale.position(1.0) == pytest.approx(0.5)


def test_the_ends_are_hit_exactly():
    scale = SliderScale(0.1, math.pi)
    assert scale.value(0.0) == 0.1
    assert scale.value(1.0) == math.pi
    assert scale.value(7.0) == math.pi


def test_whole_numbers_stay_whole():
    scale = SliderScale(1, 9, whole=True)
    assert scale.value(0.51) == 5.0
    assert scale.moved(5, 1) == 6.0
    assert scale.moved(5, 0.1) == 6.0
    assert scale.moved(9, 10) == 9.0


@pytest.mark.parametrize(
    ("low", "high", "usual", "value", "text"),
    [
        (0.0, 0.25, 0.1, 0.1, "0.100"),
        (0.0, 30.0, 15.0, 15.0, "15.0"),
        (0.0, 2.0, 0.628, 0.628, "0.628"),
        (-6.3, 6.3, 0.0, -5.6, "−5.60"),
        (1000.0, 1001.0, 1000.0, 1000.25, "1000.25"),
        (0.0, 1e-4, 1e-5, 6.1e-5, "6.10e−5"),
        (0.0, 1e8, 0.0, 2.5e7, "2.50e7"),
    ],
)
def test_three_digits_are_shown_unless_the_step_needs_more(low, high, usual, value, text):
    assert SliderScale(low, high, usual=usual).text(value) == text


def test_thousands_of_whole_numbers_are_parted():
    assert SliderScale(0, 40000, whole=True).text(15000) == "15\N{THIN SPACE}000"


def test_a_step_is_a_friendly_hundredth_and_fine_a_tenth_of_it():
    scale = SliderScale(0.0, 30.0)
    assert scale.step == pytest.approx(0.2)
    assert scale.moved(15.0, 1) == pytest.approx(15.2)
    assert scale.moved(15.0, 10) == pytest.approx(17.0)
    assert scale.moved(15.0, 0.1) == pytest.approx(15.02)


def test_steps_stop_at_the_ends():
    scale = SliderScale(0.0, 1.0)
    assert scale.moved(0.995, 1) == 1.0
    assert scale.moved(0.001, -1) == 0.0


@given(position=st.floats(0.0, 1.0))
def test_a_logarithmic_scale_from_zero_reaches_it_and_keeps_ratios_above(position):
    scale = SliderScale(0.0, 10.0, logarithmic=True)
    assert (scale.value(0.0), scale.value(1.0)) == (0.0, 10.0)
    assert scale.position(scale.value(position)) == pytest.approx(position, abs=1e-3)
    tens = [scale.position(v) for v in (0.1, 1.0, 10.0)]
    assert tens[1] - tens[0] == pytest.approx(tens[2] - tens[1], rel=0.05)
    assert 0.0 < scale.moved(0.0, 1) < 0.001


def test_a_range_of_one_value_stands_still():
    scale = SliderScale(3.0, 3.0)
    assert scale.position(3.0) == 0.0
    assert scale.value(0.4) == 3.0
    assert scale.moved(3.0, 1) == 3.0
