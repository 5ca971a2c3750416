import numpy as np
import pytest

from engines.instruments.transport.deformation import (
    Seeds,
    by_auxiliary,
    by_grid,
    by_tangent,
    exponent,
)

X, Y = np.linspace(-0.9, 0.9, 7), np.linspace(-0.8, 0.8, 6)
GRADIENT = np.diag([np.exp(1.4), np.exp(-1.4)])


@pytest.mark.parametrize("way", [by_tangent, by_grid, by_auxiliary])
def test_the_gradient_of_a_linear_flow_is_the_same_everywhere(saddle, way):
    found = way(saddle(rate=0.7), Seeds(X, Y, (), 0.0, 2.0), None)
    np.testing.assert_allclose(found, np.broadcast_to(GRADIENT, (6, 7, 2, 2)), rtol=1e-6, atol=1e-6)


def test_a_slice_keeps_all_rows_of_the_gradient(lorenz):
    seeds = Seeds(X, Y, (20.0,), 0.0, 0.3)
    exact = by_tangent(lorenz(), seeds, None)
    assert exact.shape == (6, 7, 3, 2)
    np.testing.assert_allclose(by_auxiliary(lorenz(), seeds, None), exact, rtol=1e-5, atol=1e-5)


def test_seeds_are_listed_row_by_row():
    states = Seeds(X, Y, (5.0,), 0.0, 1.0).states()
    assert states.shape == (42, 3)
    np.testing.assert_array_equal(states[8], [X[1], Y[1], 5.0])


def test_a_border_node_repeats_its_inner_neighbour(drift):
    found = by_grid(drift(), Seeds(X, Y, (), 0.0, 1.0), None)
    np.testing.assert_array_equal(found[0], found[1])
    np.testing.assert_array_equal(found[:, -1], found[:, -2])


def test_a_map_that_wraps_its_states_has_no_tear(shipped):
    flow = shipped("standard-map", K=0.5)
    seeds = Seeds(np.linspace(0.0, 6.28, 401), np.linspace(0.0, 6.28, 301), (), 0.0, 1.0)
    exact = by_tangent(flow, seeds, None)
    assert np.abs(by_grid(flow, seeds, None) - exact)[1:-1, 1:-1].max() < 1e-3


@pytest.mark.parametrize("size", [1e-120, 1e-9, 1.0, 1e9, 1e120])
def test_the_exponent_survives_any_size(size):
    found = exponent(size * np.diag([2.0, 0.5])[None], 3.0)
    assert found[0] == pytest.approx(np.log(2.0 * size) / 3.0, rel=1e-12)


def test_an_exponent_near_zero_keeps_its_digits():
    stretch = 1e-13
    found = exponent(np.diag([1.0 + stretch, 1.0])[None], 1.0)
    assert found[0] == pytest.approx(stretch, rel=1e-2)


def test_contraction_gives_negative_exponents_and_nan_stays_nan():
    d = np.stack([np.diag([0.1, 0.2]), np.full((2, 2), np.nan)])
    found = exponent(d, -2.0)
    assert found[0] == pytest.approx(np.log(0.2) / 2.0)
    assert np.isnan(found[1])
