from __future__ import annotations

import numpy as np
import pytest

from engines.systems.samples.shapes import (
    SHAPES,
    checkerboard,
    moons,
    on_checkerboard,
    spiral,
    two_gaussians,
)


@pytest.mark.parametrize("name", SHAPES)
def test_shapes_stand_in_the_middle_and_repeat_with_their_seed(name):
    first, again = (SHAPES[name](20_000, np.random.default_rng(0)) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert np.abs(first.mean(axis=0)).max() < 0.1
    assert np.abs(first).max() < 5.5


def test_every_other_square_is_full_and_the_rest_empty():
    points = checkerboard(40_000, np.random.default_rng(1))
    assert on_checkerboard(points).all()
    counts = np.histogram2d(*points.T, bins=4, range=[[-4, 4]] * 2)[0]
    assert sorted((counts > 0).sum(axis=1)) == [2, 2, 2, 2]
    full = counts[counts > 0]
    np.testing.assert_allclose(full, 5000, rtol=0.06)
    even = np.random.default_rng(2).uniform(-4, 4, (40_000, 2))
    assert on_checkerboard(even).mean() == pytest.approx(0.5, abs=0.01)
    assert not on_checkerboard(np.array([[9.0, 9.0]]))[0]


def test_moons_and_arms_are_where_they_should_be():
    points = moons(20_000, np.random.default_rng(3))
    off = [np.abs(np.linalg.norm(points - c, axis=1) - 2.0) for c in ([-1, -0.5], [1, 0.5])]
    assert np.sqrt((np.minimum(*off) ** 2).mean()) == pytest.approx(0.15, abs=0.02)
    arms = spiral(20_000, np.random.default_rng(4))
    np.testing.assert_allclose(np.sort(np.linalg.norm(arms, axis=1))[-200], 4.1, atol=0.15)


def test_two_gaussians_stand_above_and_below():
    points = two_gaussians(20_000, np.random.default_rng(5))
    up = points[points[:, 1] > 0.0]
    assert len(up) == pytest.approx(10_000, rel=0.04)
    np.testing.assert_allclose(up.mean(axis=0), [0.0, 2.5], atol=0.03)
    np.testing.assert_allclose(up.std(axis=0), 0.5, atol=0.02)
