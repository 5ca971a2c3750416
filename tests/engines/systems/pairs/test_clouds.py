from __future__ import annotations

import numpy as np
import pytest

from engines.systems.pairs.clouds import CLOUDS, box_of


@pytest.mark.parametrize("name", CLOUDS)
def test_every_cloud_lies_within_its_sight(name):
    points = CLOUDS[name].draw(500, np.random.default_rng(0))
    assert points.shape == (500, 2)
    assert np.abs(points).max() < CLOUDS[name].reach


@pytest.mark.parametrize("name", [n for n, cloud in CLOUDS.items() if cloud.mixture is not None])
def test_a_mixture_is_the_law_of_its_points(name):
    cloud = CLOUDS[name]
    points = cloud.draw(4000, np.random.default_rng(1))
    np.testing.assert_allclose(points.mean(axis=0), cloud.mixture.mean(), atol=0.6)
    assert np.trace(np.cov(points.T)) == pytest.approx(
        np.trace(cloud.mixture.covariance()), rel=0.05
    )


def test_one_sees_both_clouds():
    assert box_of("noise", "three").high == box_of("three", "noise").high == (13.0, 13.0)
    assert box_of("moons", "spiral").high == (5.5, 5.5)
