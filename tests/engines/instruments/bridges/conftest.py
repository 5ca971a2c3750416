"""Bridges to measure: instruments know none themselves."""

from __future__ import annotations

import numpy as np
import pytest

from engines.numerics.interpolants.bridging import BridgingFlow, Shaking
from engines.numerics.interpolants.interpolant import Interpolant
from engines.protocols.capabilities import Box, Probable


class NormalBridge(BridgingFlow, Probable):
    """From N(0, 1) to N(0, s^2) along every axis."""

    def __init__(self, interpolant, shaking=None, last=2.0, d=2):
        super().__init__(interpolant, shaking)
        self.last, self.dimension = last, d
        self.states = tuple(f"x_{i}" for i in range(d))
        ends = ((-6.0,) * d, (6.0,) * d)
        self.box = Box(*ends, (False,) * d, ("p",) * d, ("x",) * d, ("",) * d, (0.0,) * d)

    def _law(self, t):
        m, s2 = self.interpolant.at(t), self.last**2
        half = m.alpha * m.dalpha + s2 * m.beta * m.dbeta + m.half
        return m.alpha**2 + s2 * m.beta**2 + m.square, half

    def drift(self, states, time):
        variance, half = self._law(time)
        return half / variance * states

    def score(self, states, time):
        return -states / self._law(time)[0]

    def pushed(self, states, tangents, time):
        variance, half = self._law(time)
        return half / variance * states, half / variance * tangents

    def log_density(self, states, time, ticket=None):
        variance = self._law(time)[0]
        square = (states**2).sum(axis=1) / variance
        return -0.5 * (square + self.dimension * np.log(2.0 * np.pi * variance))

    def noise(self, count, draw):
        return draw.standard_normal((count, self.dimension))

    def ends(self, count, draw):
        return self.noise(count, draw), self.last * self.noise(count, draw)

    def followed_by(self, shaking):
        return NormalBridge(self.interpolant, shaking, self.last, self.dimension)

    def shadow(self):
        return NormalBridge(self.interpolant, self.shaking, self.last, 1)

    def tex(self):
        return ()


@pytest.fixture
def normal_bridge():
    """Makes a bridge from N(0, I) to N(0, s^2 I)."""

    def make(amplitude=1.0, last=2.0, **how):
        noise = "Brownian" if amplitude else "none"
        return NormalBridge(Interpolant("linear", noise, amplitude), Shaking(**how), last)

    return make
