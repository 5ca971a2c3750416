from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.learned.nets.denoiser import HEADS, shapes
from engines.training.diffusion.denoising import JUDGED, denoising_loss
from engines.training.loop import initial


@pytest.mark.parametrize("head", HEADS)
def test_a_network_that_learns_nothing_but_the_answer_loses_nothing(head, monkeypatch):
    """With the target for its raw output, the loss is zero; otherwise it can be followed down."""
    draw = np.random.default_rng(0)
    data = draw.standard_normal((64, 2))
    tensors = initial(shapes(2, (8,)), 0)
    value = denoising_loss(tensors, data, 1.0, head, np.random.default_rng(1))
    value.backward()
    assert float(value.detach()) > 0.1
    assert all(torch.isfinite(t.grad).all() for t in tensors.values())


@pytest.mark.parametrize("judged", HEADS)
def test_an_error_is_judged_by_what_it_does_to_data_noise_and_score(judged):
    """An error of the raw output moves data by beta, noise by alpha and the score by alpha/beta."""
    alpha, beta = np.array([0.8, 0.6]), np.array([0.6, 0.8])
    moved = {"v": np.ones(2), "x": beta, "eps": alpha, "score": alpha / beta}[judged]
    np.testing.assert_allclose(JUDGED[judged](alpha, beta), moved**2)
    assert np.isfinite(JUDGED[judged](np.array([1.0]), np.array([0.0]))).all()
