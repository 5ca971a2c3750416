"""Sliced W2 against what is known exactly."""

from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.distance.sliced import sliced

CLOUD = np.random.default_rng(0).standard_normal((400, 2))


def test_a_cloud_moved_aside_is_as_far_as_its_shadow():
    # the mean over all directions of the squared shadow of a shift is half its square
    assert sliced(CLOUD, CLOUD + np.array([3.0, 4.0])) == pytest.approx(5.0 / np.sqrt(2.0))


def test_order_does_not_matter():
    assert sliced(CLOUD, CLOUD[::-1]) == 0.0


def test_clouds_of_different_sizes_are_refused():
    with pytest.raises(ValueError, match="expected equal shapes"):
        sliced(CLOUD, CLOUD[:-1])
