from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.learned.nets.residual import Residual, shapes, torch_value

DRAW = np.random.default_rng(2)
ARRAYS = {
    name: (DRAW.standard_normal(shape) / np.sqrt(shape[-1])).astype(np.float32)
    for name, shape in shapes(5, 12, 3, "k1.").items()
}
X = DRAW.standard_normal((6, 5))


def test_numpy_and_torch_say_the_same():
    tensors = {name: torch.from_numpy(array) for name, array in ARRAYS.items()}
    wanted = torch_value(tensors, torch.from_numpy(X.astype(np.float32)), np.full(6, 0.3), "k1.")
    for dtype in (np.float32, np.float64):
        found = Residual(ARRAYS, "k1.", dtype).value(X, 0.3)
        assert found.dtype == dtype
        np.testing.assert_allclose(found, wanted.numpy(), atol=2e-6)


def test_displacements_are_pushed_by_the_derivative():
    net, h = Residual(ARRAYS, "k1."), 1e-6
    tangents = DRAW.standard_normal((2, 6, 5))
    value, rates = net.pushed(X, tangents, 0.7)
    np.testing.assert_allclose(value, net.value(X, 0.7), atol=1e-12)
    for move, rate in zip(tangents, rates, strict=True):
        slope = (net.value(X + h * move, 0.7) - net.value(X - h * move, 0.7)) / (2 * h)
        np.testing.assert_allclose(rate, slope, atol=1e-8)


def test_without_its_blocks_it_is_one_hidden_layer():
    bare = {k: v for k, v in ARRAYS.items() if not k.split(".")[1].isdigit()}
    full = {k: np.zeros_like(v) if k.split(".")[1].isdigit() else v for k, v in ARRAYS.items()}
    one, two = (Residual(a, "k1.").value(X, 0.2) for a in (bare, full))
    np.testing.assert_allclose(one, two, atol=1e-12)
    assert Residual(bare, "k1.").dimension == 5


def test_time_matters():
    net = Residual(ARRAYS, "k1.")
    assert np.abs(net.value(X, 0.0) - net.value(X, 1.0)).max() > 1e-3
    assert net.value(X, 0.0) == pytest.approx(net.value(X, 0.0))
