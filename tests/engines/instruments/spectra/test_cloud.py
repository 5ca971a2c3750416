from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from engines.instruments.spectra.cloud import ORBITS, cloud


def test_points_are_measured_in_their_own_deviations(shipped):
    found = cloud(shipped("lorenz-1963"), 3200)
    assert found.points.shape == (3200, 3)
    np.testing.assert_allclose(found.points.std(axis=0), 1.0)
    assert len(np.unique(found.orbits)) == ORBITS
    assert found.window == pytest.approx(0.25 * shipped("lorenz-1963").duration)


def test_points_of_a_cycle_fill_it_whatever_its_rhythm(shipped):
    points = cloud(shipped("van-der-pol", mu=1.0), 3200).points
    angles = np.sort(np.arctan2(points[:, 1], points[:, 0]))
    assert np.diff(angles).max() < 0.1


def test_moments_of_a_map_are_whole(shipped):
    found = cloud(shipped("henon"), 3200)
    assert np.all(found.moments == np.round(found.moments))
    assert len(np.unique(found.points, axis=0)) > 3190


def test_coordinates_that_go_round_keep_their_period(shipped):
    found = cloud(shipped("standard-map"), 640)
    np.testing.assert_allclose(found.periods, 1.0)
    sum = found.sum(640)
    assert sum.radii[-1] <= np.sqrt(0.5) * 1.07  # nothing is further than half way round


def test_the_sum_of_a_part_counts_fewer_pairs(shipped):
    found = cloud(shipped("henon"), 1280)
    assert found.sum(320).pairs < 0.1 * found.sum(1280).pairs


def test_orbits_that_leave_are_missing(mapped):
    assert len(cloud(mapped(x="3*x*x", start=0.9), 640).points) == 0


def test_histories_are_compared_at_some_of_their_moments(shipped):
    found = cloud(shipped("mackey-glass"), 640, 100.0)
    assert found.points.shape == (640, 16)
    # neighbours in a history are neighbours: x is smooth
    assert np.abs(np.diff(found.points, axis=1)).max() < 1.5


def test_orbits_are_one_behind_the_other(from_text):
    """Side by side those that part slowly would cover the same short way again and again."""
    clock = """
    title = "Clock"
    step = 0.1
    duration = 10.0
    [rates]
    a = "1.0"
    b = "-b"
    [states]
    a = { low = 0.0, high = 1.0, start = 0.0 }
    b = { low = 0.0, high = 1.0, start = 0.0 }
    """
    found = cloud(from_text(clock), 3200)
    ends = [
        (found.points[found.orbits == i, 0].min(), found.points[found.orbits == i, 0].max())
        for i in range(ORBITS)
    ]
    assert all(one[1] < other[0] for one, other in pairwise(sorted(ends)))


def test_where_the_long_orbit_leaves_orbits_begin_side_by_side(mapped):
    """x grows by 0.001 a step and leaves beyond 1: only what is near the beginning is known."""
    flow = mapped(x="x + 0.001 + 1e-12*sqrt(1 - x)", start=0.0)
    found = cloud(flow, 640, 100.0)
    assert len(found.points) > 600
    assert found.orbits.max() > 50


@pytest.mark.parametrize("settle", [40.0, 60.0, 80.0])
def test_orbits_on_their_way_to_infinity_have_left(shipped, settle):
    away = cloud(shipped("saddle"), 2000, settle=settle)
    assert np.isfinite(away.points).all()
