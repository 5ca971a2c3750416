from __future__ import annotations

from importlib import import_module

import numpy as np
import pytest

from engines.instruments.distance.optimal_pairs import mean_cost


def test_a_shuffled_cloud_costs_nothing():
    cloud = np.random.default_rng(0).standard_normal((50, 3))
    assert mean_cost(cloud, cloud[::-1]) == 0.0


def test_a_shifted_cloud_costs_the_square_of_the_shift():
    cloud = np.random.default_rng(0).standard_normal((60, 2))
    assert mean_cost(cloud, cloud + np.array([3.0, 4.0])) == pytest.approx(25.0)


def test_it_agrees_with_the_transport_library():
    ot = import_module("ot")
    draw = np.random.default_rng(1)
    a, b = draw.standard_normal((40, 2)), 2.0 * draw.standard_normal((40, 2))
    even = np.full(40, 1 / 40)
    assert mean_cost(a, b) == pytest.approx(ot.emd2(even, even, ot.dist(a, b)), rel=1e-9)


def test_clouds_of_different_sizes_are_refused():
    with pytest.raises(ValueError, match="expected equal shapes"):
        mean_cost(np.zeros((3, 2)), np.zeros((4, 2)))
