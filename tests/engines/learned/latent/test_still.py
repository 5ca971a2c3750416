from __future__ import annotations

import numpy as np
import pytest

from engines.learned.latent.still import Still, Tabulated
from engines.protocols.capabilities import Bounded, Box
from engines.protocols.flow import Flow


class Swing(Flow, Bounded):
    """x' = (y cos t, -x cos t)."""

    dimension, states, steady = 2, ("x", "y"), False
    time_unit, duration = "", 5.0
    box = Box((-2.0, -1.0), (2.0, 3.0), (False,) * 2, ("x", "y"), ("x", "y"), ("", ""), (1.0, 0.0))

    def velocity(self, states, time):
        return np.cos(time) * np.stack([states[:, 1], -states[:, 0]], axis=1)

    def jacobian(self, states, time):
        return np.tile(np.cos(time) * np.array([[0.0, 1.0], [-1.0, 0.0]]), (len(states), 1, 1))

    def advance(self, states, start, stop, ticket=None):
        raise NotImplementedError

    record = advance


PLACES = np.random.default_rng(0).uniform((-2.0, -1.0), (2.0, 3.0), (40, 2))


@pytest.mark.parametrize("kind", [Still, Tabulated])
def test_at_any_time_it_moves_as_at_its_moment(kind):
    flow = kind(Swing(), 0.8)
    assert flow.steady
    np.testing.assert_allclose(
        flow.velocity(PLACES, 99.0), Swing().velocity(PLACES, 0.8), atol=1e-12
    )


def test_its_paths_turn_with_the_pace_of_the_moment():
    flow, turn = Still(Swing(), 0.8), 1.7 * np.cos(0.8)
    found = flow.advance(np.array([[1.0, 0.0]]), 0.0, 1.7)[0]
    np.testing.assert_allclose(found, [np.cos(turn), -np.sin(turn)], atol=1e-6)
    np.testing.assert_allclose(
        flow.jacobian(PLACES, 5.0)[3], np.cos(0.8) * np.array([[0, 1], [-1, 0]])
    )


def test_a_table_is_exact_at_the_edge_and_holds_still_beyond_it():
    flow = Tabulated(Swing(), 0.0, nodes=5)
    corner = np.array([[2.0, 3.0], [9.0, 9.0]])
    np.testing.assert_allclose(flow.velocity(corner, 0.0), np.tile([3.0, -2.0], (2, 1)), atol=1e-4)
