"""Iterated maps as a flow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from engines.errors import FlowError
from engines.protocols.capabilities import (
    Bounded,
    Compiled,
    Described,
    Differentiable,
    Parametric,
    Tangent,
)
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket
from engines.systems.inverse import backwards
from engines.systems.motion import Carrier, IterationCarrier, carried, loops
from engines.systems.ode import batch, moved
from engines.systems.suspended import suspended

if TYPE_CHECKING:
    from engines.systems.system import System


class MapFlow(Flow, Differentiable, Tangent, Bounded, Described, Compiled, Parametric):
    """x_(n+1) = F(x_n, n; p) of a system file, in compiled float64.

    Time is counted in whole iterations. It runs backwards where the file states the determinant
    of the Jacobian (`truths.area`) and that is not zero: then each state has one predecessor
    nearby, which Newton's method finds.

    Args:
        system: The equations and what is known about them.
        values: Value of each parameter.
    """

    discrete = True

    def __init__(self, system: System, values: Mapping[str, float]) -> None:
        equations = system.equations
        self.system = system
        self.values = {name: float(values[name]) for name in equations.parameters}
        self.dimension = equations.dimension
        self.states = equations.states
        self.steady = equations.steady
        self.box = system.box
        self.time_unit = system.time_unit
        self.duration = system.duration
        self.declared = system.declared

    def at(self, values: Mapping[str, float]) -> MapFlow:
        return MapFlow(self.system, moved(self.values, values))

    def suspended(self, names: Sequence[str]) -> MapFlow:
        return MapFlow(suspended(self.system, names), self.values)

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        return self.system.equations.evaluate(states, time, self.values) - states

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        """Derivative of the displacement F(x) - x, so that F'(x) is this plus the identity."""
        derivative = self.system.equations.evaluate_jacobian(states, time, self.values)
        return derivative - np.eye(self.dimension)

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.record(states, np.array([start, stop]), ticket)[:, 1]

    def advance_tangent(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        states = batch(states, self.dimension)
        tangents = np.tile(np.eye(self.dimension), (len(states), 1, 1))
        times = self._whole(np.array([start, stop]))
        final = carried(self._carrier(times, tangent=True), states, times, ticket, tangents)[:, 1]
        tangents[~np.isfinite(tangents).all(axis=(1, 2)) | np.isnan(final[:, 0])] = np.nan
        return final, tangents

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        times = self._whole(times)
        states = batch(states, self.dimension)
        return carried(self._carrier(times, tangent=False), states, times, ticket)

    def compiled(self) -> bool:
        return self._forwards(tangent=False).compiled

    def tex(self) -> tuple[str, ...]:
        return self.system.tex(self.values)

    def _whole(self, times: np.ndarray) -> np.ndarray:
        """`times` as they are, after a look whether whole iterations lie between them."""
        times = np.asarray(times, dtype=np.float64)
        between = np.diff(times)
        if not np.array_equal(between, np.round(between)):
            raise FlowError(
                f"{self.system.title}: a map moves by whole iterations, asked for "
                f"{between[between != np.round(between)][0]:g}"
            )
        return times

    def _carrier(self, times: np.ndarray, *, tangent: bool) -> Carrier:
        if times[-1] < times[0]:
            return backwards(self.system, self.values)
        return self._forwards(tangent=tangent)

    def _forwards(self, *, tangent: bool) -> IterationCarrier:
        values = np.array(list(self.values.values()), dtype=np.float64)
        return IterationCarrier(loops(self.system.equations, tangent), values)
