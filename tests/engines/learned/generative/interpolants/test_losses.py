from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.learned.generative.interpolants.flow import shapes
from engines.learned.generative.interpolants.least import shapes as least_shapes
from engines.learned.generative.interpolants.losses import (
    batch,
    bend_loss,
    bent,
    drift_loss,
    even_times,
    forward_loss,
    noise_loss,
    score_loss,
)
from engines.numerics.interpolants.interpolant import Interpolant
from engines.training.loop import initial

OVER = Interpolant("linear", "Brownian", 1.0)


def some(n=64, time=0.3, seed=0):
    draw = np.random.default_rng(seed)
    first, last, noise = (draw.standard_normal((n, 2)) for _ in range(3))
    return batch(OVER, first, last + 1.0, noise, np.full(n, time))


def test_a_batch_is_on_its_way():
    found = some(time=0.25)
    assert found.width == pytest.approx(np.full((64, 1), np.sqrt(0.1875)))
    assert (found.width * found.growth) == pytest.approx(np.full((64, 1), 0.25))
    assert np.isfinite(some(time=0.0).growth).all()
    plain = batch(Interpolant("linear", "none", 0.0), *(np.ones((3, 2)),) * 3, np.full(3, 0.5))
    assert not plain.growth.any()
    assert not plain.width.any()


@pytest.mark.parametrize("loss", [drift_loss, noise_loss])
def test_losses_are_least_at_the_conditional_mean(loss):
    """Of constant answers the best is the mean target: rates for the drift, nothing for noise."""
    found = some(4096)
    tensors = {n: torch.zeros(s) for n, s in shapes(2, (4,), False).items()}
    part = "b." if loss is drift_loss else "eta."
    unit = 2.0 if loss is drift_loss else 1.0
    mean = found.rate.mean(axis=0) / unit if loss is drift_loss else np.zeros(2)
    values = []
    for shift in (0.0, 0.05, -0.05):
        tensors[f"{part}1.bias"] = torch.tensor((mean + shift).astype(np.float32))
        values.append(float(loss(tensors, found, 2.0)))
    assert values[0] < min(values[1:])


def test_the_loss_of_the_score_is_least_at_the_score_of_a_normal_cloud():
    """At t = 1/2 of N(0, I) to N(1, I), x is N(1/2, 3/4 I): a linear s is best at -4/3."""
    found, values = some(40_000, 0.5), []
    for slope in (-4.0 / 3.0, -1.1, -1.55):
        # a wide hidden layer that works near the middle of its unit is linear
        weight = torch.tensor([[1e-3, 0.0, 0.0], [0.0, 1e-3, 0.0]]) / 4.0
        bias = -0.5 * 1e-3 * torch.ones(2)
        tensors = {"score.0.weight": weight, "score.0.bias": bias}
        tensors |= {"score.1.weight": 2e3 * slope * torch.eye(2), "score.1.bias": torch.zeros(2)}
        values.append(float(score_loss(tensors, found, 1.0)))
    assert values[0] < min(values[1:])
    assert values[0] == pytest.approx(-0.5 * 2.0 * 4.0 / 3.0, rel=0.03)


def test_the_two_signs_cancel_what_only_noise_brings():
    """At the ends the mean over z of the gradient is found from few draws."""

    def spread_of(antithetic):
        gradients = []
        for seed in range(40):
            tensors = initial(shapes(2, (16, 16), False), 0)
            drift_loss(tensors, some(8, 0.001, seed), 1.0, "", antithetic).backward()
            gradients.append(
                torch.cat([t.grad.ravel() for t in tensors.values() if t.grad is not None]).numpy()
            )
        return float(np.var(gradients, axis=0).sum())

    assert spread_of(False) > 20.0 * spread_of(True)


def test_every_part_of_the_way_is_seen_as_often():
    found = even_times(1000, np.random.default_rng(0))
    assert set(np.histogram(found, 10, (0.0, 1.0))[0]) == {100}


def ways(n=512, time=0.5):
    draw = np.random.default_rng(3)
    first, last, noise = (draw.standard_normal((n, 2)) for _ in range(3))
    return first, last, batch(OVER, first, last, noise, np.full(n, time))


def test_the_rate_of_a_bent_way_is_its_derivative():
    tensors, h = initial(least_shapes(2, (4,), (8,)), 0), 1e-3
    places = [bent(tensors, *order(ways(time=t)), 1.5)[0] for t in (0.4 - h, 0.4 + h)]
    rate = bent(tensors, *order(ways(time=0.4)), 1.5)[1]
    slope = (places[1] - places[0]).detach().numpy() / (2 * h)
    np.testing.assert_allclose(slope, rate.detach().numpy(), atol=5e-3)


def order(found):
    first, last, batch_ = found
    return batch_, first, last


def test_the_ways_learn_alone_and_the_drifts_learn_alone():
    first, last, batch_ = ways()
    for ours in (("bend.",), ("b.", "forward.")):
        tensors = initial(least_shapes(2, (8,), (8,)), 0)
        if ours == ("bend.",):
            bend_loss(tensors, batch_, first, last, 1.0, 0.5).backward()
        else:
            told = drift_loss(tensors, batch_, 1.0) + forward_loss(tensors, batch_, 1.0, 0.5)
            told.backward()
        moved = {name for name, t in tensors.items() if t.grad is not None}
        assert moved == {name for name in tensors if name.startswith(ours)}


def test_the_forward_drift_is_least_at_drift_and_score():
    """Of answers that do not depend on the place the mean rate is best: noise has none."""
    _, _, batch_ = ways(4096)
    tensors = {n: torch.zeros(s) for n, s in least_shapes(2, (4,), (4,)).items()}
    values = []
    for shift in (0.0, 0.05, -0.05):
        tensors["forward.1.bias"] = torch.tensor(
            (batch_.rate.mean(axis=0) + shift).astype(np.float32)
        )
        values.append(float(forward_loss(tensors, batch_, 1.0, 0.5)))
    assert values[0] < min(values[1:])
