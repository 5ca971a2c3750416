from __future__ import annotations

import numpy as np
import torch

from engines.learned.generative.meanflow import shapes
from engines.learned.nets.mlp import torch_value
from engines.training.diffusion.mean_velocity import mean_velocity_loss
from engines.training.loop import initial


def test_where_both_moments_are_one_it_is_flow_matching(monkeypatch):
    """Without an interval nothing of the derivative is left in the target."""
    monkeypatch.setattr("engines.training.diffusion.mean_velocity.INSTANT", 1.0)
    draw = np.random.default_rng(0)
    noise, data = draw.standard_normal((2, 40, 2))
    tensors = initial(shapes((8,)), 0)
    value = mean_velocity_loss(tensors, noise, data, np.random.default_rng(1))
    t = np.sort(np.random.default_rng(1).random((40, 2)), axis=1)[:, :1]
    seen = np.concatenate([noise + t * (data - noise), t, t], axis=1).astype(np.float32)
    found = torch_value(tensors, torch.from_numpy(seen)).detach().numpy()
    square = ((found - (data - noise)) ** 2).sum(axis=1)
    direct = (square / np.sqrt(square + 0.01)).mean()
    np.testing.assert_allclose(float(value.detach()), direct, rtol=1e-5)


def test_the_loss_can_be_followed_down():
    draw = np.random.default_rng(0)
    tensors = initial(shapes((8,)), 0)
    mean_velocity_loss(tensors, *draw.standard_normal((2, 40, 2)), draw).backward()
    assert all(torch.isfinite(t.grad).all() for t in tensors.values())
