from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.learned.portraits.gru import Gru


@pytest.fixture(scope="module")
def two():
    """Two networks, and what torch's own cell makes of the first."""
    draw = np.random.default_rng(0)
    network = Gru(heard=6, alone=4, units=5)
    tensors = {
        name: torch.from_numpy(draw.normal(size=shape)) for name, shape in network.shapes(2).items()
    }
    return network, tensors


def by_torch(tensors, k, heard, steps, step):
    units = tensors["state.weight"].shape[1]
    cell = torch.nn.GRUCell(1, units, dtype=torch.float64)
    # torch keeps the gates in the other order: reset, update, new
    order = np.r_[units : 2 * units, :units, 2 * units : 3 * units]
    with torch.no_grad():
        cell.weight_hh.copy_(tensors["state.weight"][k].T[order])
        cell.weight_ih.copy_(tensors["in.weight"][k].T[order])
        cell.bias_ih.copy_(tensors["in.bias"][k, 0, order])
        cell.bias_hh.zero_()
        cell.bias_hh[2 * units :] = tensors["state.bias"][k, 0]
        state, value, said = torch.zeros(1, units, dtype=torch.float64), None, []
        for n in range(len(heard) + steps - 1):
            value = heard[n : n + 1, None] if n < len(heard) else value
            state = cell(value, state)
            change = state @ tensors["out.weight"][k] + tensors["out.bias"][k]
            value = value + step * change
            said.append(float(value))
    return np.array(said[-steps:])


def test_each_of_many_networks_is_one_of_torch(two):
    network, tensors = two
    seen = torch.from_numpy(np.random.default_rng(1).normal(size=(2, 12)))
    step = torch.tensor([0.3, 0.7], dtype=torch.float64)[:, None, None]
    said = network.forecast(tensors, seen, 7, step).numpy()
    assert said.shape == (2, 7)
    for k, size in enumerate((0.3, 0.7)):
        assert said[k] == pytest.approx(by_torch(tensors, k, seen[k], 7, size), abs=1e-12)


def test_a_curve_it_tells_itself_costs_nothing(two):
    network, tensors = two
    step = torch.full((2, 1, 1), 0.5, dtype=torch.float64)
    curve = torch.zeros(2, 1, 1, dtype=torch.float64)
    for _ in range(network.window() - 1):
        following = network.forecast(tensors, curve[:, 0], 1, step)
        curve = torch.cat([curve, following[:, None]], -1)
    assert network.loss(tensors, curve, step).numpy() == pytest.approx(np.zeros(2), abs=1e-20)
    curve[1, 0, -1] += 0.1
    near, far = network.loss(tensors, curve, step).numpy()
    assert near == pytest.approx(0.0, abs=1e-20)
    assert far == pytest.approx(10.0 * 0.01 / network.alone)


def test_stretches_are_times():
    assert (Gru.at(100).heard, Gru.at(100).alone, Gru.at(100).window()) == (60, 40, 101)
    assert (Gru.at(15).heard, Gru.at(15).alone) == (20, 10)
