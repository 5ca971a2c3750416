from __future__ import annotations

import torch

from engines.training.loop import initial
from engines.training.potentials.classifier import logits, shapes


def test_it_says_one_number_per_way():
    first, second = torch.rand(2, 5, 1, 32, 32)
    assert logits(initial(shapes(6), 0), first, second, 4.0).shape == (5, 6)


def test_it_sees_the_difference():
    tensors, first = initial(shapes(6), 0), torch.rand(5, 1, 32, 32)
    still = logits(tensors, first, first, 4.0)
    moved = logits(tensors, first, first.roll(1, dims=3), 4.0)
    assert float((still - moved).detach().abs().max()) > 1e-3
