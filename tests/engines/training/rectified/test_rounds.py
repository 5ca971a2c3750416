from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.numerics.diffusion.path import VariancePreserving
from engines.systems.pairs.pairs import Pairs
from engines.training.rectified.rounds import moments, pair_loss

DRAW = np.random.default_rng(0)


def constant(*velocity):
    return lambda x, time: torch.tensor([velocity]).repeat(len(x), 1)


def test_the_loss_of_a_perfect_guess_is_zero():
    data = np.tile([1.0, -2.0], (4, 1))
    pairs, time = Pairs(np.zeros((4, 2)), data), DRAW.random(4)
    assert float(pair_loss(constant(1.0, -2.0), pairs, time)) == 0.0
    other = Pairs(np.zeros((4, 2)), -data)
    assert float(pair_loss(constant(1.0, -2.0), other, time)) == pytest.approx(20.0)


def test_on_a_curve_the_target_is_the_rate_of_the_curve():
    path, pairs = VariancePreserving(), Pairs(*DRAW.standard_normal((2, 5, 2)))
    time, h = np.full(5, 0.4), 1e-5

    def place(t):
        return path.a(t)[:, None] * pairs.last + path.s(t)[:, None] * pairs.first

    rate = torch.from_numpy(((place(time + h) - place(time - h)) / (2 * h)).astype(np.float32))
    assert float(pair_loss(lambda x, t: rate, pairs, time, path)) < 1e-8


def test_what_is_squared_may_be_seen_through_other_eyes():
    pairs, time = Pairs(np.zeros((3, 2)), np.ones((3, 2))), np.zeros(3)
    only_first = lambda x, error: error[:, :1]  # noqa: E731
    assert float(pair_loss(constant(1.0, 0.0), pairs, time, None, only_first)) == 0.0


def test_every_part_of_the_way_is_seen_and_the_beginning_more_often_on_request():
    even, early = moments(1000, DRAW), moments(1000, DRAW, 2.0)
    np.testing.assert_allclose(np.sort(even), np.arange(1000) / 1000, atol=1e-3)
    assert (early < 0.25).mean() == pytest.approx(0.5, abs=0.01)
