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


def test_of_very_many_the_usual_distance_is_that_of_some_and_is_found_once(monkeypatch):
    grid = np.arange(2500, dtype=np.float32)
    many = np.stack([grid, 0.0 * grid], axis=1)[:, None]
    assert usual(many) == pytest.approx(1.0)
    many[1::2, 0, 1] = 1.0
    assert usual(many) == pytest.approx(np.sqrt(2.0))  # what can change is looked at again
    many.setflags(write=False)
    first = usual(many)
    monkeypatch.setattr("engines.instruments.pictures.nearest._usual", lambda flat: 0.0)
    assert usual(many) == first
    assert usual(KNOWN) == 0.0
