from __future__ import annotations

import sys
from types import SimpleNamespace

import numpy as np
import torch

from app.cli.benches.parts.peer_flows import torchcfm_targets, torchdiffeq_ends
from engines.learned.nets.mlp import Mlp, shapes


def euler(velocity, begin, times, **more):
    """One step of Euler's in the place of torchdiffeq."""
    return torch.stack([begin, begin + velocity(times[0], begin)])


def test_the_network_in_torch_is_ours(monkeypatch):
    draw = np.random.default_rng(0)
    arrays = {n: draw.standard_normal(s) for n, s in shapes((3, 8, 8, 2), "a.").items()}
    monkeypatch.setitem(sys.modules, "torchdiffeq", SimpleNamespace(odeint=euler))
    x = draw.standard_normal((5, 2))
    ours = x + Mlp(arrays, "a.").value(np.column_stack([x, np.zeros(5)]))
    np.testing.assert_allclose(torchdiffeq_ends(arrays, "a.")(x), ours, rtol=1e-4, atol=1e-4)


def test_there_is_none_where_a_package_is_absent(monkeypatch):
    monkeypatch.setitem(sys.modules, "torchdiffeq", None)
    monkeypatch.setitem(sys.modules, "torchcfm", None)
    monkeypatch.setitem(sys.modules, "torchcfm.conditional_flow_matching", None)
    assert torchdiffeq_ends({}, "") is None
    assert torchcfm_targets(0.0) is None


def test_targets_are_asked_of_the_kind_the_noise_names(monkeypatch):
    class Straight:
        def __init__(self, sigma):
            self.sigma = sigma

        def sample_xt(self, first, last, t, eps):
            return first + self.sigma * eps

        def compute_conditional_flow(self, first, last, t, place):
            return last - first

    class Bridge(Straight):
        def compute_conditional_flow(self, first, last, t, place):
            return place

    fake = SimpleNamespace(
        ConditionalFlowMatcher=Straight, SchrodingerBridgeConditionalFlowMatcher=Bridge
    )
    monkeypatch.setitem(sys.modules, "torchcfm", SimpleNamespace(conditional_flow_matching=fake))
    monkeypatch.setitem(sys.modules, "torchcfm.conditional_flow_matching", fake)
    a, b, t = np.ones((3, 2)), np.full((3, 2), 4.0), np.full(3, 0.5)
    np.testing.assert_array_equal(torchcfm_targets(0.0)(a, b, t)[1], b - a)
    place, velocity = torchcfm_targets(0.5)(a, b, t)
    z = np.random.default_rng(0).standard_normal((3, 2))
    np.testing.assert_array_equal(place, a + 0.5 * z)
    np.testing.assert_array_equal(velocity, place)
