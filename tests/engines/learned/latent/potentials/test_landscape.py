from __future__ import annotations

import numpy as np
import pytest
from torch.nn import functional

from engines.learned.latent.potentials.landscape import Landscapes, gelu

H = 1e-5


@pytest.fixture(params=[True, False], ids=["bounded", "free"])
def landscapes(arrays, request):
    return Landscapes(arrays, bounded=request.param)


@pytest.fixture
def codes():
    return np.random.default_rng(0).standard_normal((3, 4, 5))


def differences(function, codes):
    moves = H * np.eye(codes.shape[-1])
    ups = [function(codes + move) - function(codes - move) for move in moves]
    return np.stack(ups, axis=-1) / (2.0 * H)


def test_slopes_are_differences_of_heights(landscapes, codes):
    found = differences(lambda z: landscapes.heights(z, 1.3), codes)
    np.testing.assert_allclose(landscapes.slopes(codes, 1.3), found, atol=1e-9)


def test_curvatures_are_differences_of_slopes(landscapes, codes):
    found = differences(lambda z: landscapes.slopes(z, 1.3), codes)
    np.testing.assert_allclose(landscapes.curvatures(codes, 1.3), found, atol=1e-8)


def test_one_potential_by_itself_is_the_same_potential(landscapes, codes):
    alone = landscapes.only(1)
    assert alone.count == 1
    np.testing.assert_array_equal(
        alone.slopes(codes[1:2], 0.4)[0], landscapes.slopes(codes, 0.4)[1]
    )
    np.testing.assert_array_equal(alone.speeds, landscapes.speeds[1:2])


def test_a_bounded_potential_stays_within_its_amplitude(arrays):
    codes = 100.0 * np.random.default_rng(1).standard_normal((3, 50, 5))
    heights = Landscapes(arrays).heights(codes, 0.0)
    assert (np.abs(heights) <= np.array([[1.0], [2.0], [0.5]]) + 1e-6).all()


def test_time_changes_the_heights(landscapes, codes):
    assert np.abs(landscapes.heights(codes, 0.0) - landscapes.heights(codes, 3.0)).max() > 1e-3


def test_gelu_is_that_of_torch():
    import torch

    x = torch.linspace(-4.0, 4.0, 9, dtype=torch.float64)
    theirs = functional.gelu(x, approximate="tanh").numpy()
    np.testing.assert_allclose(gelu(x.numpy()), theirs, atol=1e-14)
