from __future__ import annotations

import numpy as np
import pytest

from engines.learned.generative.interpolants.kinds import (
    DRIFT,
    KINDS,
    PLAIN,
    TOLD,
    KindsBridge,
    between,
    shapes,
    told,
)
from engines.learned.nets.mlp import Mlp
from engines.numerics.interpolants.bridging import Shaking
from engines.numerics.interpolants.interpolant import Interpolant

D = 4


@pytest.fixture
def arrays():
    draw = np.random.default_rng(0)
    found = {n: draw.standard_normal(s).astype(np.float32) for n, s in shapes(D, (6,)).items()}
    found |= {"mean": np.zeros(D, np.float32), "labels": np.arange(20.0).astype(np.float32) % 10}
    return found | {"targets": draw.standard_normal((20, D)).astype(np.float32)}


@pytest.fixture
def bridge(arrays):
    return KindsBridge(arrays, 1.0, Interpolant("linear", "Brownian", 0.5))


def test_what_is_told_moves_into_the_offsets_of_plain_networks(arrays):
    x = np.random.default_rng(1).standard_normal((3, D + 1))
    say = told(np.full(3, 2), np.full(3, 7))
    whole = Mlp(arrays, DRIFT).value(np.concatenate([x, say], axis=1))
    assert np.allclose(Mlp(between(arrays, 2, 7), DRIFT).value(x), whole, atol=1e-6)
    assert say.shape == (3, TOLD)


def test_its_ends_are_pictures_of_their_kinds(bridge, arrays):
    begin, end = bridge.joining(4, 6).ends(2, np.random.default_rng(0))
    for points, kind in ((begin, 4), (end, 6)):
        known = arrays["targets"][arrays["labels"] == kind]
        assert np.abs(points[:, None] - known).sum(axis=2).min(axis=1).max() < 1e-6


def test_from_noise_it_begins_with_noise(bridge):
    flow = bridge.joining(PLAIN, 0)
    assert flow.begins == "noise"
    assert abs(flow.noise(4000, np.random.default_rng(0)).std() - 1.0) < 0.05
    assert not flow.one_sided
    assert bridge.begins == "start"


def test_a_wish_is_another_end_by_the_same_sampler(bridge):
    noisy = bridge.joining(5, 1).followed_by(Shaking(0.3, 50))
    other = noisy.wishing(2)
    assert (other.first, other.wish, other.shaking.noise) == (5, 2, 0.3)
    assert len(other.wishes) == KINDS
    x = np.zeros((1, D))
    assert np.abs(other.drift(x, 0.5) - noisy.drift(x, 0.5)).max() > 1e-3
