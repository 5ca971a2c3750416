"""Ordinary differential equations as a flow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from engines.equations.to_glsl import glsl, uniform_name
from engines.errors import FlowError
from engines.numerics.steppers import STEPPERS
from engines.protocols.capabilities import Diffusive, Explaining, Refinable, Shaded
from engines.running.ticket import Ticket
from engines.systems.motion import AdaptiveCarrier, ChainCarrier, Coded, carried, loops
from engines.systems.stepping.equation_flow import EquationFlow, moved
from engines.systems.stepping.leaving import left_domain
from engines.systems.suspended import suspended

if TYPE_CHECKING:
    from engines.systems.system import System

VISCOSITY = "nu"  # the parameter of a system that is its kinematic viscosity; 1 without it
_TIGHTEST = 1e-13


class OdeFlow(EquationFlow, Diffusive, Refinable, Shaded, Explaining):
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
        super().__init__(system, values)
        self.stepper = stepper
        self.tolerance = max(float(tolerance), _TIGHTEST)
        self.viscosity = self.values.get(VISCOSITY, 1.0)

    def laplacian(self, states: np.ndarray, time: float) -> np.ndarray:
        return self.system.equations.evaluate_laplacian(states, time, self.values)

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

    def compiled(self) -> bool:
        return self._carrier(tangent=False).compiled

    def _carrier(self, *, tangent: bool) -> Coded:
        shared = loops(self.system.equations, tangent)
        values = np.array(list(self.values.values()), dtype=np.float64)
        tableau = STEPPERS[self.stepper]
        if tableau.embedded:
            return AdaptiveCarrier(shared, values, tableau, self.tolerance, self.step)
        return ChainCarrier(shared, values, tableau, self.step)

    def _moved(
        self,
        states: np.ndarray,
        times: np.ndarray,
        tangents: np.ndarray | None,
        ticket: Ticket | None,
    ) -> np.ndarray:
        carrier = self._carrier(tangent=tangents is not None)
        return carried(carrier, states, times, ticket, tangents)
