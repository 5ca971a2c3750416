"""A flow to pictures that is known by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engines.protocols.capabilities import Decoding, Displacing, Generating
from engines.protocols.flow import Flow

RATES = np.array([0.5, -0.3, 0.1, -1.0])


class Growing(Flow, Decoding, Displacing, Generating):
    """x_i(t) = x_i(0) exp(k_i t); the four coordinates are the pixels of a picture of 2 by 2."""

    dimension, states, steady = 4, ("p", "q", "r", "s"), True

    def velocity(self, states, time):
        return RATES * np.asarray(states)

    def advance(self, states, start, stop, ticket=None):
        return np.asarray(states) * np.exp(RATES * (stop - start))

    def record(self, states, times, ticket=None):
        return np.stack([self.advance(states, times[0], t) for t in times], axis=1)

    def advance_displaced(self, states, moves, start, stop, ticket=None):
        grown = np.exp(RATES * (stop - start))
        return self.advance(states, start, stop), grown[:, None] * moves

    def noise(self, count, draw):
        return draw.standard_normal((count, 4))

    def decode(self, states):
        return np.asarray(states).reshape(-1, 2, 2)


@pytest.fixture(scope="session")
def growing():
    return Growing()
