"""Stiff equations as a flow, moved by an implicit method."""

from __future__ import annotations

import threading
import time as clock
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from engines.equations.equations import Equations
from engines.errors import FlowError
from engines.numerics.integrate import without_infinities
from engines.protocols.capabilities import Explaining, Noted, Refinable
from engines.running.slices import in_slices
from engines.running.ticket import Ticket
from engines.systems.stepping.equation_flow import EquationFlow, moved
from engines.systems.stepping.leaving import left_domain
from engines.systems.stiff.kernels import Implicit
from engines.systems.suspended import suspended

if TYPE_CHECKING:
    from engines.systems.system import System

TOLERANCE = 1e-7
_TIGHTEST = 1e-12
_ABSOLUTE = 1e-3  # of the side of the box: below this share of it a tolerance is absolute
_LEAST = 1e-11  # of the suggested step: a state that needs shorter ones is given up
_TRIES = 64  # steps between two looks at the ticket

_loops: dict[tuple[str, bool], Implicit] = {}
_lock = threading.Lock()


def _loop(equations: Equations, tangent: bool) -> Implicit:
    key = (equations.key, tangent)
    with _lock:
        if key not in _loops:
            _loops[key] = Implicit(equations, tangent)
        return _loops[key]


class StiffFlow(EquationFlow, Refinable, Noted, Explaining):
    """dx/dt = f(x, t; p) whose fastest motions die out at once, by RODAS with error control.

    Args:
        system: The equations and what is known about them.
        values: Value of each parameter.
        tolerance: Relative tolerance per step; the absolute one is a thousandth of it times the
            side of the box.

    Raises:
        FlowError: If the tolerance is not above zero.
    """

    note = "stiff: integrated implicitly on the processor."

    def __init__(
        self, system: System, values: Mapping[str, float], tolerance: float = TOLERANCE
    ) -> None:
        if not tolerance > 0.0:
            raise FlowError(f"tolerance = {tolerance:g}, allowed above 0")
        super().__init__(system, values)
        self.tolerance = max(float(tolerance), _TIGHTEST)

    def _moved(
        self,
        states: np.ndarray,
        times: np.ndarray,
        tangents: np.ndarray | None,
        ticket: Ticket | None,
    ) -> np.ndarray:
        loop = _loop(self.system.equations, tangents is not None)
        loop.warming.ready("implicit", lambda: self._compile(loop), ticket)
        out = np.empty((len(states), len(times), self.dimension))
        none = np.zeros((0, 0))

        def piece(first: int, last: int) -> None:
            for i in range(first, last):
                out[i, 0] = states[i]
                m = none if tangents is None else tangents[i]
                self._one(loop, states[i], m, times, out[i], ticket)

        in_slices(piece, len(states), 4, ticket)
        return without_infinities(out)

    def _compile(self, loop: Implicit) -> None:
        d = self.dimension
        x, m = np.array(self.box.start, dtype=float), np.eye(d)
        self._one(loop, x, m if loop.tangent else np.zeros((0, 0)), np.zeros(1), x[None], None)

    def _one(
        self,
        loop: Implicit,
        x: np.ndarray,
        m: np.ndarray,
        times: np.ndarray,
        out: np.ndarray,
        ticket: Ticket | None,
    ) -> None:
        values = np.array(list(self.values.values()), dtype=float)
        sides = np.subtract(self.box.high, self.box.low)
        atol = self.tolerance * _ABSOLUTE * sides
        usual = self.system.step
        state = np.array([times[0], np.copysign(usual, times[-1] - times[0]), 0.0])
        least = max(_LEAST * usual, 1e-15 * float(np.abs(times).max()))
        tries = _TRIES
        while True:
            if ticket is not None:
                ticket.check()
            before = clock.perf_counter()
            tried = loop.kernel(x, m, state, times, out, tries, least, self.tolerance, atol, values)
            loop.pace.observe(8, tried, clock.perf_counter() - before)
            if state[2] >= len(times) - 1:
                return
            tries = loop.pace.steps(8)

    def refined(self) -> StiffFlow:
        """The same flow at a hundredth of the tolerance."""
        return StiffFlow(self.system, self.values, self.tolerance / 100.0)

    def at(self, values: Mapping[str, float]) -> StiffFlow:
        return StiffFlow(self.system, moved(self.values, values), self.tolerance)

    def suspended(self, names: Sequence[str]) -> StiffFlow:
        return StiffFlow(suspended(self.system, names), self.values, self.tolerance)

    def lost(self, state: np.ndarray, start: float, stop: float) -> str:
        equations, step = self.system.equations, 0.01 * self.system.step
        return left_domain(equations, self.values, state, start, stop, step)

    @property
    def integrator(self) -> str:
        return f"RODAS (implicit), tolerance {self.tolerance:.0e}".replace("e-0", "e-")

    def compiled(self) -> bool:
        return _loop(self.system.equations, False).warming.done("implicit")
