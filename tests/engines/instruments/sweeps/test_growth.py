from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.sweeps.growth import NEAREST, grown


def test_neighbours_of_a_linear_flow_part_at_its_largest_rate(written):
    flow = written("0.3*x", "-0.7*y")
    states, direction = np.array([[0.1, 0.1]]), np.array([[0.6, 0.8]])
    sides = np.array([4.0, 4.0])
    states, direction, log = grown(flow, states, direction, sides, 0.0, 6.0, 1.5)
    exact = 0.5 * np.log((0.6 * np.exp(1.8)) ** 2 + (0.8 * np.exp(-4.2)) ** 2)
    # differences of numbers near 1 that are 1e-7 apart keep nine digits
    np.testing.assert_allclose(log, exact, atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(direction, axis=1), 1.0)
    np.testing.assert_allclose(states[0], [0.1 * np.exp(1.8), 0.1 * np.exp(-4.2)], rtol=1e-6)


def test_it_does_not_depend_on_the_pieces(shipped):
    flow = shipped("henon")
    states, direction = np.array([[0.1, 0.1]]), np.array([[0.6, 0.8]])
    sides = np.subtract(flow.box.high, flow.box.low)
    found = [grown(flow, states, direction, sides, 0.0, 24.0, p)[2][0] for p in (1.0, 4.0, 8.0)]
    np.testing.assert_allclose(found, found[0], rtol=1e-4)


def test_what_meets_comes_as_near_as_numbers_tell_apart(from_text):
    flow = from_text(
        """
        title = "Meets at once"
        kind = "map"
        [next]
        x = "0.25 + 0*x"
        [states]
        x = { low = 0.0, high = 1.0 }
        """
    )
    log = grown(flow, np.array([[0.3]]), np.array([[1.0]]), np.ones(1), 0.0, 3.0, 1.0)[2]
    assert log == pytest.approx(3.0 * np.log(NEAREST))


def test_what_leaves_for_infinity_has_no_growth(written):
    flow = written("x^2 + 1", "0")
    found = grown(flow, np.zeros((1, 2)), np.array([[1.0, 0.0]]), np.full(2, 4.0), 0.0, 3.0, 0.5)
    assert np.isnan(found[2]).all()
