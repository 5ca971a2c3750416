from __future__ import annotations

import math

import numpy as np
import pytest

from engines.learned.nets.denoiser import Denoiser, shapes
from engines.learned.nets.heavy_tailed import USUAL, HeavyTailed, felt
from engines.numerics.diffusion.path import Scaled, VarianceExploding
from engines.systems.clouds.charges import Charges

PATH = Scaled(VarianceExploding(0.01, 40.0))


@pytest.fixture(scope="module")
def arrays():
    draw = np.random.default_rng(0)
    return {name: 0.4 * draw.standard_normal(shape) for name, shape in shapes(2, (9, 9)).items()}


def test_where_data_and_usual_noise_lie_noise_is_felt_as_it_is():
    x = np.random.default_rng(1).standard_normal((50, 2))
    x *= math.sqrt(0.99 * USUAL * 2.0 * (1.0 + 0.3**2)) / np.linalg.norm(x, axis=1).max()
    square, slope = felt(x, 1.0, 0.3, 2.0)
    np.testing.assert_allclose(square, 0.09, rtol=1e-12)
    assert not slope.any()
    far = felt(1e3 * x, 1.0, 0.3, math.inf)
    np.testing.assert_allclose(far.square, 0.09, rtol=1e-12)


@pytest.mark.parametrize("hidden", [1.0, 2.0, 8.0])
def test_far_away_the_exact_mean_of_charges_is_that_of_normal_noise_as_it_is_felt(hidden):
    """E[y | x] goes to the mean plus the covariance times x / e^2."""
    points = np.random.default_rng(2).standard_normal((200, 2))
    points -= points.mean(axis=0)
    x, sigma = np.array([[900.0, -400.0], [-30.0, 2000.0]]), 0.7
    square = felt(x, 1.0, sigma, hidden).square
    linear = x @ np.cov(points.T, bias=True) / square[:, None]
    exact = Charges(points, hidden).denoised(x, sigma)
    gap = np.linalg.norm(exact - linear, axis=1) / np.linalg.norm(exact, axis=1)
    assert gap.max() < 0.02


@pytest.mark.parametrize("t", [0.05, 0.5, 0.95])
def test_a_displacement_becomes_what_the_difference_of_two_places_becomes(arrays, t):
    net, m, h = HeavyTailed(arrays, 1.5, 2.0), PATH.at(t), 1e-6
    draw = np.random.default_rng(3)
    x = draw.standard_normal((40, 2)) * np.geomspace(0.1, 30.0, 40)[:, None]
    moves = draw.standard_normal((2, 40, 2))
    value, rates = net.pushed(x, moves, m)
    np.testing.assert_allclose(value, net.data(x, m), atol=1e-12)
    for move, rate in zip(moves, rates, strict=True):
        by_difference = (net.data(x + h * move, m) - net.data(x - h * move, m)) / (2.0 * h)
        np.testing.assert_allclose(rate, by_difference, rtol=1e-5, atol=1e-6)


def test_without_bound_to_the_dimensions_it_is_the_plain_denoiser(arrays):
    x, m = 5.0 * np.random.default_rng(4).standard_normal((30, 2)), PATH.at(0.6)
    plain = Denoiser(arrays, 1.5).data(x, m)
    np.testing.assert_allclose(HeavyTailed(arrays, 1.5, math.inf).data(x, m), plain, atol=1e-12)


def test_no_place_is_so_far_that_its_network_sees_large_numbers(arrays):
    for far in (1e2, 1e4, 1e6):
        found = HeavyTailed(arrays, 1.5, 2.0).data(np.array([[far, 0.0]]), PATH.at(0.5))
        assert np.abs(found).max() < 30.0
