import numpy as np
import pytest

from engines.instruments.lcs.lines.steger import ridge_points

X = np.linspace(-1.0, 1.0, 81)


def _ring(width):
    x, y = np.meshgrid(X, X)
    r = np.hypot(x, y)
    normals = np.stack([x, y], axis=-1) / np.maximum(r, 1e-9)[..., None]
    return np.exp(-(((r - 0.613) / width) ** 2)), normals


def test_points_lie_on_the_ridge_far_finer_than_the_grid():
    values, normals = _ring(0.2)
    points = ridge_points(X, X, values, normals, sdd=1.0, percentile=0.0)
    off = np.hypot(*points.places[points.found].T) - 0.613
    assert points.found.sum() > 100
    assert np.abs(off).max() < 0.02 * (X[1] - X[0])
    np.testing.assert_allclose(points.sharpness[points.found], 2.0 / 0.2**2, rtol=0.03)


def test_a_ridge_that_is_too_blunt_has_no_points():
    values, normals = _ring(0.2)
    assert not ridge_points(X, X, values, normals, sdd=60.0, percentile=0.0).found.any()


def test_a_valley_is_no_ridge():
    values, normals = _ring(0.2)
    inside = ridge_points(X, X, -values, normals, sdd=0.0, percentile=0.0)
    radius = np.hypot(*inside.places[inside.found].T)
    assert not ((radius > 0.5) & (radius < 0.7)).any()


def test_only_what_is_above_the_percentile_counts():
    values, normals = _ring(0.2)
    values = values * (1.0 + 0.5 * (X[None, :] > 0.0))
    points = ridge_points(X, X, values, normals, sdd=1.0, percentile=100.0 * np.mean(values <= 1.0))
    assert points.found.any()
    assert np.all(points.places[points.found][:, 0] > 0.0)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_the_sign_of_a_normal_does_not_matter(sign):
    values, normals = _ring(0.2)
    one = ridge_points(X, X, values, normals, sdd=1.0, percentile=0.0)
    other = ridge_points(X, X, values, sign * normals, sdd=1.0, percentile=0.0)
    np.testing.assert_array_equal(one.found, other.found)
    np.testing.assert_allclose(one.places[one.found], other.places[one.found], atol=1e-12)


def test_beside_a_node_without_value_there_is_no_point():
    values, normals = _ring(0.2)
    values[:, 60:] = np.nan
    points = ridge_points(X, X, values, normals, sdd=1.0, percentile=10.0)
    assert points.found.any()
    assert not points.found[:, 59:].any()


def test_a_slope_that_goes_on_for_ever_has_no_ridge():
    """Where nothing bends the parabola has no top at all."""
    across = np.broadcast_to([1.0, 0.0], (81, 81, 2))
    slope = np.broadcast_to(4.0 * np.arange(81.0), (81, 81))
    for values in (slope, 0.0 * slope):
        points = ridge_points(X, X, values, across, sdd=0.0, percentile=0.0)
        assert not points.found.any()
        assert np.isnan(points.places).all()
