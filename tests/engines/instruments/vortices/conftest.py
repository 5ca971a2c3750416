"""A globe that turns as a whole, for tests of vorticity."""

from __future__ import annotations

import numpy as np
import pytest

from engines.protocols.capabilities import Bounded, Box, Differentiable, Spherical
from engines.protocols.flow import Flow


class _Space(Flow, Differentiable):
    """The space turns round its third axis."""

    dimension, states, steady = 3, ("X", "Y", "Z"), True

    def __init__(self, rate):
        self.turn = np.array([[0.0, -rate, 0.0], [rate, 0.0, 0.0], [0.0, 0.0, 0.0]])

    def velocity(self, states, time):
        return states @ self.turn.T

    def jacobian(self, states, time):
        return np.broadcast_to(self.turn, (len(states), 3, 3))

    def advance(self, states, start, stop, ticket=None):
        raise NotImplementedError

    def record(self, states, times, ticket=None):
        raise NotImplementedError


class _Globe(Flow, Bounded, Spherical):
    """A globe that turns as a whole: n . curl v = 2 rate sin(latitude)."""

    dimension, states, steady = 2, ("lon", "lat"), True
    time_unit, radius = "s", 1.0
    box = Box((-180.0, -90.0), (180.0, 90.0), (True, False), ("a", "b"), ("a", "b"),
              ("deg", "deg"), (0.0, 0.0))  # fmt: skip

    def __init__(self, rate):
        self.whole, self.rate = _Space(rate), rate

    def lifted(self, states):
        lon, lat = np.radians(states).T
        return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)

    def seen(self, states):
        return np.degrees(
            np.stack([np.arctan2(states[:, 1], states[:, 0]), np.arcsin(states[:, 2])], axis=1)
        )

    def bases(self, states):
        east = np.stack([-states[:, 1], states[:, 0], np.zeros(len(states))], axis=1)
        east /= np.linalg.norm(east, axis=1, keepdims=True)
        return np.stack([east, np.cross(states, east)], axis=2)

    def velocity(self, states, time):
        return np.tile([np.degrees(self.rate), 0.0], (len(states), 1))

    def advance(self, states, start, stop, ticket=None):
        return states + np.array([np.degrees(self.rate) * (stop - start), 0.0])

    def record(self, states, times, ticket=None):
        return np.stack([self.advance(states, times[0], t) for t in times], axis=1)


@pytest.fixture
def globe():
    """`globe(rate)` is a sphere that turns as a whole."""
    return _Globe
