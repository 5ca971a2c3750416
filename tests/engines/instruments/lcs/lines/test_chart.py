import itertools
import math

import numpy as np
import pytest

from engines.instruments.lcs.lines.chart import PLANE, Chart, chart_of

RING = Chart((1.0, 0.0), (4.0, math.inf))
GLOBE = Chart((-180.0, -90.0), (360.0, math.inf), sphere=True)


def test_a_plane_has_no_seams():
    line = np.array([[0.0, 0.0], [9.0, 0.0]])
    assert PLANE.around == (False, False)
    assert PLANE.length(line) == 9.0
    (same,) = PLANE.shown(line)
    np.testing.assert_array_equal(same, line)


def test_the_chart_of_a_flow_knows_what_goes_round(shipped):
    jet = chart_of(shipped("bickley-jet"))
    assert jet.turns == (pytest.approx(6.371 * np.pi), math.inf)
    assert not jet.sphere
    globe = chart_of(shipped("rossby-haurwitz"))
    assert globe.sphere
    assert globe.turns[0] == 360.0


def test_the_short_way_leads_across_the_seam():
    a, b = np.array([[4.9, 0.0]]), np.array([[1.1, 0.5]])
    np.testing.assert_allclose(RING.between(a, b), [[0.2, 0.5]])
    assert len(RING.pairs(np.vstack([a, b]), 0.6)) == 1
    assert RING.near(RING.tree(a), b, 0.6).tolist() == [True]
    assert PLANE.near(PLANE.tree(a), b, 0.6).tolist() == [False]


def test_a_line_is_cut_at_the_seams_and_nowhere_else():
    line = np.stack([np.linspace(0.0, 9.7, 98), np.linspace(0.0, 1.0, 98)], axis=1)
    parts = RING.shown(line)
    assert len(parts) == 4  # 0 to 1, 1 to 5, 5 to 9, 9 to 9.7
    for part in parts:
        assert part[:, 0].min() >= 1.0 - 1e-12
        assert part[:, 0].max() <= 5.0 + 1e-12
    assert sum(map(PLANE.length, parts)) == pytest.approx(PLANE.length(line))
    for one, next_one in itertools.pairwise(parts):
        assert one[-1, 0] == 5.0
        assert next_one[0, 0] == 1.0
        assert one[-1, 1] == pytest.approx(next_one[0, 1])


def test_on_a_sphere_lengths_are_degrees_of_arc():
    parallel = np.stack([np.linspace(0.0, 90.0, 50), np.full(50, 60.0)], axis=1)
    assert GLOBE.length(parallel) == pytest.approx(45.0)
    a, b = np.array([[179.5, 60.0]]), np.array([[-179.5, 60.0]])
    np.testing.assert_allclose(GLOBE.between(a, b), [[0.5, 0.0]])
    assert GLOBE.near(GLOBE.tree(a), b, 0.51).tolist() == [True]
    assert GLOBE.near(GLOBE.tree(a), b, 0.49).tolist() == [False]


def test_a_line_goes_on_where_the_last_one_ended():
    on = RING.continued(np.array([[1.1, 0.0], [2.0, 0.0]]), np.array([9.0, 0.0]))
    np.testing.assert_allclose(on[:, 0], [9.1, 10.0])


def test_places_beyond_the_box_are_brought_home():
    home = RING.home(np.array([[0.5, 9.0], [5.0, 0.0], [3.0, 0.0], [-6.9, 1.0]]))
    np.testing.assert_allclose(home, [[4.5, 9.0], [1.0, 0.0], [3.0, 0.0], [1.1, 1.0]])
