from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.pictures.nearest import nearest, usual

KNOWN = np.array([[[0.0, 0.0]], [[3.0, 4.0]], [[0.0, 1.0]]])


def test_the_nearest_known_picture_and_how_far_it_is():
    which, far = nearest(np.array([[[3.0, 3.0]], [[0.0, 1.0]]]), KNOWN)
    np.testing.assert_array_equal(which, [1, 2])
    np.testing.assert_allclose(far, [1.0, 0.0], atol=1e-12)


def test_the_usual_distance_is_that_of_known_pictures_to_each_other():
    assert usual(KNOWN) == pytest.approx(1.0)  # 1, 1, and sqrt(18)
    assert np.isnan(usual(KNOWN[:1]))
