from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.portrait.scales import (
    crossing_time,
    friendly,
    known_moment,
    lengths,
    periods,
    refusal,
    rounded_outwards,
    seeds,
    wrapped,
)
from engines.protocols.capabilities import Box


@pytest.mark.parametrize(
    ("number", "round_number"), [(0.9, 1.0), (3.0, 2.0), (4.0, 5.0), (87.0, 100.0), (0.021, 0.02)]
)
def test_a_friendly_number_is_one_two_or_five(number, round_number):
    assert friendly(number) == round_number


@pytest.mark.parametrize("number", [0.0, -1.0, float("inf"), float("nan")])
def test_a_number_without_size_becomes_one(number):
    assert friendly(number) == 1.0


def test_a_flow_twice_as_fast_is_crossed_in_half_the_time(rotation):
    assert crossing_time(rotation(w=2.0)) == pytest.approx(crossing_time(rotation(w=1.0)) / 2)


def test_lengths_are_known_wherever_there_is_a_number_for_them():
    given = np.array([[3.0, -4.0], [3e200, 4e200], [1.5e308, 1.5e308], [np.nan, 1.0], [-0.0, 0.0]])
    np.testing.assert_allclose(lengths(given), [5.0, 5e200, np.inf, np.nan, 0.0], rtol=1e-15)
    np.testing.assert_array_equal(lengths(np.array([[[-2.0]], [[1e300]]])), [[2.0], [1e300]])
    assert lengths(np.zeros((0, 2))).shape == (0,)


def test_seeds_lie_in_the_box_and_depend_only_on_the_seed(pendulum):
    box = pendulum().box
    first = seeds(box, 50, 3, "test")
    assert np.all((first >= box.low) & (first <= box.high))
    np.testing.assert_array_equal(first, seeds(box, 50, 3, "test"))
    assert not np.array_equal(first, seeds(box, 50, 4, "test"))


def test_the_reason_for_refusing_is_the_first_that_holds(lorenz, drift, pendulum):
    assert refusal(pendulum(), planar=True, steady=True) == ""
    assert refusal(lorenz(), planar=True) == "needs a planar flow"
    assert refusal(drift(), steady=True) == "needs a steady flow"


def test_only_what_follows_each_path_in_one_call_takes_a_flow_that_remembers(remembering):
    assert refusal(remembering, planar=True) == "needs a flow without memory"
    assert refusal(remembering, memory=True) == ""


def _box(side, unit):
    return Box((0.0, 0.0), (side, 1.0), (True, False), ("", ""), ("", ""), (unit, ""), (0.0, 0.0))


def test_periodic_coordinates_come_back_into_the_box():
    states = np.array([[[1.25, 1.25], [-0.25, -0.25]]])
    np.testing.assert_allclose(wrapped(states, _box(1.0, "")), [[[0.25, 1.25], [0.75, -0.25]]])


def test_a_box_that_shows_no_whole_number_of_turns_does_not_repeat(pendulum):
    assert periods(_box(4 * np.pi, "rad"))[0] == pytest.approx(4 * np.pi)
    assert np.isinf(periods(_box(14.0, "rad"))).all()
    np.testing.assert_array_equal(wrapped(np.array([[9.0, 0.0]]), pendulum.box), [[9.0, 0.0]])


@pytest.mark.parametrize(
    ("low", "high", "rounded"),
    [
        (0.0, 0.406, (0.0, 0.45)),
        (-0.61, 3.11, (-1.0, 3.5)),
        (0.0, 2.0000000001, (0.0, 2.0)),
        (3.6, 15.4, (2.0, 16.0)),
        (-0.33, 0.0, (-0.35, 0.0)),
    ],
)
def test_ends_of_a_range_are_rounded_outwards(low, high, rounded):
    assert rounded_outwards(low, high) == rounded


def test_a_recording_is_asked_only_for_what_it_knows(recording, drift):
    flow = recording()
    assert [known_moment(flow, t) for t in (0.0, 5.0, 9.0)] == [3.0, 5.0, 8.0]
    assert known_moment(drift(), 9.0) == 9.0
    assert crossing_time(flow) > 0.0
