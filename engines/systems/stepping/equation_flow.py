"""What every flow of written equations has in common: all but how it moves its states."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from engines.errors import FlowError, near_miss
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

if TYPE_CHECKING:
    from engines.systems.system import System


def moved(known: Mapping[str, float], values: Mapping[str, float]) -> dict[str, float]:
    """`known`, with some values replaced.

    Raises:
        FlowError: If a name is unknown or a value is no number.
    """
    for name, value in values.items():
        if name not in known:
            raise FlowError(f"no parameter '{name}', {near_miss(name, list(known))}")
        if not math.isfinite(value):
            raise FlowError(f"{name} = {value}, allowed finite numbers")
    return {**known, **{name: float(value) for name, value in values.items()}}


def batch(states: np.ndarray, dimension: int) -> np.ndarray:
    """A float64 copy of `states`, checked to be of shape (n, dimension).

    Raises:
        FlowError: If it is not.
    """
    copied = np.array(states, dtype=np.float64, order="C")
    if copied.ndim != 2 or copied.shape[1] != dimension:
        raise FlowError(f"states have shape {copied.shape}, expected (any, {dimension})")
    return copied


class EquationFlow(Flow, Differentiable, Tangent, Bounded, Described, Compiled, Parametric):
    """dx/dt = f(x, t; p), or x_(n+1) = F(x_n, n; p), of a system file.

    Args:
        system: The equations and what is known about them.
        values: Value of each parameter; further names are ignored.
    """

    def __init__(self, system: System, values: Mapping[str, float]) -> None:
        equations = system.equations
        self.system = system
        self.values = {name: float(values[name]) for name in equations.parameters}
        self.declared = tuple(d for d in system.declared if d.name in self.values)
        self.dimension = equations.dimension
        self.states = equations.states
        self.steady = equations.steady
        self.box = system.box
        self.time_unit = system.time_unit
        self.duration = system.duration

    @abstractmethod
    def _moved(
        self,
        states: np.ndarray,
        times: np.ndarray,
        tangents: np.ndarray | None,
        ticket: Ticket | None,
    ) -> np.ndarray:
        """`states`, given at times[0], at each of `times`, shape (n, k, d).

        Args:
            states: Shape (n, d), of this call alone.
            times: Shape (k,), monotone and finite.
            tangents: Deformation gradients, shape (n, d, d), overwritten with the last of them.
            ticket: To withdraw it.
        """

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        return self.system.equations.evaluate(states, time, self.values)

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        return self.system.equations.evaluate_jacobian(states, time, self.values)

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.record(states, np.array([start, stop], dtype=float), ticket)[:, 1]

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self._moved(batch(states, self.dimension), _finite(times), None, ticket)

    def advance_tangent(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        states = batch(states, self.dimension)
        tangents = np.tile(np.eye(self.dimension), (len(states), 1, 1))
        times = _finite(np.array([start, stop], dtype=float))
        final = self._moved(states, times, tangents, ticket)[:, 1]
        tangents[~np.isfinite(tangents).all(axis=(1, 2)) | np.isnan(final[:, 0])] = np.nan
        return final, tangents

    def tex(self) -> tuple[str, ...]:
        return self.system.tex(self.values)


def _finite(times: np.ndarray) -> np.ndarray:
    times = np.asarray(times, dtype=np.float64)
    if not np.isfinite(times).all():
        raise FlowError(f"time = {times[~np.isfinite(times)][0]}, allowed finite numbers")
    return times
