from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.learned.nets.mlp import Mlp, shapes, torch_pushed, torch_value, widths

SIZES = (3, 16, 16, 2)


@pytest.fixture
def arrays():
    draw = np.random.default_rng(0)
    return {n: draw.standard_normal(s).astype(np.float32) for n, s in shapes(SIZES, "a.").items()}


def test_shapes_follow_the_sizes():
    assert shapes((3, 4, 2)) == {
        "0.weight": (4, 3),
        "0.bias": (4,),
        "1.weight": (2, 4),
        "1.bias": (2,),
    }


def test_numpy_and_torch_agree(arrays):
    x = np.random.default_rng(1).standard_normal((7, 3)).astype(np.float32)
    tensors = {name: torch.from_numpy(array) for name, array in arrays.items()}
    theirs = torch_value(tensors, torch.from_numpy(x), "a.").numpy()
    np.testing.assert_allclose(Mlp(arrays, "a.", np.float32).value(x), theirs, rtol=2e-5, atol=2e-5)


def test_displacements_are_pushed_by_the_derivative(arrays):
    net = Mlp(arrays, "a.")
    draw = np.random.default_rng(2)
    x, dx, h = draw.standard_normal((5, 3)), draw.standard_normal((4, 5, 3)), 1e-6
    value, pushed = net.pushed(x, dx)
    np.testing.assert_allclose(value, net.value(x), rtol=1e-13)
    for one, moved in zip(dx, pushed, strict=True):
        slope = (net.value(x + h * one) - net.value(x - h * one)) / (2 * h)
        np.testing.assert_allclose(moved, slope, rtol=1e-6, atol=1e-6)


def test_huge_inputs_do_not_overflow(arrays):
    with np.errstate(over="raise", invalid="raise"):
        assert np.isfinite(Mlp(arrays, "a.").value(np.full((1, 3), 1e8))).all()


def test_torch_pushes_displacements_as_numpy_does(arrays):
    draw = np.random.default_rng(2)
    x, move = (draw.standard_normal((7, 3)).astype(np.float32) for _ in range(2))
    tensors = {name: torch.from_numpy(array) for name, array in arrays.items()}
    value, rate = torch_pushed(tensors, torch.from_numpy(x), torch.from_numpy(move), "a.")
    ours = Mlp(arrays, "a.").pushed(x, move[None])
    np.testing.assert_allclose(value.numpy(), ours[0], rtol=1e-3, atol=1e-3)
    np.testing.assert_allclose(rate.numpy(), ours[1][0], rtol=1e-3, atol=1e-3)


def test_what_is_told_to_all_need_not_stand_in_every_row():
    draw = np.random.default_rng(5)
    net = Mlp({name: draw.standard_normal(shape) for name, shape in shapes((5, 8, 2)).items()})
    x, told, moves = draw.standard_normal((9, 2)), draw.standard_normal(3), np.ones((2, 9, 2))
    whole = np.concatenate([x, np.tile(told, (9, 1))], axis=1)
    np.testing.assert_allclose(net.value(x, told), net.value(whole), atol=1e-12)
    still = np.concatenate([moves, np.zeros((2, 9, 3))], axis=2)
    for one, other in zip(net.pushed(x, moves, told), net.pushed(whole, still), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-12)


@pytest.mark.parametrize("given", [[], [8] * 9, [0], [1025], [2.5], ["8"]])
def test_widths_that_no_layer_can_have_are_refused_by_name(given):
    assert widths([1, 1024]) == (1, 1024)
    with pytest.raises(ValueError, match="bend = .*allowed whole numbers from 1 to 1024"):
        widths(given, "bend")
