import math

import numpy as np
import pytest
from scipy import stats

from engines.errors import FlowError
from engines.numerics.diffusion.student import log_density, student_noise

MEDIANS = {1.0: 1.7321, 2.0: 1.4142, 8.0: 1.2303, 128.0: 1.1806, math.inf: 1.1774}
TAILS = {1.0: 99.995, 2.0: 14.071, 8.0: 4.159, 128.0: 3.090, math.inf: 3.035}


def radii(hidden, dimension=2, count=100_000):
    drawn = student_noise(count, dimension, hidden, 1.5, np.random.default_rng(2))
    return np.linalg.norm(drawn, axis=1) / 1.5


@pytest.mark.parametrize("hidden", [1.0, 2.0, 8.0, 128.0, math.inf])
def test_radii_in_the_plane_have_the_known_quantiles(hidden):
    found = radii(hidden)
    assert np.median(found) == pytest.approx(MEDIANS[hidden], rel=0.02)
    loose = 0.06 if hidden == 1.0 else 0.02
    assert np.quantile(found, 0.99) == pytest.approx(TAILS[hidden], rel=loose)


@pytest.mark.parametrize("hidden", [1.0, 2.0, 8.0, 128.0])
def test_radii_follow_the_law_in_closed_form(hidden):
    # P(R > q) = (r^2 / (r^2 + q^2))^(D/2) for N = 2, r^2 = D
    law = lambda q: 1.0 - (hidden / (hidden + q**2)) ** (0.5 * hidden)  # noqa: E731
    assert stats.kstest(radii(hidden), law).pvalue > 0.01


def test_in_many_dimensions_the_radius_is_spread_as_far_as_d_allows():
    found = np.quantile(radii(64.0, 64), [0.01, 0.5, 0.99])
    assert found == pytest.approx([5.962, 8.000, 10.734], rel=0.01)
    found = np.quantile(radii(math.inf, 64), [0.01, 0.5, 0.99])
    assert found == pytest.approx([6.376, 7.958, 9.655], rel=0.01)


@pytest.mark.parametrize("hidden", [1.0, 5.0, 300.0, math.inf])
def test_the_density_is_students(hidden):
    x = np.random.default_rng(1).standard_normal((50, 3)) * 3.0
    if math.isinf(hidden):
        exact = stats.multivariate_normal(np.zeros(3), 0.49 * np.eye(3)).logpdf(x)
    else:
        exact = stats.multivariate_t(np.zeros(3), 0.49 * np.eye(3), df=hidden).logpdf(x)
    assert log_density(x, hidden, 0.7) == pytest.approx(exact, rel=1e-9)


def test_too_many_hidden_dimensions_are_better_taken_as_infinite():
    with pytest.raises(FlowError, match="use D = inf"):
        student_noise(1, 2, 1e8, 1.0, np.random.default_rng(0))
    with pytest.raises(FlowError, match="must be > 0 or inf"):
        log_density(np.zeros((1, 2)), 0.0, 1.0)
