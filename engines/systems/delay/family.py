"""Delay equations at many values of their parameters, side by side in one batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from engines.errors import FlowError, near_miss
from engines.protocols.capabilities import Bounded, Refinable
from engines.protocols.flow import Flow
from engines.running.slices import in_slices
from engines.running.ticket import Ticket
from engines.systems.stepping.equation_flow import batch
from engines.systems.suspended import widened

if TYPE_CHECKING:
    from engines.systems.delay.flow import DelayFlow


class DelayFamily(Flow, Refinable, Bounded):
    """The plane (x, x(t - tau)) and, behind it, parameters that stand still; one may be the delay.

    States of the same values are moved together, by the flow at these values. As for `DelayFlow`,
    each call begins with the histories that places stand for, so that two in a row are not one.

    Args:
        one: The flow at the other values.
        names: The parameters that have become coordinates.

    Raises:
        FlowError: If a name is no parameter.
    """

    def __init__(self, one: DelayFlow, names: Sequence[str]) -> None:
        for name in names:
            if name not in one.values:
                raise FlowError(f"no parameter '{name}', {near_miss(name, list(one.values))}")
        told = {d.name: d for d in one.declared}
        self.one = one
        self.names = tuple(names)
        self.dimension = one.dimension + len(self.names)
        self.states = (*one.states, *self.names)
        self.steady = one.steady
        self.time_unit = one.time_unit
        self.duration = one.duration
        self.box = widened(one.box, [told[name] for name in self.names])

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        found = np.zeros((len(states), self.dimension))
        for member, rows in self._members(states):
            found[rows, :2] = member.velocity(states[rows, :2], time)
        return found

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.record(states, np.array([start, stop], dtype=float), ticket)[:, 1]

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        states = batch(states, self.dimension)
        times = np.asarray(times, dtype=float)
        out = np.empty((len(states), len(times), self.dimension))
        out[:, :, 2:] = states[:, None, 2:]
        groups = self._members(states)
        self.one.ready(ticket)

        def piece(first: int, last: int) -> None:
            for member, rows in groups[first:last]:
                out[rows, :, :2] = member.record_here(states[rows, :2], times, ticket)

        in_slices(piece, len(groups), 1, ticket)
        return out

    def _members(self, states: np.ndarray) -> list[tuple[DelayFlow, np.ndarray]]:
        """A flow for each set of values, and the numbers of the states that have it."""
        values, owner = np.unique(states[:, 2:], axis=0, return_inverse=True)
        owner = owner.ravel()
        return [
            (self.one.at(dict(zip(self.names, row.tolist(), strict=True))),
             np.flatnonzero(owner == i))
            for i, row in enumerate(values)
        ]  # fmt: skip

    def refined(self) -> DelayFamily:
        """The same family at half the step."""
        return DelayFamily(self.one.refined(), self.names)

    @property
    def integrator(self) -> str:
        return self.one.integrator
