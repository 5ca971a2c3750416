from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import sqrtm

from engines.instruments.distance.frechet import frechet_distance

DRAW = np.random.default_rng(0)
FIRST, LAST = DRAW.standard_normal((50, 4)), 2.0 * DRAW.standard_normal((30, 4)) + 1.0


def test_it_is_what_the_root_of_the_product_gives():
    a, b = np.cov(FIRST.T), np.cov(LAST.T)
    shift = ((FIRST.mean(axis=0) - LAST.mean(axis=0)) ** 2).sum()
    wanted = shift + np.trace(a + b - 2.0 * sqrtm(a @ b).real)
    assert frechet_distance(FIRST, LAST) == pytest.approx(wanted, rel=1e-9)
    assert frechet_distance(LAST, FIRST) == pytest.approx(wanted, rel=1e-9)


def test_a_cloud_is_at_no_distance_from_itself_and_a_shift_at_its_square():
    assert frechet_distance(FIRST, FIRST) == pytest.approx(0.0, abs=1e-12)
    assert frechet_distance(FIRST, FIRST + 3.0) == pytest.approx(36.0)


def test_from_a_point_it_is_the_trace_of_the_covariance():
    point = np.zeros((10, 4)) + FIRST.mean(axis=0)
    assert frechet_distance(point, FIRST) == pytest.approx(np.trace(np.cov(FIRST.T)))


@pytest.mark.parametrize(
    ("last", "sentence"), [(LAST[:, :2], "4 and 2 coordinates"), (LAST[:1], "50 and 1 points")]
)
def test_what_does_not_fit_is_refused(last, sentence):
    with pytest.raises(ValueError, match=sentence):
        frechet_distance(FIRST, last)
