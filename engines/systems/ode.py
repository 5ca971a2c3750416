"""Ordinary differential equations as a flow."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from engines.equations.to_glsl import glsl, uniform_name
from engines.errors import FlowError, near_miss
from engines.numerics.steppers import STEPPERS
from engines.protocols.capabilities import (
    Bounded,
    Compiled,
    Described,
    Differentiable,
    Diffusive,
    Explaining,
    Parametric,
    Refinable,
    Shaded,
    Tangent,
)
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket
from engines.systems.motion import AdaptiveCarrier, ChainCarrier, Coded, carried, loops
from engines.systems.stepping.leaving import left_domain
from engines.systems.suspended import suspended

if TYPE_CHECKING:
    from engines.systems.system import System

VISCOSITY = "nu"  # the parameter of a system that is its kinematic viscosity; 1 without it
_TIGHTEST = 1e-13


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


class OdeFlow(
    Flow,
    Differentiable,
    Diffusive,
    Tangent,
    Refinable,
    Bounded,
    Shaded,
    Described,
    Compiled,
    Parametric,
    Explaining,
):
    """dx/dt = f(x, t; p) of a system file, in compiled float64.

    Args:
        system: The equations and what is known about them.
        values: Value of each parameter.
        step: Longest step, in units of time; the system's own if None.
        stepper: "euler", "midpoint", "heun" or "rk4" with equal steps, or "dormand_prince" with
            error control.
        tolerance: Relative and absolute tolerance per step of "dormand_prince".

    Raises:
        FlowError: If the stepper is unknown or the step is not above zero.
    """

    def __init__(
        self,
        system: System,
        values: Mapping[str, float],
        step: float | None = None,
        stepper: str = "rk4",
        tolerance: float = 1e-9,
    ) -> None:
        if stepper not in STEPPERS:
            raise FlowError(f"stepper = '{stepper}', allowed {', '.join(STEPPERS)}")
        self.step = float(system.step if step is None else step)
        if not self.step > 0.0:
            raise FlowError(f"step = {self.step:g}, allowed above 0")
        equations = system.equations
        self.system = system
        self.values = {name: float(values[name]) for name in equations.parameters}
        self.declared = system.declared
        self.stepper = stepper
        self.tolerance = max(float(tolerance), _TIGHTEST)
        self.dimension = equations.dimension
        self.states = equations.states
        self.steady = equations.steady
        self.box = system.box
        self.time_unit = system.time_unit
        self.duration = system.duration
        self.viscosity = self.values.get(VISCOSITY, 1.0)

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        return self.system.equations.evaluate(states, time, self.values)

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        return self.system.equations.evaluate_jacobian(states, time, self.values)

    def laplacian(self, states: np.ndarray, time: float) -> np.ndarray:
        return self.system.equations.evaluate_laplacian(states, time, self.values)

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        ends = np.array([start, stop], dtype=np.float64)
        return self._carried(states, ends, ticket)[:, 1]

    def advance_tangent(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        states = batch(states, self.dimension)
        tangents = np.broadcast_to(
            np.eye(self.dimension), (len(states), self.dimension, self.dimension)
        ).copy()
        ends = np.array([start, stop], dtype=np.float64)
        final = carried(self._carrier(tangent=True), states, ends, ticket, tangents)[:, 1]
        tangents[~np.isfinite(tangents).all(axis=(1, 2)) | np.isnan(final[:, 0])] = np.nan
        return final, tangents

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self._carried(states, np.asarray(times, dtype=np.float64), ticket)

    def refined(self) -> OdeFlow:
        """The same flow with error control, or with a hundredth of the tolerance.

        Error control would take a jump or a corner for a singularity; a flow that has some gets a
        quarter of the step.
        """
        if not self.system.equations.smooth:
            return type(self)(self.system, self.values, self.step / 4.0)
        finer = self.tolerance / 100.0 if self.stepper == "dormand_prince" else 1e-9
        return type(self)(self.system, self.values, self.step, "dormand_prince", finer)

    def at(self, values: Mapping[str, float]) -> OdeFlow:
        there = moved(self.values, values)
        return type(self)(self.system, there, self.step, self.stepper, self.tolerance)

    def suspended(self, names: Sequence[str]) -> OdeFlow:
        wider = suspended(self.system, names)
        return OdeFlow(wider, self.values, self.step, self.stepper, self.tolerance)

    def lost(self, state: np.ndarray, start: float, stop: float) -> str:
        equations = self.system.equations
        return left_domain(equations, self.values, state, start, stop, self.step)

    @property
    def integrator(self) -> str:
        name = STEPPERS[self.stepper].name
        if self.stepper == "dormand_prince":
            return f"{name}, tolerance {self.tolerance:.0e}".replace("e-0", "e-")
        return f"{name}, step {self.step:g} {self.time_unit}".rstrip()

    def glsl(self) -> str:
        return glsl(self.system.equations)

    def uniforms(self) -> Mapping[str, float]:
        return {uniform_name(name): value for name, value in self.values.items()}

    def tex(self) -> tuple[str, ...]:
        return self.system.tex(self.values)

    def compiled(self) -> bool:
        return self._carrier(tangent=False).compiled

    def _carrier(self, *, tangent: bool) -> Coded:
        shared = loops(self.system.equations, tangent)
        values = np.array(list(self.values.values()), dtype=np.float64)
        tableau = STEPPERS[self.stepper]
        if tableau.embedded:
            return AdaptiveCarrier(shared, values, tableau, self.tolerance, self.step)
        return ChainCarrier(shared, values, tableau, self.step)

    def _carried(self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None) -> np.ndarray:
        if not np.isfinite(times).all():
            raise FlowError(f"time = {times[~np.isfinite(times)][0]}, allowed finite numbers")
        return carried(self._carrier(tangent=False), batch(states, self.dimension), times, ticket)
