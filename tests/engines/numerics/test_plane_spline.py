import numpy as np
import pytest

from engines.numerics.plane_spline import PlaneSpline, slopes_at_nodes, spline_coefficients

X, Y = np.linspace(0.0, 2.0, 21), np.linspace(-1.0, 1.0, 17)
GX, GY = np.meshgrid(X, Y)
PLACES = np.random.default_rng(0).uniform((0.0, -1.0), (2.0, 1.0), (100, 2))


def test_cubics_and_their_slopes_are_exact_everywhere():
    values = np.stack([GX**3 - GY**3 + GX * GY**2, GX * GY + 1.0], axis=-1)
    found, slopes = PlaneSpline(X, Y, values).evaluate(PLACES)
    x, y = PLACES.T
    np.testing.assert_allclose(found[:, 0], x**3 - y**3 + x * y**2, atol=1e-13)
    np.testing.assert_allclose(found[:, 1], x * y + 1.0, atol=1e-13)
    np.testing.assert_allclose(slopes[:, 0, 0], 3 * x**2 + y**2, atol=1e-12)
    np.testing.assert_allclose(slopes[:, 0, 1], -3 * y**2 + 2 * x * y, atol=1e-12)
    np.testing.assert_allclose(slopes[:, 1], np.stack([y, x], axis=1), atol=1e-12)


def test_outside_it_follows_the_tangent_plane():
    values = np.stack([3.0 * GX - GY, GX**2], axis=-1)
    places = np.array([[3.0, 2.0], [-5.0, 0.5], [2.5, 0.0]])
    found, slopes = PlaneSpline(X, Y, values).evaluate(places)
    np.testing.assert_allclose(found[:, 0], 3.0 * places[:, 0] - places[:, 1], atol=1e-12)
    np.testing.assert_allclose(found[2, 1], 4.0 + 4.0 * 0.5, atol=1e-12)
    np.testing.assert_allclose(slopes[:, 0], [[3.0, -1.0]] * 3, atol=1e-12)


def test_around_a_circle_there_is_no_seam():
    x = 2.0 * np.pi * np.arange(32) / 32
    y = np.linspace(0.0, 1.0, 5)
    values = np.stack(np.broadcast_arrays(np.sin(x), np.cos(x) * y[:, None]), axis=-1)
    spline = PlaneSpline(x, y, values, (True, False))
    at = np.array([[6.2, 0.3], [6.2 - 4 * np.pi, 0.3], [-0.01, 1.0], [0.01, 1.0]])
    found, slopes = spline.evaluate(at)
    np.testing.assert_allclose(found[:, 0], np.sin(at[:, 0]), atol=1e-5)
    np.testing.assert_allclose(found[0], found[1], atol=1e-12)
    np.testing.assert_allclose(slopes[:, 0, 0], np.cos(at[:, 0]), atol=1e-4)


@pytest.mark.parametrize("periodic", [True, False])
def test_the_error_falls_at_least_with_the_fourth_power_of_the_step(periodic):
    def error(n):
        x = 2.0 * np.pi * np.arange(n) / (n if periodic else n - 1)
        values = np.broadcast_to(np.sin(x)[None, :, None], (4, n, 2))
        spline = PlaneSpline(x, np.arange(4.0), values, (periodic, False))
        at = np.linspace(0.0, 6.28, 500)
        found, _ = spline.evaluate(np.stack([at, np.ones(500)], axis=1))
        return np.abs(found[:, 0] - np.sin(at)).max()

    assert error(20) / error(40) > 11.0


def test_a_place_that_is_lost_has_no_value():
    spline = PlaneSpline(X, Y, np.ones((17, 21, 2)))
    found, slopes = spline.evaluate(np.array([[np.nan, 0.0], [0.0, np.inf]]))
    assert np.isnan(found).all()
    assert np.isnan(slopes).all()


@pytest.mark.parametrize("periodic", [True, False])
def test_coefficients_interpolate(periodic):
    values = np.random.default_rng(1).normal(size=(9, 2))
    c = spline_coefficients(values, periodic)
    np.testing.assert_allclose((c[:9] + 4.0 * c[1:10] + c[2:11]) / 6.0, values, atol=1e-12)


def test_slopes_along_either_axis():
    step = X[1] - X[0]
    np.testing.assert_allclose(slopes_at_nodes(GX**3, step, False, 1), 3 * GX**2, atol=1e-11)
    step = Y[1] - Y[0]
    np.testing.assert_allclose(slopes_at_nodes(GY**2, step, False, 0), 2 * GY, atol=1e-11)
