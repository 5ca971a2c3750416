"""The double gyre, as if each of its states were expensive."""

from __future__ import annotations

import pytest

from engines.protocols.capabilities import Bounded, Costly, Tangent
from engines.protocols.flow import Flow


class SlowGyre(Flow, Bounded, Tangent, Costly):
    steady, time_unit = False, "s"

    def __init__(self, gyre):
        self.gyre, self.followed = gyre, 0
        self.dimension, self.states = gyre.dimension, gyre.states
        self.box, self.duration = gyre.box, gyre.duration

    def velocity(self, states, time):
        return self.gyre.velocity(states, time)

    def advance(self, states, start, stop, ticket=None):
        self.followed += len(states)
        return self.gyre.advance(states, start, stop, ticket)

    def record(self, states, times, ticket=None):
        return self.gyre.record(states, times, ticket)

    def advance_tangent(self, states, start, stop, ticket=None):
        self.followed += len(states)
        return self.gyre.advance_tangent(states, start, stop, ticket)


@pytest.fixture
def slow(shipped):
    return SlowGyre(shipped("double-gyre"))
