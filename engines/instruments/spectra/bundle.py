"""Orbits side by side, each with a frame of directions that rides along."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.instruments.portrait.scales import box_of
from engines.instruments.spectra.orthonormal import orthonormalise
from engines.protocols.capabilities import Spherical, Tangent
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

LARGEST = 8  # coordinates up to which a flow's own tangents are carried
APART = 1e-6  # of the box, between an orbit and the neighbours that stand for its tangents
FEW = 4  # directions carried where there are many


class Bundle:
    """n orbits of one flow, and k orthonormal directions at each.

    After each piece of time the directions have become F = Q R; they are made orthonormal again,
    and ln R_ii is by how much the volume of the first i directions grew against that of i - 1.
    Directions are measured in sides of the box, which changes no exponent and keeps coordinates of
    very different size apart from rounding.

    Where a flow has no tangents, or many coordinates, neighbours at a millionth of the box stand
    for them.

    Attributes:
        flow: What moves them; of a flow on a sphere its unit vectors.
        states: Where the orbits are, shape (n, d).
        frames: The directions, shape (n, d, k), in sides of the box.
        sides: Lengths in which directions are measured, shape (d,).
        time: Where their time is.

    Source:
        Benettin, Galgani, Giorgilli & Strelcyn (1980), Meccanica 15, 9-30.
    """

    def __init__(self, flow: Flow, states: np.ndarray, time: float, directions: int = 0) -> None:
        if isinstance(flow, Spherical):
            self.flow: Flow = flow.whole
            self.states = flow.lifted(np.asarray(states, float))
            self.sides = np.ones(self.flow.dimension)
            self.frames = np.array(flow.bases(self.states))
        else:
            self.flow = flow
            self.states = np.array(states, float)
            self.sides = np.subtract(box_of(flow).high, box_of(flow).low)
            self.frames = np.tile(np.eye(flow.dimension), (len(states), 1, 1))
        d = self.flow.dimension
        self.own = isinstance(self.flow, Tangent) and d <= LARGEST
        few = min(d, directions or (d if d <= LARGEST * 2 else FEW))
        self.frames = np.ascontiguousarray(self.frames[:, :, : min(few, self.frames.shape[2])])
        self.time = time

    @property
    def directions(self) -> int:
        """Number k of directions."""
        return int(self.frames.shape[2])

    def carry(self, length: float, ticket: Ticket | None = None) -> np.ndarray:
        """Go on for `length`.

        Returns:
            ln R_ii of each orbit, shape (n, k).

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        stop = self.time + length
        if self.own:
            self._by_tangents(stop, ticket)
        else:
            self._by_neighbours(stop, ticket)
        self.time = stop
        logs = np.empty(self.frames.shape[::2])
        orthonormalise(self.frames, logs)
        return logs

    def keep(self, which: np.ndarray) -> None:
        """Go on with these orbits only.

        Args:
            which: Shape (n,), true for those that stay.
        """
        self.states = np.ascontiguousarray(self.states[which])
        self.frames = np.ascontiguousarray(self.frames[which])

    def again(self, flow: Flow) -> Bundle:
        """A bundle with the same orbits and directions, moved by another integrator of the same
        flow.
        """
        other = object.__new__(Bundle)
        other.flow = flow.whole if isinstance(flow, Spherical) else flow
        other.states, other.frames = self.states.copy(), self.frames.copy()
        other.sides, other.own, other.time = self.sides, self.own, self.time
        return other

    def _by_tangents(self, stop: float, ticket: Ticket | None) -> None:
        flow: Any = self.flow
        self.states, stretched = flow.advance_tangent(self.states, self.time, stop, ticket)
        scaled = stretched * self.sides / self.sides[:, None]
        self.frames = np.ascontiguousarray(scaled @ self.frames)

    def _by_neighbours(self, stop: float, ticket: Ticket | None) -> None:
        n, d, k = self.frames.shape
        beside = APART * self.sides[:, None] * self.frames
        around = self.states[:, :, None] + np.concatenate([np.zeros((n, d, 1)), beside], axis=2)
        # what is added to a large number is not what remains of it
        beside = around[:, :, 1:] - around[:, :, :1]
        flat = np.ascontiguousarray(np.moveaxis(around, 2, 1)).reshape(n * (k + 1), d)
        moved = self.flow.advance(flat, self.time, stop, ticket).reshape(n, k + 1, d)
        self.states = np.ascontiguousarray(moved[:, 0])
        parted = np.moveaxis(moved[:, 1:] - moved[:, :1], 1, 2)
        self.frames = np.ascontiguousarray(parted / (APART * self.sides[:, None]))


def settled(
    flow: Flow, number: int, settle: float, spread: float, ticket: Ticket | None = None
) -> np.ndarray:
    """States for `number` orbits on what the orbit from the box's start settles on.

    They are taken from that one orbit, so that all belong to the same attractor, or to the same
    sea of a flow that keeps its volume; a millionth of the box sets them apart, so that chaotic
    ones forget each other.

    Args:
        flow: Any flow that knows its domain.
        number: How many.
        settle: Time forgotten first; whole iterations for a map.
        spread: Time over which they are taken.
        ticket: Looked at on the way.

    Returns:
        Shape (number, d).

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    box = box_of(flow)
    times = np.concatenate([[0.0], settle + spread * (np.arange(number) + 1.0) / number])
    times = np.round(times) if flow.discrete else times
    states = flow.record(np.array([box.start]), times, ticket)[0, 1:]
    sides = np.subtract(box.high, box.low)
    draw = np.random.default_rng(0)
    return states + APART * sides * draw.uniform(-1.0, 1.0, states.shape)
