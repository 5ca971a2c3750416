"""Curves whose future is known."""

from __future__ import annotations

import numpy as np
import pytest

from engines.protocols.capabilities import Bounded, Box, Generating, Remembering
from engines.protocols.flow import Flow


@pytest.fixture(scope="session")
def waves():
    """Three sinusoids of no common period, 1200 samples."""
    k = np.arange(1200)
    return np.sin(0.11 * k) + 0.5 * np.sin(0.173 * k + 1.0) + 0.2 * np.cos(0.31 * k)


@pytest.fixture(scope="session")
def beat():
    """A curve that repeats itself exactly after 40 samples, 1200 samples."""
    turn = 2.0 * np.pi * np.arange(40) / 40
    return np.tile(np.exp(np.sin(turn)) + 0.3 * np.cos(3.0 * turn), 30)


class Arriving(Flow, Remembering, Generating, Bounded):
    """A plane of noise: its states go somewhere, once."""

    dimension, states, steady, time_unit = 2, ("a", "b"), False, ""
    box = Box(
        (-1.0, -1.0), (1.0, 1.0), (False, False), ("a", "b"), ("a", "b"), ("", ""), (0.0, 0.0)
    )

    def velocity(self, states, time):
        return -np.asarray(states)

    def advance(self, states, start, stop, ticket=None):
        return np.asarray(states) * np.exp(start - stop)

    def record(self, states, times, ticket=None):
        return np.stack([self.advance(states, times[0], t) for t in times], axis=1)

    def lifted(self, states):
        return states

    def seen(self, states):
        return states

    def noise(self, count, draw):
        return draw.standard_normal((count, 2))


@pytest.fixture
def plane():
    return Arriving()
