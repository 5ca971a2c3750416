from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.learned.portraits.nbeats import LAYERS, NBeats


@pytest.fixture(scope="module")
def two():
    draw = np.random.default_rng(0)
    network = NBeats(past=6, ahead=3, width=5)
    return network, {n: torch.from_numpy(draw.normal(size=s)) for n, s in network.shapes(2).items()}


def block(tensors, k, past):
    """One block of one network, written out."""
    left, total = past.copy(), 0.0
    array = {name: tensor[k].numpy() for name, tensor in tensors.items()}
    for s in range(2):
        h = left
        for layer in range(LAYERS):
            h = np.maximum(h @ array[f"{s}.{layer}.weight"] + array[f"{s}.{layer}.bias"][0], 0.0)
        total = total + h @ array[f"{s}.ahead.weight"] + array[f"{s}.ahead.bias"][0]
        if s == 0:
            left = left - h @ array[f"{s}.past.weight"] - array[f"{s}.past.bias"][0]
    return total


def test_blocks_follow_each_other(two):
    network, tensors = two
    seen = np.random.default_rng(1).normal(size=(2, 9))
    said = network.forecast(tensors, torch.from_numpy(seen), 5, None).numpy()
    for k in range(2):
        first = block(tensors, k, seen[k, -6:])
        second = block(tensors, k, np.append(seen[k, -3:], first))
        assert said[k] == pytest.approx(np.append(first, second)[:5], rel=1e-12)


def test_the_loss_is_the_mean_squared_error_of_a_block(two):
    network, tensors = two
    stretches = np.random.default_rng(2).normal(size=(2, 4, 9))
    found = network.loss(tensors, torch.from_numpy(stretches), None).numpy()
    for k in range(2):
        off = [block(tensors, k, row[:6]) - row[6:] for row in stretches[k]]
        assert found[k] == pytest.approx(np.mean(np.square(off)))


def test_it_looks_a_period_back():
    assert (NBeats.at(100).past, NBeats.at(100).ahead, NBeats.at(100).window()) == (100, 20, 120)
    assert (NBeats.at(15).past, NBeats.at(15).ahead) == (15, 3)
