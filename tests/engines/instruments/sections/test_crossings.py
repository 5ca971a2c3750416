from __future__ import annotations

import math

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.sections.crossings import Plane, crossings, joined, spacing_along
from engines.running.ticket import Ticket, Withdrawn

X = np.array([1.0, 0.0])


@pytest.fixture(scope="module")
def centre(written):
    """x = r cos t, y = -r sin t."""
    return written("y", "-x").refined().refined()


def all_of(flow, starts, plane, begin, end, spacing):
    parts = [found for found, _ in crossings(flow, starts, plane, begin, end, spacing)]
    return joined(parts, flow.dimension, end < begin)


def test_a_linear_centre_returns_after_a_turn(centre):
    starts = np.array([[0.0, 0.5], [0.0, 1.5]])
    found = all_of(centre, starts, Plane(X, 0.0), 0.0, 40.0, 0.1)
    for owner, radius in enumerate((0.5, 1.5)):
        mine = found.owners == owner
        np.testing.assert_allclose(found.times[mine], 2 * math.pi * np.arange(1, 7), atol=1e-9)
        np.testing.assert_allclose(found.places[mine], [[0.0, radius]] * 6, atol=1e-9)
    assert np.abs(found.places[:, 0]).max() < 1e-14


def test_both_ways_alternate_and_one_way_is_half_of_them(centre):
    start = np.array([[0.0, 1.0]])
    both = all_of(centre, start, Plane(X, 0.2, 0), 0.0, 60.0, 0.1)
    up = all_of(centre, start, Plane(X, 0.2, 1), 0.0, 60.0, 0.1)
    down = all_of(centre, start, Plane(X, 0.2, -1), 0.0, 60.0, 0.1)
    np.testing.assert_array_equal(both.ways[::2], 1)
    np.testing.assert_array_equal(both.ways[1::2], -1)
    np.testing.assert_allclose(both.times[::2], up.times, atol=1e-10)
    np.testing.assert_allclose(both.times[1::2], down.times, atol=1e-10)
    assert both.times[0] == pytest.approx(math.asin(0.2), abs=1e-9)


def test_a_slanted_plane_is_met_where_it_lies(centre):
    normal = np.array([1.0, -1.0]) / math.sqrt(2.0)
    found = all_of(centre, np.array([[0.0, 1.0]]), Plane(normal, 0.3), 0.0, 30.0, 0.2)
    np.testing.assert_allclose(found.places @ normal, 0.3, atol=1e-13)
    np.testing.assert_allclose(np.diff(found.times), 2 * math.pi, atol=1e-9)


def test_backwards_the_same_places_are_met(centre):
    found = all_of(centre, np.array([[0.0, 1.0]]), Plane(X, 0.0, -1), 0.0, -20.0, 0.1)
    np.testing.assert_allclose(found.times, -2 * math.pi * np.arange(1, 4), atol=1e-9)


def test_a_dip_between_two_samples_is_two_crossings(centre):
    """The path stays above x = 0.999 for 0.09 of a turn, samples are 0.25 apart."""
    found = all_of(centre, np.array([[0.0, 1.0]]), Plane(X, 0.999, 0), 0.0, 100.0, 0.25)
    half = math.acos(0.999)
    middles = math.pi / 2 + 2 * math.pi * np.arange(16)
    exact = np.sort(np.concatenate([middles - half, middles + half]))
    np.testing.assert_allclose(found.times, exact[exact < 100.0], atol=1e-8)


def test_blocks_of_time_lose_nothing(centre, monkeypatch):
    monkeypatch.setattr("engines.instruments.sections.crossings.LONGEST", 7)
    few = all_of(centre, np.array([[0.0, 1.0]]), Plane(X, 0.999, 0), 0.0, 100.0, 0.25)
    assert len(few.times) == 32


def test_an_angle_is_crossed_once_a_turn_though_it_grows_for_ever(written):
    turning = written("1", "0", periodic=True).refined()
    plane = Plane(X, 1.0, 1, period=4.0)
    found = all_of(turning, np.array([[0.0, 0.0]]), plane, 0.0, 11.0, 0.3)
    np.testing.assert_allclose(found.times, [1.0, 5.0, 9.0], atol=1e-12)


def test_henon_heiles_keeps_its_energy_on_the_section(shipped):
    flow = shipped("henon-heiles").refined().refined()
    starts = flow.completed(np.array([[0.0, 0.1, 0.0, 0.1], [0.0, -0.2, 0.0, 0.0]]))
    found = all_of(flow, starts, Plane(np.eye(4)[0], 0.0, 1), 0.0, 200.0, 0.1)
    x, y, p, q = found.places.T
    energy = (p * p + q * q + x * x + y * y) / 2 + x * x * y - y**3 / 3
    np.testing.assert_allclose(energy, flow.values["E"], atol=1e-8)
    assert np.abs(x).max() < 1e-13
    assert (p > 0).all()
    assert min(np.bincount(found.owners)) > 25


def test_a_forced_flow_is_watched_too(shipped):
    """Slow and one by one, but on the plane: x' = v is met where v passes zero."""
    flow = shipped("duffing").refined()
    found = all_of(
        flow, np.array([[1.0, 0.0]]), Plane(np.array([0.0, 1.0]), 0.0, -1), 0.0, 20.0, 0.1
    )
    assert np.abs(found.places[:, 1]).max() < 1e-12
    times = np.concatenate([[0.0], found.times[:3]])
    path = flow.record(np.array([[1.0, 0.0]]), times)[0, 1:]
    np.testing.assert_allclose(path, found.places[:3], atol=1e-6)


def test_a_map_is_refused(shipped):
    with pytest.raises(UnfitError, match="jumps over planes"):
        next(crossings(shipped("henon"), np.zeros((1, 2)), Plane(X, 0.0), 0.0, 9.0, 1.0))


def test_nobody_waits_for_crossings_that_were_withdrawn(centre):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        next(crossings(centre, np.ones((1, 2)), Plane(X, 0.0), 0.0, 9.0, 0.1, ticket))


def test_samples_are_as_close_as_the_path_is_fast(written):
    """A turn of radius 1 in a box of side 4 with angular speed w: the box is crossed in 4 / w."""
    for w in (1.0, 25.0):
        flow = written(f"{w}*y", f"-{w}*x")
        found = spacing_along(flow, np.array([[0.0, 1.0]]), 0.0, 40.0)
        assert found == pytest.approx(4.0 / w / 40.0, rel=0.1)
    still = written("0", "0")
    assert spacing_along(still, np.array([[0.0, 1.0]]), 0.0, 40.0) == pytest.approx(0.2)
