"""Everything that flows along interpolants share, on one that carries N(0, 1) to N(0, 4)."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from engines.errors import FlowError
from engines.numerics.interpolants.bridging import FIELDS, BridgingFlow, Shaking
from engines.numerics.interpolants.interpolant import Interpolant
from engines.protocols.capabilities import Box


class Normal(BridgingFlow):
    dimension, states = 1, ("x",)
    box = Box((-6.0,), (6.0,), (False,), ("place",), ("x",), ("",), (0.0,))

    def _law(self, t):
        now = self.interpolant.at(t)
        variance = now.alpha**2 + 4.0 * now.beta**2 + now.square
        return variance, now.alpha * now.dalpha + 4.0 * now.beta * now.dbeta + now.half

    def drift(self, states, time):
        variance, half = self._law(time)
        return half / variance * states

    def score(self, states, time):
        return -states / self._law(time)[0]

    def pushed(self, states, tangents, time):
        variance, half = self._law(time)
        return half / variance * states, half / variance * tangents

    def noise(self, count, draw):
        return draw.standard_normal((count, 1))

    def ends(self, count, draw):
        return self.noise(count, draw), 2.0 * self.noise(count, draw)

    def followed_by(self, shaking):
        return Normal(self.interpolant, shaking)

    def tex(self):
        return ()


def flow(**how):
    return Normal(Interpolant("linear", "Brownian", 1.0), Shaking(**how))


@pytest.mark.parametrize("profile", ["steady", "fading", "in the middle"])
def test_no_diffusion_over_time_changes_the_law(profile):
    begin = flow().noise(6000, np.random.default_rng(0))
    moved = flow(noise=1.5, profile=profile)
    there = moved.sampled(begin, np.array([0.0, 0.5, 1.0]))
    assert stats.kstest(there[:, 1, 0] / np.sqrt(1.5), stats.norm.cdf).statistic < 0.025
    assert stats.kstest(there[:, 2, 0] / 2.0, stats.norm.cdf).statistic < 0.025
    again = moved.sampled(there[:, 2], np.array([1.0, 0.0]))[:, -1, 0]
    assert stats.kstest(again, stats.norm.cdf).statistic < 0.025


def test_fields_are_what_they_are_called():
    moved, x, t = flow(noise=0.8, profile="fading"), np.array([[0.7], [-1.2]]), 0.25
    b, v, s, forward, backward = (moved.field(name, x, t) for name in FIELDS)
    half = moved.interpolant.at(t).half
    assert b == pytest.approx(v - half * s)
    assert forward - b == pytest.approx(0.6 * s)
    assert b - backward == pytest.approx(0.6 * s)


def test_an_interpolant_begins_and_ends_at_its_ends():
    draw = np.random.default_rng(1)
    (first, last), noise = flow().ends(3, draw), draw.standard_normal((3, 1))
    ways = flow().between(first, last, noise, np.array([0.0, 0.5, 1.0]))
    assert ways[:, 0] == pytest.approx(first)
    assert ways[:, 1] == pytest.approx(0.5 * first + 0.5 * last + 0.5 * noise)
    assert ways[:, 2] == pytest.approx(last)


def test_the_flow_stretches_as_its_clouds_do():
    ends, tangents = flow().advance_tangent(np.array([[1.0]]), 0.0, 1.0)
    assert ends == pytest.approx(np.array([[2.0]]), rel=1e-3)
    assert tangents[0, 0, 0] == pytest.approx(2.0, rel=1e-3)
    assert flow(error=0.5).velocity(np.zeros((1, 1)), 0.3) == pytest.approx(0.5)
    assert flow().refined().shaking.steps == 400
    assert "Heun" in flow().integrator
    assert "noise 2" in flow(noise=2.0).integrator


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"noise": -1.0}, "eps must be >= 0"),
        ({"steps": 0}, "steps must be"),
        ({"profile": "wild"}, "profile = 'wild'"),
    ],
)
def test_what_cannot_be_is_refused_in_words(how, words):
    with pytest.raises(FlowError, match=words):
        Shaking(**how)
    with pytest.raises(FlowError, match="field = 'w'"):
        flow().field("w", np.zeros((1, 1)), 0.5)
