from __future__ import annotations

import math

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.basins.attractors import LEFT, UNKNOWN, Endings


def test_states_end_on_the_side_where_they_begin(written):
    """x' = x - x^3, y' = -y."""
    ends = Endings(written("x - x^3", "-y"), 30.0)
    states = np.array([[0.3, 1.0], [-0.2, 0.5], [1.9, -1.0], [-1.9, 1.9]])
    ends.discover(ends.settled(states))
    ends.ordered()
    assert len(ends.attractors) == 2
    np.testing.assert_allclose(ends.attractors[0].places.mean(axis=0), [-1.0, 0.0], atol=1e-6)
    np.testing.assert_array_equal(ends.ended(states), [1, 0, 1, 0])


def test_what_leaves_has_left_and_what_is_on_nothing_known_is_unknown(written):
    ends = Endings(written("x^2 - 1", "-y"), 20.0)
    settled = ends.settled(np.array([[1.5, 0.0], [0.0, 0.0]]))
    assert np.isnan(settled[0]).all()
    np.testing.assert_array_equal(ends.numbers(settled), [LEFT, UNKNOWN])
    ends.discover(settled)
    np.testing.assert_array_equal(ends.numbers(settled), [LEFT, 0])


def test_two_paths_on_one_cycle_are_on_one_attractor(shipped):
    ends = Endings(shipped("van-der-pol"), 60.0)
    states = np.array([[0.1, 0.0], [3.0, 3.0], [-2.0, 1.0]])
    ends.discover(ends.settled(states))
    assert len(ends.attractors) == 1
    np.testing.assert_array_equal(ends.ended(states), 0)


def test_a_chaotic_attractor_is_one(shipped):
    ends = Endings(shipped("lorenz-1963"), 60.0)
    states = np.array([[1.0, 1.0, 20.0], [-8.0, -3.0, 30.0], [5.0, 9.0, 12.0]])
    ends.discover(ends.settled(states))
    assert len(ends.attractors) == 1


def test_a_driven_flow_is_looked_at_by_flashes(shipped):
    flow = shipped("duffing", gamma=0.1, omega=1.0)
    ends = Endings(flow, 200.0)
    assert ends.beat == pytest.approx(2 * math.pi)
    assert ends.duration / ends.beat == pytest.approx(round(ends.duration / ends.beat))
    ends.discover(ends.settled(np.array([[1.0, 0.0], [-1.0, 0.0]])))
    assert len(ends.attractors) == 2


def test_an_unknown_rhythm_is_refused(written):
    with pytest.raises(UnfitError, match="no period"):
        Endings(written("x*t^2", "y"), 10.0)
