from __future__ import annotations

import numpy as np
import torch

from engines.learned.generative.flow_map import FlowMap, shapes
from engines.learned.nets.denoiser import shapes as denoiser_shapes
from engines.training.diffusion.flow_maps import (
    identity_loss,
    torch_change,
    torch_mean,
    trajectory_loss,
)
from engines.training.diffusion.lessons import as_float
from engines.training.loop import initial

DRAW = np.random.default_rng(0)


def test_torch_and_numpy_give_one_answer():
    tensors = initial(shapes((8,)), 0)
    flow = FlowMap({name: tensor.detach().numpy() for name, tensor in tensors.items()}, 1.5)
    x = DRAW.standard_normal((4, 2))
    for t, until in ((0.0, 1.0), (0.3, 0.3), (0.4, 0.9), (1.0, 1.0)):
        moments = (torch.full((4, 1), moment) for moment in (until, t))
        found = torch_mean(tensors, as_float(x), *moments, 1.5).detach().numpy()
        np.testing.assert_allclose(found, flow.mean(x, until, t), atol=1e-5)


def test_the_change_along_the_flow_is_that_of_two_neighbours():
    h, d = 1e-6, 1.5
    tensors = {name: tensor.double() for name, tensor in initial(shapes((8,)), 0).items()}
    x, v = (torch.from_numpy(DRAW.standard_normal((4, 2))) for _ in range(2))
    t, r = (torch.full((4, 1), moment, dtype=torch.float64) for moment in (0.3, 0.8))
    ahead, behind = (torch_mean(tensors, x + s * h * v, r, t + s * h, d) for s in (1.0, -1.0))
    found = torch_change(tensors, x, r, t, v, d)
    torch.testing.assert_close(found, (ahead - behind) / (2 * h), rtol=1e-5, atol=1e-6)


def test_without_an_interval_the_identity_is_flow_matching(monkeypatch):
    monkeypatch.setattr("engines.training.diffusion.flow_maps.INSTANT", 1.0)
    tensors = initial(shapes((8,)), 0)
    flow = FlowMap({name: tensor.detach().numpy() for name, tensor in tensors.items()}, 1.5)
    noise, data = DRAW.standard_normal((2, 20, 2))
    value = identity_loss(tensors, noise, data, 1.5, np.random.default_rng(1))
    t = np.sort(np.random.default_rng(1).random((20, 2)), axis=1)[:, 0]
    found = [flow.mean((noise + m * (data - noise))[i : i + 1], m, m)[0] for i, m in enumerate(t)]
    square = ((np.array(found) - (data - noise)) ** 2).sum(axis=1)
    direct = (square / np.sqrt(square + 0.01)).mean()
    np.testing.assert_allclose(float(value.detach()), direct, rtol=1e-4)


def test_for_normal_data_of_that_spread_both_losses_leave_nothing_to_learn():
    """The part that needs no network is exact: pairs that lie on the exact map have no error."""
    tensors = {name: torch.zeros(shape) for name, shape in shapes((8,)).items()}
    d, t, r = 0.7, torch.tensor([[0.2]]), torch.tensor([[0.8]])
    z = torch.tensor([[1.0, -2.0]])
    here, there = (float(torch.sqrt((m * d) ** 2 + (1 - m) ** 2)) for m in (t, r))
    x = here * z
    end = x + (r - t) * torch_mean(tensors, x, r, t, d)
    torch.testing.assert_close(end, there * z)


def test_only_the_network_that_learns_is_pulled():
    learning, believed = (initial(shapes((8,)), seed) for seed in range(2))
    teacher = initial(denoiser_shapes(2, (8,)), 2)
    data = DRAW.standard_normal((40, 2))
    trajectory_loss(learning, believed, teacher, data, 1.0, DRAW).backward()
    assert all(torch.isfinite(t.grad).all() for t in learning.values())
    assert all(t.grad is None for t in (*believed.values(), *teacher.values()))
    identity_loss(learning, DRAW.standard_normal(data.shape), data, 1.0, DRAW).backward()
    assert all(torch.isfinite(t.grad).all() for t in learning.values())
