from __future__ import annotations

import numpy as np
import torch

from engines.learned.nets.denoiser import Denoiser, shapes
from engines.numerics.diffusion.path import Linear
from engines.training.diffusion.distilling import consistency_loss, data_of, neighbours
from engines.training.loop import initial


def test_torch_and_numpy_give_one_answer():
    tensors = initial(shapes(2, (8,)), 0)
    arrays = {name: tensor.detach().numpy() for name, tensor in tensors.items()}
    x, t = np.random.default_rng(0).standard_normal((6, 2)), np.array([0, 0.1, 0.3, 0.5, 0.9, 1.0])
    found = data_of(tensors, torch.from_numpy(x.astype(np.float32)), t, 1.5).detach().numpy()
    net = Denoiser(arrays, 1.5)
    ours = [net.data(x[i : i + 1], Linear().at(t[i]))[0] for i in range(6)]
    np.testing.assert_allclose(found, ours, atol=1e-5)


def test_neighbours_lead_from_one_end_to_the_other():
    nodes = neighbours(2.0)
    assert (nodes[0], nodes[-1]) == (0.0, 1.0)
    assert (np.diff(nodes) > 0).all()


def test_only_the_network_that_learns_is_pulled():
    draw = np.random.default_rng(0)
    learning, believed, teacher = (initial(shapes(2, (8,)), seed) for seed in range(3))
    data = draw.standard_normal((80, 2))
    consistency_loss(learning, believed, teacher, data, 1.0, draw).backward()
    assert all(torch.isfinite(t.grad).all() for t in learning.values())
    assert all(t.grad is None for t in (*believed.values(), *teacher.values()))
