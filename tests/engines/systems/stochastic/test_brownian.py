"""Brownian paths: normal, independent, and the same however they are asked for."""

from __future__ import annotations

import numpy as np
from scipy import stats

from engines.systems.stochastic.brownian import increment, normal, shaken, since

H = 0.5


def test_numbers_made_from_places_are_normal_and_independent():
    z = np.array([[normal(1, 0, 0, i), normal(1, 1, 0, i), normal(2, 0, 0, i), normal(1, 0, 1, i)]
                  for i in range(-5000, 5000)])  # fmt: skip
    for column in z.T:
        assert stats.kstest(column, "norm").pvalue > 1e-3
    both = np.corrcoef(np.concatenate([z.T, z[:, :1].T[:, ::-1]]))
    off = both[~np.eye(5, dtype=bool)]
    assert np.abs(off).max() < 5.0 / np.sqrt(len(z))
    neighbours = np.corrcoef(z[:-1, 0], z[1:, 0])[0, 1]
    assert abs(neighbours) < 5.0 / np.sqrt(len(z))


def test_halving_the_grid_refines_the_same_path():
    for level in range(4):
        coarse = [increment(7, 2, H, level, i) for i in range(-8, 8)]
        fine = [increment(7, 2, H, level + 1, i) for i in range(-16, 16)]
        np.testing.assert_allclose(np.array(fine).reshape(-1, 2).sum(axis=1), coarse, atol=1e-14)


def test_increments_have_the_variance_of_their_length_at_every_level():
    for level in (0, 1, 3, 6):
        found = np.array([increment(3, 0, H, level, i) for i in range(20_000)])
        ratio = found.var() / (H / 2**level)
        assert abs(ratio - 1.0) < 5.0 * np.sqrt(2.0 / len(found))


def test_the_path_inside_of_an_interval_is_that_of_the_levels_below():
    whole = increment(5, 1, H, 1, 3)
    assert since(5, 1, H, 1, 3, 0.0) == 0.0
    assert since(5, 1, H, 1, 3, 1.0) == whole
    half = increment(5, 1, H, 2, 6)
    np.testing.assert_allclose(since(5, 1, H, 1, 3, 0.5), half, atol=1e-15)
    quarter = half + increment(5, 1, H, 3, 14)
    np.testing.assert_allclose(since(5, 1, H, 1, 3, 0.75), quarter, atol=1e-15)
    # asked for from another level it is the same place
    np.testing.assert_allclose(since(5, 1, H, 1, 3, 0.3), since(5, 1, H, 2, 6, 0.6), atol=1e-4)


def test_a_bridge_scatters_as_it_must():
    share = 0.3
    found = np.array([since(1, n, 1.0, 0, 0, share) for n in range(20_000)])
    ends = np.array([increment(1, n, 1.0, 0, 0) for n in range(20_000)])
    left = found - share * ends
    assert abs(left.var() / (share * (1 - share)) - 1.0) < 5.0 * np.sqrt(2.0 / len(left))
    assert abs(np.corrcoef(left, ends)[0, 1]) < 5.0 / np.sqrt(len(left))


def test_rows_of_changes_are_made_lane_by_lane_and_undone_backwards():
    cells, ones, zeros = np.array([4, 5]), np.ones(2), np.zeros(2)
    components = np.array([0, 2])
    forth, back = np.empty((2, 2, 3)), np.empty((2, 2, 3))
    shaken(forth, 9, components, 10, True, H, 1, cells, zeros, ones)
    shaken(back, 9, components, 10, True, H, 1, cells, ones, zeros)
    np.testing.assert_array_equal(forth, -back)
    alone = np.empty((2, 2, 1))
    shaken(alone, 9, components, 12, True, H, 1, cells, zeros, ones)
    np.testing.assert_array_equal(alone[..., 0], forth[..., 2])
    shared = np.empty((2, 2, 1))
    shaken(shared, 9, components, 12, False, H, 1, cells, zeros, ones)
    assert not np.any(shared[..., 0] == forth[..., 2])
    assert len(np.unique(forth)) == forth.size
