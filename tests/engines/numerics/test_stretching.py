import numpy as np
import pytest

from engines.numerics.stretching import log_stretch


@pytest.mark.parametrize("rows", [2, 3])
def test_it_is_the_largest_singular_value(rows):
    d = np.random.default_rng(0).normal(size=(50, 4, rows, 2))
    wanted = np.log(np.linalg.svd(d, compute_uv=False)[..., 0])
    np.testing.assert_allclose(log_stretch(d), wanted, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("size", [1e-200, 1e-3, 1e200])
def test_no_size_is_too_large_or_too_small(size):
    assert log_stretch(size * np.diag([2.0, 0.5])) == pytest.approx(np.log(2.0 * size), rel=1e-13)


def test_a_stretch_of_nearly_one_keeps_its_digits():
    assert log_stretch(np.diag([1.0 + 2.0**-40, 1.0])) == pytest.approx(2.0**-40, rel=1e-9)


def test_what_is_not_finite_has_no_stretch():
    d = np.tile(np.eye(2), (3, 1, 1))
    d[0, 1, 0], d[1, 0, 0] = np.nan, np.inf
    np.testing.assert_array_equal(np.isnan(log_stretch(d)), [True, True, False])
