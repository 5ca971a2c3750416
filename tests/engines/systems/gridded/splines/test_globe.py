import numpy as np
import pytest

from engines.systems.gridded.splines import globe
from engines.systems.gridded.splines.axes import CUBIC, Axis

LON, LAT = np.linspace(0.0, 360.0, 37), np.linspace(-140.0, 140.0, 29)
SHARES = np.array([[1.0]] * 3)


def _spinning(turn: float):
    """Rotation about the polar axis: V = (-y, x, 0), on a grid that reaches beyond the poles."""
    across, up = Axis(LON, CUBIC, True), Axis(LAT, CUBIC, False)
    a, b = np.meshgrid(np.radians(LON[:-1]), np.radians(LAT))
    v = turn * np.stack([-np.cos(b) * np.sin(a), np.cos(b) * np.cos(a), 0.0 * a], axis=-1)
    c = across.coefficients(up.coefficients(v).transpose(1, 0, 2)).transpose(1, 0, 2)
    field = np.ascontiguousarray(c).reshape(1, up.count, -1)
    axes = tuple(
        (one.nodes, one.first, one.tables, one.even, period)
        for one, period in ((across, 360.0), (up, 0.0))
    )
    return field, np.zeros((28, 36), np.uint8), axes


@pytest.mark.parametrize("place", [[1.0, 0.0, 0.0], [0.0, -0.6, 0.8], [0.0, 0.0, 1.0]])
def test_rates_are_tangent_and_turn_with_the_sphere(place: list[float]) -> None:
    field, bad, axes = _spinning(0.7)
    z, out = np.array([place]), np.empty((1, 12))
    globe.rates_sphere(z, np.eye(3)[None], out, 0, 1, field, SHARES, bad, *axes)
    np.testing.assert_allclose(out[0, :3], [-0.7 * place[1], 0.7 * place[0], 0.0], atol=1e-4)
    assert abs(out[0, :3] @ z[0]) < 1e-5
    # along the surface the gradient is that of a rotation
    tangent = np.eye(3) - np.outer(place, place)
    turn = np.array([[0.0, -0.7, 0.0], [0.7, 0.0, 0.0], [0.0, 0.0, 0.0]])
    np.testing.assert_allclose(out[0, 3:].reshape(3, 3) @ tangent, turn @ tangent, atol=2e-3)


def test_a_step_stays_on_the_sphere_and_counts_longitude_on() -> None:
    field, bad, axes = _spinning(np.radians(100.0))
    z, m = np.array([[1.0, 0.0, 0.0, 170.0]]), np.eye(3)[None].copy()
    for _ in range(20):
        globe.step_sphere(z, m, True, 0, 1, 0.05, field, SHARES, bad, *axes)
    turned = np.radians(100.0)
    np.testing.assert_allclose(z[0, :3], [np.cos(turned), np.sin(turned), 0.0], atol=1e-4)
    assert np.linalg.norm(z[0, :3]) == pytest.approx(1.0, abs=1e-14)
    assert z[0, 3] == pytest.approx(270.0, abs=1e-2)
    np.testing.assert_allclose(m[0] @ [0.0, 0.0, 1.0], [0.0, 0.0, 1.0], atol=1e-3)


def test_steps_and_rates_know_the_same_velocity() -> None:
    field, bad, axes = _spinning(0.4)
    start, h = np.array([[0.48, 0.6, 0.64]]), 1e-5
    z, out = np.concatenate([start, [[0.0]]], axis=1), np.empty((1, 3))
    globe.rates_sphere(start, np.zeros((1, 3, 0)), out, 0, 1, field, SHARES, bad, *axes)
    globe.step_sphere(z, np.zeros((0, 3, 3)), False, 0, 1, h, field, SHARES, bad, *axes)
    np.testing.assert_allclose((z[:, :3] - start) / h, out, atol=1e-5)


def test_near_land_and_beyond_the_grid_there_is_nothing() -> None:
    field, bad, axes = _spinning(0.4)
    bad[14:, :18] = 1
    z = np.array([[0.0, 1.0, 0.1, 90.0], [0.0, -1.0, 0.1, 270.0]])
    globe.step_sphere(z, np.zeros((0, 3, 3)), False, 0, 2, 0.1, field, SHARES, bad, *axes)
    assert np.isnan(z[0]).all()
    assert np.isfinite(z[1]).all()
