from __future__ import annotations

import math

import numpy as np
import pytest

from engines.instruments.sections.crossings import Plane, joined
from engines.instruments.sections.recorded import crossings_of, recorded_crossings

X = np.array([1.0, 0.0])


def all_of(work, dimension=2):
    return joined([found for found, _ in work], dimension)


@pytest.fixture(scope="module")
def beating(from_text):
    """x' = -pi/2 x(t - 1), which is cos(pi t / 2) if it has been before."""
    return from_text(
        """
        title = "Beating"
        kind = "dde"
        step = 0.01
        [rates]
        x = "-pi/2*x@1"
        [states]
        x = { low = -2.0, high = 2.0, start = 1.0 }
        [history]
        x = "cos(pi*t/2)"
        """
    )


def test_a_delay_equation_crosses_where_its_exact_solution_does(beating):
    start = beating.box.start
    np.testing.assert_allclose(start, [1.0, 0.0], atol=1e-15)
    found = all_of(recorded_crossings(beating, [start], Plane(X, 0.0, 0), 0.0, 12.0, 0.15))
    np.testing.assert_allclose(found.times, np.arange(1, 12, 2), atol=1e-7)
    np.testing.assert_array_equal(found.ways, [-1, 1, -1, 1, -1, 1])
    # the past of a falling crossing is a maximum, that of a rising one a minimum
    np.testing.assert_allclose(found.places[:, 1], [1.0, -1.0, 1.0, -1.0, 1.0, -1.0], atol=1e-7)
    np.testing.assert_allclose(found.places[:, 0], 0.0, atol=1e-9)


def test_by_hand_the_first_crossing_of_linear_feedback(remembering):
    """x = 1 - t for t < 1, then 1 - t + (t - 1)^2 / 2, which is -0.3 at t = 2 - sqrt(0.4) ..."""
    found = all_of(crossings_of(remembering, [[1.0, 1.0]], Plane(X, -0.3, -1), 0.0, 2.0, 0.1))
    exact = 2.0 - math.sqrt(1.0 - 0.6)
    assert found.times == pytest.approx([exact], abs=1e-9)
    assert found.places[0, 1] == pytest.approx(2.0 - exact, abs=1e-9)


def test_it_finds_what_the_other_way_finds(written):
    centre = written("y", "-x").refined().refined()
    starts, plane = np.array([[0.0, 0.5], [0.3, 1.2]]), Plane(np.array([0.6, 0.8]), 0.1, 0)
    one = all_of(recorded_crossings(centre, starts, plane, 0.0, 20.0, 0.2))
    other = all_of(crossings_of(centre, starts, plane, 0.0, 20.0, 0.2))
    np.testing.assert_array_equal(one.owners, other.owners)
    np.testing.assert_allclose(one.times, other.times, atol=1e-7)
    np.testing.assert_allclose(one.places, other.places, atol=1e-7)


def test_a_dip_between_two_samples_is_two_crossings(written):
    centre = written("y", "-x").refined().refined()
    plane = Plane(X, 1.0 - 1e-4, 0)
    found = all_of(recorded_crossings(centre, [[0.0, 1.0]], plane, 0.0, 6.0, 0.3))
    wide = math.acos(1.0 - 1e-4)
    wanted = [math.pi / 2.0 - wide, math.pi / 2.0 + wide]
    np.testing.assert_allclose(found.times, wanted, atol=1e-6)


def test_a_path_that_begins_on_the_plane_does_not_cross_it_there(beating):
    plane = Plane(np.array([0.0, 1.0]), 0.0, 0)  # its past is 0 at the beginning
    found = all_of(recorded_crossings(beating, [beating.box.start], plane, 0.0, 5.0, 0.15))
    np.testing.assert_allclose(found.times, [2.0, 4.0], atol=1e-7)


def test_none_are_none(beating):
    work = list(recorded_crossings(beating, [beating.box.start], Plane(X, 1.5), 0.0, 5.0, 0.1))
    assert [len(found.times) for found, _ in work] == [0]
    assert work[-1][1] == 1.0
