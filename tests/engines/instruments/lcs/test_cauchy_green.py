import numpy as np
import pytest

from engines.errors import FlowError
from engines.instruments.lcs.cauchy_green import (
    cauchy_green,
    eigenfield,
    finitely_stretched,
    strained,
)

X = np.linspace(-1.0, 1.0, 9)
RANDOM = np.random.default_rng(5)


@pytest.mark.parametrize("method", ["variational", "grid", "auxiliary"])
@pytest.mark.parametrize("horizon", [1.5, -1.5])
def test_the_strain_of_a_saddle_is_known_exactly(saddle, method, horizon):
    c = cauchy_green(saddle(rate=0.7), X, X, start=0.0, horizon=horizon, method=method)
    np.testing.assert_allclose(c.xx, np.exp(1.4 * horizon), rtol=1e-6)
    np.testing.assert_allclose(c.yy, np.exp(-1.4 * horizon), rtol=1e-6)
    np.testing.assert_allclose(c.ftle, 0.7, rtol=1e-6)
    np.testing.assert_allclose(c.eigen.low * c.eigen.high, 1.0, rtol=1e-6)
    stretched = c.eigen.vectors()[1]
    along = np.array([1.0, 0.0] if horizon > 0.0 else [0.0, 1.0])
    np.testing.assert_allclose(np.abs(stretched @ along), 1.0, rtol=1e-6)


def test_eigenvectors_are_those_of_lapack():
    d = RANDOM.normal(size=(7, 5, 2, 2))
    c = strained(np.arange(5.0), np.arange(7.0), d, 1.0)
    values, vectors = np.linalg.eigh(np.swapaxes(d, -1, -2) @ d)
    np.testing.assert_allclose(c.eigen.low, values[..., 0], rtol=1e-9)
    np.testing.assert_allclose(c.eigen.high, values[..., 1], rtol=1e-12)
    for mine, number in zip(c.eigen.vectors(), (0, 1), strict=True):
        np.testing.assert_allclose(
            np.abs(np.sum(mine * vectors[..., number], axis=-1)), 1.0, rtol=1e-9
        )


def test_a_small_eigenvalue_keeps_its_digits_beside_a_large_one():
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    d = np.broadcast_to(np.diag([1e7, 1e-7]) @ turn, (3, 3, 2, 2))
    c = strained(np.arange(3.0), np.arange(3.0), d, 1.0)
    np.testing.assert_allclose(c.eigen.low, 1e-14, rtol=1e-6)


def test_a_slice_of_a_flow_in_space_has_a_strain_of_the_plane():
    d = RANDOM.normal(size=(3, 3, 3, 2))
    c = strained(np.arange(3.0), np.arange(3.0), d, 1.0)
    squares = np.linalg.svd(d, compute_uv=False) ** 2
    np.testing.assert_allclose(c.eigen.high, squares[..., 0], rtol=1e-12)
    np.testing.assert_allclose(c.eigen.low, squares[..., 1], rtol=1e-9)


def test_equal_eigenvalues_have_no_direction():
    nodes = np.arange(3.0)
    one, none = np.ones((3, 3)), np.zeros((3, 3))
    np.testing.assert_array_equal(eigenfield(nodes, nodes, one, none, one).double, 0.0)


def test_nodes_that_blew_up_stay_without_value():
    d = np.broadcast_to(np.eye(2), (3, 4, 2, 2)).copy()
    d[1, 2, 0, 1] = np.nan
    c = strained(np.arange(4.0), np.arange(3.0), d, 2.0)
    for field in (c.xx, c.xy, c.yy, c.ftle, c.eigen.low, c.eigen.double[..., 0]):
        assert np.isnan(field[1, 2])
        assert np.isfinite(field).sum() == 11


def test_no_time_and_too_few_nodes_are_said_in_a_sentence(saddle):
    with pytest.raises(FlowError, match="the horizon T is 0"):
        cauchy_green(saddle(), X, X, start=0.0, horizon=0.0)
    with pytest.raises(FlowError, match="2 x 9 nodes, curves need at least 3 x 3"):
        cauchy_green(saddle(), X[:2], X, start=0.0, horizon=1.0)


def test_directions_of_one_strain_may_have_the_stretching_of_another(shipped):
    flow = shipped("double-gyre")
    x, y = np.linspace(0.0, 2.0, 41), np.linspace(0.0, 1.0, 21)
    exact, coarse = (
        cauchy_green(flow, x, y, start=0.0, horizon=6.0, method=m) for m in ("variational", "grid")
    )
    both = finitely_stretched(exact, coarse)
    np.testing.assert_array_equal(both.eigen.double, exact.eigen.double)
    np.testing.assert_allclose(both.eigen.high, np.maximum(coarse.eigen.high, 1.0), rtol=1e-3)
    np.testing.assert_allclose(both.eigen.low * both.eigen.high, 1.0, rtol=1e-3)
