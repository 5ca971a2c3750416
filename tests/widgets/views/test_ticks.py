"""Ticks stand at friendly places and numbers are written as people write them."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engines.protocols.views import Axis
from widgets.views.ticks import (
    SLACK,
    axis_ticks,
    bar_ticks,
    compass_ticks,
    friendly_step,
    pi_ticks,
    power_ticks,
    tick_text,
    ticks,
)


@pytest.mark.parametrize(
    ("low", "high", "at_most", "texts"),
    [
        (0.0, 2.0, 5, ["0", "0.5", "1", "1.5", "2"]),
        (0.0, 1.0, 2, ["0", "0.5", "1"]),
        (-3.2, 3.2, 8, ["−3", "−2", "−1", "0", "1", "2", "3"]),
        (0.0, 2000.0, 4, ["0", "500", "1000", "1500", "2000"]),
        (0.0, 20000.0, 2, ["0", "10\u2009000", "20\u2009000"]),
        (0.0, 0.3, 3, ["0", "0.1", "0.2", "0.3"]),
        (0.0, 1.0, 4, ["0", "0.25", "0.5", "0.75", "1"]),
        (0.0, 2e-5, 2, ["0", "1e−5", "2e−5"]),
        (0.0, 4e6, 2, ["0", "2e6", "4e6"]),
        (-4.5, 4.5, 2, ["−2.5", "0", "2.5"]),  # and not 0 alone
        (-4.5, 4.5, 1, ["0"]),
    ],
)
def test_ticks_stand_at_friendly_numbers(low, high, at_most, texts):
    assert [t for _, t in ticks(low, high, at_most)] == texts


@given(st.floats(-1e5, 1e5), st.floats(1e-3, 1e6), st.integers(1, 12))
def test_ticks_never_leave_the_axis_and_never_crowd(low, span, at_most):
    found = ticks(low, low + span, at_most)
    assert len(found) <= at_most / SLACK + 1.001
    assert all(low - 1e-5 * span <= v <= low + 1.00001 * span for v, _ in found)
    assert len({t for _, t in found}) == len(found)


def test_an_empty_axis_has_no_ticks():
    assert ticks(1.0, 1.0) == []
    assert ticks(math.nan, 1.0) == []
    assert pi_ticks(2.0, 1.0) == []
    assert bar_ticks(2.0, 2.0) == []


def test_a_step_needs_a_span():
    with pytest.raises(ValueError, match="must be positive"):
        friendly_step(0.0, 3)


@pytest.mark.parametrize(
    ("low", "high", "at_most", "texts"),
    [
        (-2.2 * math.pi, 2.2 * math.pi, 5, ["−2π", "−π", "0", "π", "2π"]),
        (0.0, math.pi, 4, ["0", "π/4", "π/2", "3π/4", "π"]),
        (-math.pi, math.pi, 4, ["−π", "−π/2", "0", "π/2", "π"]),
        (0.0, 20 * math.pi, 5, ["0", "4π", "8π", "12π", "16π", "20π"]),
    ],
)
def test_angles_tick_in_multiples_of_pi(low, high, at_most, texts):
    assert [t for _, t in pi_ticks(low, high, at_most)] == texts


def test_a_very_small_angle_falls_back_to_numbers():
    assert [t for _, t in pi_ticks(0.0, 0.1, 2)] == ["0", "0.05", "0.1"]


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (0.0, 0.45, ["0.00", "0.15", "0.30", "0.45"]),
        (-1.0, 6.0, ["−1.0", "2.5", "6.0"]),
        (-1.0, 1.0, ["−1", "0", "1"]),
        (0.0, 4.0, ["0", "1", "2", "3", "4"]),
        (-2.6, 0.4, ["−2.6", "−1.6", "−0.6", "0.4"]),
        (0.0, 0.05, ["0.000", "0.025", "0.050"]),
        (0.0, 0.95, ["0.00", "0.25", "0.50", "0.75", "0.95"]),
        (0.0, 15000.0, ["0", "5000", "10\u2009000", "15\u2009000"]),
        (0.013, 0.9473, ["0.013", "0.500", "0.947"]),
        (-1.0, 3.5, ["−1.0", "0.5", "2.0", "3.5"]),
        (0.0, 55.0, ["0", "20", "40", "55"]),
    ],
)
def test_a_colour_bar_ticks_at_its_ends_and_equal_parts(low, high, texts):
    assert [t for _, t in bar_ticks(low, high)] == texts


@given(st.floats(-1e4, 1e4), st.floats(1e-3, 1e5), st.integers(1, 4))
def test_colour_bar_ticks_rise_from_end_to_end(low, span, at_most):
    values = [v for v, _ in bar_ticks(low, low + span, at_most)]
    assert values[0] == low
    assert values[-1] == low + span
    assert values == sorted(values)
    assert len(values) <= at_most + 1


def test_a_low_colour_bar_keeps_its_ends():
    assert [t for _, t in bar_ticks(0.0, 0.45, 1)] == ["0.00", "0.45"]


def test_a_tick_at_zero_is_written_zero():
    assert tick_text(-1e-17, 0.1) == "0"


@given(st.floats(-9e9, 9e9), st.sampled_from([1e-7, 0.01, 0.25, 1.0, 500.0, 2e6]))
def test_no_tick_ever_holds_a_hyphen(value, step):
    assert "-" not in tick_text(value, step)


@pytest.mark.parametrize(
    ("low", "high", "at_most", "sides", "texts"),
    [
        (-180.0, 180.0, 4, "EW", ["180°", "90° W", "0°", "90° E", "180°"]),
        (-90.0, 90.0, 6, "NS", ["90° S", "60° S", "30° S", "0°", "30° N", "60° N", "90° N"]),
        (150.0, 210.0, 4, "EW", ["150° E", "165° E", "180°", "165° W", "150° W"]),
        (10.0, 10.5, 2, "NS", ["10° N", "10.25° N", "10.5° N"]),
        (0.0, 0.0, 4, "EW", []),
    ],
)
def test_degrees_are_ticked_as_on_a_map(low, high, at_most, sides, texts):
    assert [t for _, t in compass_ticks(low, high, at_most, sides)] == texts


def test_an_axis_says_how_it_is_ticked():
    assert axis_ticks(Axis("x"), 0.0, 1.0, 2) == [(0.0, "0"), (0.5, "0.5"), (1.0, "1")]
    assert axis_ticks(Axis("a", angle=True), 0.0, math.pi, 1)[1][1] == "π"
    assert axis_ticks(Axis("latitude", compass="NS"), 0.0, 90.0, 2)[1] == (45.0, "45° N")


@pytest.mark.parametrize(
    ("low", "high", "at_most", "texts"),
    [
        (-4.0, 2.0, 6, ["10⁻⁴", "10⁻³", "10⁻²", "0.1", "1", "10", "100"]),
        (-16.0, 1.0, 4, ["10⁻¹⁵", "10⁻¹⁰", "10⁻⁵", "1"]),
        (-0.1, 1.1, 8, ["1", "2", "5", "10"]),
        (-3.0, -2.0, 4, ["10⁻³", "2·10⁻³", "5·10⁻³", "10⁻²"]),
    ],
)
def test_numbers_that_are_exponents_are_written_as_powers(low, high, at_most, texts):
    axis = Axis("distance", powers=True)
    assert [t for _, t in axis_ticks(axis, low, high, at_most)] == texts


@example(6.9375636832912785e-06, 6.0, 1)
@given(st.floats(-20.0, 10.0), st.floats(0.5, 30.0), st.integers(1, 12))
def test_powers_stand_where_their_logarithm_is(low, span, at_most):
    found = power_ticks(low, low + span, at_most)
    slack = 1e-5 * span  # a tick may stand a millionth of a step outside, and a step be wider
    assert all(low - slack <= v <= low + span + slack for v, _ in found)
    assert len({t for _, t in found}) == len(found)
    places = [v for v, _ in found]
    assert places == sorted(places)
