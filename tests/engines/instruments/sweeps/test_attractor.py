from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.sweeps.attractor import distinct, lengths, marks


def test_a_rotation_has_one_maximum_a_turn_at_its_amplitude(written):
    flow = written("y", "-x")
    times = np.linspace(10.0, 60.0, 1500)
    found = marks(flow, np.array([[1.0, 0.0], [0.0, 1.5]]), 0, 10.0, times)
    tops = [row[np.isfinite(row)] for row in found]
    assert {len(row) for row in tops} <= {7, 8}
    # the vertex of a parabola through samples h apart is off by h^4/384 of a cosine
    np.testing.assert_allclose(tops[0], 1.0, atol=1e-6)
    np.testing.assert_allclose(tops[1], 1.5, atol=1e-6)


def test_what_rests_has_one_mark_where_it_rests(written):
    flow = written("0.5 - x", "-y")
    found = marks(flow, np.array([[1.5, 1.0]]), 0, 30.0, np.linspace(30.0, 60.0, 300))[0]
    np.testing.assert_allclose(found[np.isfinite(found)], [0.5], atol=1e-9)


def test_what_leaves_for_infinity_has_none(written):
    flow = written("1 + x^2", "0")
    found = marks(flow, np.array([[0.0, 0.0]]), 0, 1.0, np.linspace(1.0, 4.0, 200))
    assert not np.isfinite(found).any()


def test_marks_of_a_map_are_its_iterates(shipped):
    flow = shipped("henon", a=0.3, b=0.3)
    settle, times = lengths(flow)
    found = marks(flow, np.array([[0.0, 0.0]]), 0, settle, times)[0]
    fixed = (-0.7 + np.sqrt(0.49 + 4 * 0.3)) / 0.6
    np.testing.assert_allclose(found, fixed, atol=1e-10)


@pytest.mark.parametrize(
    ("values", "count"),
    [([1.0, 1.0 + 1e-9, 2.0], 2), ([np.nan, 3.0], 1), ([np.nan], 0), ([0.0, 0.5, 1.0, 0.5], 3)],
)
def test_values_that_are_near_are_one(values, count):
    assert distinct(np.array(values), 1e-6) == count
