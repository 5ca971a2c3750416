"""Codes whose pictures are known by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engines.protocols.capabilities import Bounded, Box, Decoding, Flat, Sliced
from engines.protocols.flow import Flow
from engines.protocols.landscape import Altering, Sloped, Telling, Traversing


def box(*start):
    d = len(start)
    return Box((-2.0,) * d, (2.0,) * d, (False,) * d, ("z",) * d, ("z",) * d, ("",) * d, start)


class Codes(Flow, Decoding, Traversing, Bounded):
    """Three coordinates; the picture shows them as three pixels."""

    dimension, states, steady, time_unit = 3, ("a", "b", "c"), True, ""
    ways, way, box = ("one", "two"), 1, box(0.5, 0.0, -0.5)

    def velocity(self, states, time):
        return np.tile([0.0, 1.0, 0.0], (len(states), 1))

    def advance(self, states, start, stop, ticket=None):
        return states + (stop - start) * self.velocity(states, start)

    def record(self, states, times, ticket=None):
        return np.stack([self.advance(states, times[0], t) for t in times], axis=1)

    def decode(self, states):
        return np.asarray(states, float)[:, None, :]

    def traversed(self, start, steps):
        return start + np.eye(3)[:2, None] * np.asarray(steps)[None, :, None]


class Plane(Codes, Sliced):
    """The first two of them."""

    dimension, states, box = 2, ("a", "b"), box(0.5, 0.0)
    whole = Codes()

    def velocity(self, states, time):
        return np.tile([0.0, 1.0], (len(states), 1))

    def lifted(self, states):
        return np.concatenate([states, np.full((len(states), 1), -0.5)], axis=1)

    def seen(self, states):
        return states[:, :2]

    def decode(self, states):
        return self.whole.decode(self.lifted(np.asarray(states, float)))


@pytest.fixture
def codes():
    return Codes()


class MeantCodes(Codes, Altering):
    """The second way is meant to raise the second pixel by 1 a step, in all colours."""

    paces = np.array([[1.0, 0.0, 0.0], [0.0, 0.5, 0.0]])

    def decode(self, states):
        return np.repeat(super().decode(states)[..., None], 3, axis=-1)

    def altered(self, way, state, steps):
        return self.decode(state + np.eye(3)[way] * np.asarray(steps)[:, None])


@pytest.fixture
def meant():
    return MeantCodes()


@pytest.fixture
def plane():
    return Plane()


class Hill(Flow, Sloped, Bounded):
    """u = |z|^2 / (2 (t + 1)), an exact solution of Hamilton-Jacobi: z(t) = z_0 (1 + t)."""

    dimension, states, steady, time_unit, duration = 2, ("a", "b"), False, "", 5.0
    box = box(0.5, 0.0)

    def heights(self, states, time):
        return 0.5 * (np.asarray(states) ** 2).sum(axis=1) / (1.0 + time)

    def velocity(self, states, time):
        return np.asarray(states) / (1.0 + abs(time))

    def advance(self, states, start, stop, ticket=None):
        return np.asarray(states) * (1.0 + stop) / (1.0 + start)

    def record(self, states, times, ticket=None):
        return np.stack([self.advance(states, times[0], t) for t in times], axis=1)

    def level(self):
        return Level()

    def tilted(self):
        return Tilted()

    def walked(self):
        return WalkedHill()


class Level(Hill):
    def heights(self, states, time):
        return np.zeros(len(states))


class Tilted(Hill):
    def heights(self, states, time):
        return np.asarray(states)[:, 1]


class HillOfCodes(Hill, Decoding, Traversing):
    """In three coordinates, with a picture that shows them."""

    dimension, states, box = 3, ("a", "b", "c"), box(0.5, 0.0, 0.25)
    ways, way, reach = ("up",), 0, 5.0

    def decode(self, states):
        return np.asarray(states, float)[:, None, :]

    def traversed(self, start, steps):
        return start * (1.0 + np.abs(np.asarray(steps)))[None, :, None]


class WalkedHill(Hill, Decoding, Flat):
    """The plane of its first two coordinates."""

    whole, axes = HillOfCodes(), np.eye(3)[:2]

    def lifted(self, states):
        return np.concatenate([states, np.full((len(states), 1), 0.25)], axis=1)

    def seen(self, states):
        return states[..., :2]

    def decode(self, states):
        return self.whole.decode(self.lifted(np.asarray(states, float)))


@pytest.fixture
def hill():
    return Hill()


class ReadCodes(Codes, Telling):
    """Squares whose scale, x and y are the three codes."""

    told, spreads, reach = ("shape", "scale", "turn", "x", "y"), (0.5, 1.0, 2.0), 2.0
    known = np.random.default_rng(5).standard_normal((60, 3))

    def readings(self, pictures):
        flat = np.asarray(pictures)[:, 0]
        ones, none = np.ones(len(flat)), np.zeros(len(flat))
        return np.stack([ones, none, none, flat[:, 0], ones, none, flat[:, 1], flat[:, 2]], axis=1)


@pytest.fixture
def read_codes():
    return ReadCodes()
