from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.learned.nets.autoencoder import (
    bounds,
    decode,
    decoded,
    divergence,
    encode,
    encoded,
    loss,
    shapes,
)

SIZES = [(1, 32, 12), (3, 16, 10)]


def drawn(channels, side, codes):
    draw = np.random.default_rng(0)
    return {
        name: (0.1 * draw.standard_normal(shape)).astype(np.float32)
        for name, shape in shapes(channels, side, codes).items()
    }


def tensors(weights):
    return {name: torch.from_numpy(array) for name, array in weights.items()}


@pytest.mark.parametrize("sizes", SIZES)
def test_numpy_and_torch_are_one_network(sizes):
    channels, side, _ = sizes
    weights = drawn(*sizes)
    pictures = np.random.default_rng(1).random((3, channels, side, side)).astype(np.float32)
    ours = encoded(weights, pictures)
    theirs = encode(tensors(weights), torch.from_numpy(pictures))
    for a, b in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(a, b.numpy(), atol=1e-5)
    made = decoded(weights, ours[0])
    assert made.shape == pictures.shape
    logits = decode(tensors(weights), torch.from_numpy(ours[0]))
    np.testing.assert_allclose(made, torch.sigmoid(logits).numpy(), atol=1e-6)


def test_the_divergence_is_zero_for_the_prior_and_half_for_a_step_aside():
    zero = torch.zeros(1, 4)
    assert float(divergence(zero, zero)) == 0.0
    assert float(divergence(torch.tensor([[1.0, 0.0]]), torch.zeros(1, 2))) == 0.5
    narrow = float(divergence(torch.zeros(1, 1), torch.full((1, 1), -2.0)))
    assert narrow == pytest.approx(0.5 * (np.exp(-2.0) - 1.0 + 2.0))


def test_the_loss_is_cross_entropy_plus_weighted_divergence():
    weights = tensors(drawn(1, 16, 5))
    pictures = torch.rand(2, 1, 16, 16, generator=torch.Generator().manual_seed(0))
    mean, log_variance = encode(weights, pictures)
    noise = torch.ones(2, 5)
    y = torch.sigmoid(decode(weights, mean + torch.exp(0.5 * log_variance)))
    entropy = -(pictures * y.log() + (1 - pictures) * (1 - y).log()).sum() / 2
    whole = entropy + 0.3 * divergence(mean, log_variance) / 2
    assert float(loss(weights, pictures, noise, 0.3)) == pytest.approx(float(whole), rel=1e-5)


def test_the_bound_is_minus_the_loss_of_each_picture():
    weights = tensors(drawn(1, 16, 5))
    pictures = torch.rand(3, 1, 16, 16, generator=torch.Generator().manual_seed(1))
    noise = torch.ones(3, 5)
    each = [-float(loss(weights, pictures[i : i + 1], noise[:1], 1.0)) for i in range(3)]
    np.testing.assert_allclose(bounds(weights, pictures, noise).numpy(), each, rtol=1e-5)
