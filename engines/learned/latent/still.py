"""A planar flow as it is at one moment: exactly, or from a table where many places are asked."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.numerics.marching import SCHEMES, recorded
from engines.protocols.capabilities import Bounded, Differentiable
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

NODES = 65


class Still(Flow, Bounded, Differentiable):
    """x' = v(x, t_0): rests of it are the places where a moving landscape is level now.

    Attributes:
        moment: t_0.
    """

    steady = True

    def __init__(self, flow: Flow, moment: float) -> None:
        if not isinstance(flow, Bounded):
            raise TypeError("a still flow needs one that knows its domain")
        self._moved, self.moment = flow, moment
        self.dimension, self.states = flow.dimension, flow.states
        self.box, self.time_unit, self.duration = flow.box, flow.time_unit, flow.duration

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        return self._moved.velocity(states, self.moment)

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        known: Any = self._moved
        found: np.ndarray = known.jacobian(np.asarray(states, dtype=np.float64), self.moment)
        return found

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.record(states, np.array([start, stop]), ticket)[:, -1]

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        begin, step = np.asarray(states, dtype=np.float64), self.duration / 40.0
        return recorded(self.velocity, begin, np.asarray(times), step, SCHEMES["RK4"], ticket)


class Tabulated(Still):
    """`Still`, its velocity between the nodes of a table by bilinear interpolation."""

    def __init__(self, flow: Flow, moment: float, nodes: int = NODES) -> None:
        super().__init__(flow, moment)
        self._nodes = nodes
        low, high = np.array(self.box.low), np.array(self.box.high)
        self._low, self._pitch = low, (high - low) / (nodes - 1)
        x, y = (np.linspace(low[i], high[i], nodes) for i in (0, 1))
        places = np.stack([a.ravel() for a in np.meshgrid(x, y)], axis=1)
        self._table = flow.velocity(places, moment).reshape(nodes * nodes, 2)

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        at = (np.asarray(states) - self._low) / self._pitch
        at = np.clip(np.nan_to_num(at), 0.0, self._nodes - 1.000001)
        cell = at.astype(np.intp)
        share = at - cell
        first = cell[:, 1] * self._nodes + cell[:, 0]
        a, b = share[:, :1], share[:, 1:]
        table, wide = self._table, self._nodes
        lower = table[first] * (1.0 - a) + table[first + 1] * a
        upper = table[first + wide] * (1.0 - a) + table[first + wide + 1] * a
        found: np.ndarray = lower * (1.0 - b) + upper * b
        return found
