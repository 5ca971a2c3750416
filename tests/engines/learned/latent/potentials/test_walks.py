from __future__ import annotations

import numpy as np
import pytest

from engines.learned.latent.potentials.walks import walked

STARTS = np.random.default_rng(0).standard_normal((50, 3))


def test_a_straight_walk_ends_at_the_distance_asked_for():
    found = walked(lambda z, t: np.tile([0.3, 0.0, 0.0], (len(z), 1)), STARTS)
    np.testing.assert_allclose(found.ends - STARTS, np.tile([1.0, 0.0, 0.0], (50, 1)))
    assert found.arrived.all()
    assert found.alive


def test_a_bent_walk_is_stopped_by_its_arc_length_not_its_distance():
    turns = [np.array([0.4, 0.0, 0.0]), np.array([0.0, 0.4, 0.0])]
    found = walked(lambda z, t: np.tile(turns[int(t) % 2], (len(z), 1)), STARTS)
    np.testing.assert_allclose(found.ends - STARTS, np.tile([0.6, 0.4, 0.0], (50, 1)))


def test_slow_walks_are_hurried_and_only_those():
    rate = np.where(STARTS[:, :1] > 0.0, 0.25, 0.1) * np.array([[0.0, 0.0, 1.0]])
    rows = {tuple(z[:2]): r for z, r in zip(STARTS, rate, strict=True)}
    seen = []

    def slope(z, t):
        seen.append(len(z))
        return np.stack([rows[tuple(one[:2])] for one in z])

    found = walked(slope, STARTS)
    np.testing.assert_allclose(np.linalg.norm(found.ends - STARTS, axis=1), 1.0)
    assert min(seen) == int((STARTS[:, 0] <= 0.0).sum())


@pytest.mark.parametrize(("slow", "alive"), [(5, True), (6, False)])
def test_a_potential_on_which_more_than_a_tenth_stall_is_dead(slow, alive):
    lazy = {tuple(z[1:]) for z in STARTS[:slow]}

    def rate(z, t):
        speeds = np.array([0.05 if tuple(one[1:]) in lazy else 0.3 for one in z])
        return speeds[:, None] * np.array([[1.0, 0.0, 0.0]])

    found = walked(rate, STARTS)
    assert found.alive is alive
    assert int((~found.arrived).sum()) == slow
    np.testing.assert_allclose(found.ends[0] - STARTS[0], [0.75, 0.0, 0.0])
