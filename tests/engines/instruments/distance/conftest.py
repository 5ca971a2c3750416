"""A flow from noise to data whose paths are known exactly."""

from __future__ import annotations

import numpy as np
import pytest

from engines.protocols.capabilities import Generating
from engines.protocols.flow import Flow


class Stretch(Flow, Generating):
    """N(0, 1) to N(0, s^2) in each of two coordinates, exactly: x(t) = x(0) sqrt(V(t))."""

    dimension, states, steady = 2, ("a", "b"), False

    def __init__(self, s=2.0):
        self.s = s

    def noise(self, count, draw):
        return draw.standard_normal((count, 2))

    def _width(self, t):
        return np.sqrt((1 - t) ** 2 + t**2 * self.s**2)

    def velocity(self, states, time):
        return states * (time * self.s**2 - (1 - time)) / self._width(time) ** 2

    def advance(self, states, start, stop, ticket=None):
        return states * self._width(stop) / self._width(start)

    def record(self, states, times, ticket=None):
        if ticket is not None:
            ticket.check()
        return states[:, None] * (self._width(times) / self._width(times[0]))[:, None]


@pytest.fixture
def stretch():
    return Stretch
