from __future__ import annotations

import pytest
import torch

from engines.learned.portraits.gru import Gru
from engines.learned.portraits.nbeats import NBeats
from engines.learned.portraits.network import Network


@pytest.mark.parametrize("network", [Gru.at(15), NBeats.at(15)], ids=["gru", "nbeats"])
def test_networks_of_one_batch_do_not_touch_each_other(network: Network):
    torch.manual_seed(0)
    tensors = {
        name: torch.randn(shape, dtype=torch.float64).mul_(0.1).requires_grad_()
        for name, shape in network.shapes(3).items()
    }
    step = torch.ones(3, 1, 1, dtype=torch.float64)
    stretches = torch.randn(3, 2, network.window(), dtype=torch.float64)
    loss = network.loss(tensors, stretches, step)
    assert loss.shape == (3,)
    loss[1].backward()
    for tensor in tensors.values():
        reached = tensor.grad.abs().sum((1, 2)) > 0.0
        assert not reached[0]
        assert not reached[2]
    seen = torch.randn(3, 40, dtype=torch.float64)
    with torch.no_grad():
        assert network.forecast(tensors, seen, 10, step).shape == (3, 10)
