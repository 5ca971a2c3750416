from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.learned.generative.rectified.pixel_velocity import (
    PixelVelocity,
    slope,
    torch_velocity,
)
from engines.learned.nets.residual import shapes

DRAW = np.random.default_rng(2)
ARRAYS = {
    name: (DRAW.standard_normal(shape) / np.sqrt(shape[-1])).astype(np.float32)
    for name, shape in shapes(5, 12, 2, "k1.").items()
}
X, SPREADS = DRAW.standard_normal((6, 5)), (1.0, 0.5)


def test_without_the_network_it_is_the_flow_between_two_normal_clouds():
    """It is the velocity of x_t = ((1 - t)^2 s_0^2 + t^2 s_1^2)^(1/2) z."""
    t, h = 0.3, 1e-6
    size = lambda t: np.hypot((1.0 - t) * SPREADS[0], t * SPREADS[1])  # noqa: E731
    rate = (size(t + h) - size(t - h)) / (2.0 * h) / size(t)
    assert slope(t, SPREADS) == pytest.approx(rate, rel=1e-8)
    assert slope(0.0, SPREADS) == -1.0
    assert slope(1.0, SPREADS) == 1.0


def test_numpy_and_torch_say_the_same():
    tensors = {name: torch.from_numpy(array) for name, array in ARRAYS.items()}
    x = torch.from_numpy(X.astype(np.float32))
    wanted = torch_velocity(tensors, x, np.full(6, 0.4), SPREADS, "k1.")
    np.testing.assert_allclose(
        PixelVelocity(ARRAYS, SPREADS, "k1.").value(X, 0.4), wanted.numpy(), atol=2e-6
    )


def test_displacements_are_pushed_by_the_derivative():
    net, h = PixelVelocity(ARRAYS, SPREADS, "k1."), 1e-6
    move = DRAW.standard_normal((1, 6, 5))
    value, rates = net.pushed(X, move, 0.7)
    np.testing.assert_allclose(value, net.value(X, 0.7), atol=1e-12)
    ahead = (net.value(X + h * move[0], 0.7) - net.value(X - h * move[0], 0.7)) / (2 * h)
    np.testing.assert_allclose(rates[0], ahead, atol=1e-8)
