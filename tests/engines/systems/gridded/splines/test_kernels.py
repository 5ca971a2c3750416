import numpy as np
import pytest

from engines.systems.gridded.splines import kernels
from engines.systems.gridded.splines.axes import CUBIC, Axis

ONE = np.array([[1.0, 0.0, 0.0, 0.0]] * 3)


def _axes(periodic: bool = False, uneven: bool = False):
    nodes = np.linspace(0.0, 1.0, 11)
    if uneven:
        nodes = nodes**1.5
    axis = Axis(nodes, CUBIC, periodic)
    as_tuple = (axis.nodes, axis.first, axis.tables, axis.even, 1.0 if periodic else 0.0)
    return axis, as_tuple


def _field(axis: Axis, *values: np.ndarray) -> np.ndarray:
    parts = [axis.coefficients(axis.coefficients(v).T).T for v in values]
    one = np.stack(parts, axis=-1).reshape(len(parts[0]), -1)
    return np.stack([one] * 4)


@pytest.mark.parametrize("uneven", [False, True])
def test_values_and_slopes_of_a_polynomial_are_exact(uneven: bool) -> None:
    axis, ax = _axes(uneven=uneven)
    x, y = np.meshgrid(axis.nodes, axis.nodes)
    field = _field(axis, x**3 * y, y**2 - x)
    z, out = np.random.default_rng(0).random((50, 2)), np.empty((50, 6))
    kernels.evaluate_plane(z, out, 0, 50, field, ONE, np.zeros((10, 10), np.uint8), ax, ax)
    a, b = z.T
    expected = np.stack([a**3 * b, 3 * a * a * b, a**3, b * b - a, -1.0 + 0 * a, 2 * b], axis=1)
    np.testing.assert_allclose(out, expected, atol=1e-12)


def test_a_step_is_that_of_rk4_and_carries_tangents_by_the_same_gradient() -> None:
    axis, ax = _axes()
    x, y = np.meshgrid(axis.nodes, axis.nodes)
    rate = np.array([[0.3, -0.2], [0.1, 0.25]])
    field = _field(axis, rate[0, 0] * x + rate[0, 1] * y, rate[1, 0] * x + rate[1, 1] * y)
    z, m, h = np.array([[0.4, 0.5], [0.2, 0.7]]), np.tile(np.eye(2), (2, 1, 1)), 0.1
    begin = z.copy()
    kernels.step_plane(z, m, True, 0, 2, h, field, ONE, np.zeros((10, 10), np.uint8), ax, ax)
    a = h * rate
    turned = np.eye(2) + a + a @ a / 2 + a @ a @ a / 6 + a @ a @ a @ a / 24
    np.testing.assert_allclose(z, begin @ turned.T, atol=1e-14)
    np.testing.assert_allclose(m, np.tile(turned, (2, 1, 1)), atol=1e-13)


def test_outside_and_near_land_there_is_nothing() -> None:
    axis, ax = _axes()
    field = _field(axis, np.ones((11, 11)), np.zeros((11, 11)))
    bad = np.zeros((10, 10), np.uint8)
    bad[:, 5:] = 1
    z = np.array([[0.1, 0.5], [0.45, 0.5], [1.2, 0.5], [0.3, np.nan]])
    kernels.step_plane(z, np.zeros((0, 2, 2)), False, 0, 4, 0.2, field, ONE, bad, ax, ax)
    np.testing.assert_allclose(z[0], [0.3, 0.5], atol=1e-14)
    assert np.isnan(z[1:, 0]).all()


def test_a_periodic_axis_has_no_end() -> None:
    axis, ax = _axes(periodic=True)
    x, y = np.meshgrid(axis.nodes[:-1], axis.nodes[:-1])
    field = _field(axis, np.sin(2 * np.pi * x), np.cos(2 * np.pi * y))
    z = np.array([[0.13, 0.4], [5.13, -3.6]])
    out = np.empty((2, 6))
    kernels.evaluate_plane(z, out, 0, 2, field, ONE, np.zeros((10, 10), np.uint8), ax, ax)
    np.testing.assert_allclose(out[0], out[1], atol=1e-12)


def test_frames_are_summed_before_or_while_they_are_asked_for() -> None:
    rng = np.random.default_rng(4)
    axis, ax = _axes()
    field = np.stack([_field(axis, *rng.normal(size=(2, 11, 11)))[0] for _ in range(4)])
    shares, bad = rng.normal(size=(3, 4)), np.zeros((10, 10), np.uint8)
    summed = np.empty((3, *field.shape[1:]))
    for moment in range(3):
        kernels.blend(field, shares[moment], summed[moment], 0, len(field[0]))
    one, other = np.array([[0.5, 0.5]]), np.array([[0.5, 0.5]])
    none = np.zeros((0, 2, 2))
    kernels.step_plane(one, none, False, 0, 1, 0.01, field, shares, bad, ax, ax)
    kernels.step_plane(other, none, False, 0, 1, 0.01, summed, np.eye(3), bad, ax, ax)
    np.testing.assert_allclose(one, other, atol=1e-14)


def test_a_banded_matrix_taken_apart_is_solved_for_many_at_once() -> None:
    rng = np.random.default_rng(5)
    lower, upper = rng.uniform(-0.4, 0.4, (8, 2)), rng.uniform(-0.4, 0.4, (8, 3))
    upper[:, 0] += 2.0
    left, right = np.eye(8), np.zeros((8, 8))
    for i in range(8):
        for k in range(2):
            if i - 2 + k >= 0:
                left[i, i - 2 + k] = lower[i, k]
        for k in range(min(3, 8 - i)):
            right[i, i + k] = upper[i, k]
    known = rng.normal(size=(8, 5))
    found = left @ right @ known
    kernels.eliminate(lower, upper, found)
    np.testing.assert_allclose(found, known, atol=1e-12)
