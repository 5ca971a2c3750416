"""Stochastic equations as a flow: shaken by a noise that is frozen."""

from __future__ import annotations

import threading
import time as clock
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from engines.equations.algebra.arithmetic import ZERO
from engines.equations.equations import Equations
from engines.errors import FlowError
from engines.numerics.integrate import without_infinities
from engines.protocols.capabilities import Refinable
from engines.running.slices import in_slices
from engines.running.ticket import Ticket
from engines.systems.stepping.equation_flow import EquationFlow, moved
from engines.systems.stochastic.brownian import shaken
from engines.systems.stochastic.kernels import LANES, Shaking
from engines.systems.stochastic.reading import SEED
from engines.systems.stochastic.steps import (
    EULER,
    MILSTEIN,
    RUNGE_KUTTA,
    Walk,
    additive,
    diagonal,
    walk,
)
from engines.systems.suspended import suspended

if TYPE_CHECKING:
    from engines.systems.system import System

SCHEMES = {EULER: "Euler-Maruyama", MILSTEIN: "Milstein", RUNGE_KUTTA: "stochastic RK4"}
_DEEPEST = 20
_CHUNK = 2000  # steps of one call

_loops: dict[tuple[str, str, str, bool], Shaking] = {}
_lock = threading.Lock()


def _loop(drift: Equations, noise: Equations, scheme: str, tangent: bool) -> Shaking:
    key = (drift.key, noise.key, scheme, tangent)
    with _lock:
        if key not in _loops:
            _loops[key] = Shaking(drift, noise, scheme, tangent)
        return _loops[key]


class StochasticFlow(EquationFlow, Refinable):
    """dx_i = f_i(x, t) dt + g_i(x, t) dW_i in the sense of Ito, along frozen paths W_i.

    Velocity and Jacobian are those of the drift. All states of a batch feel the same noise, so that it is a flow like any other that depends on
    time: neighbours stay neighbours, and FTLE and exponents are those of a random dynamical system.
    `independent` gives every state of a batch a noise of its own, by its place in the batch.

    Args:
        system: Drift, noise and what is known about them.
        values: Value of each parameter, and of the seed.
        level: How often the suggested step is halved.
        scheme: "runge_kutta", "milstein" or "euler_maruyama", see `step_map`; the best that is
            valid if None.
        independent: Whether every state of a batch has a noise of its own.

    Raises:
        FlowError: If there is no noise, or the scheme does not suit it.

    Source:
        Arnold (1998), Random Dynamical Systems, Springer, for what a flow with noise is.
    """

    def __init__(
        self,
        system: System,
        values: Mapping[str, float],
        level: int = 0,
        scheme: str | None = None,
        *,
        independent: bool = False,
    ) -> None:
        if system.noise is None:
            raise FlowError(f"{system.title}: nothing shakes it, expected [noise]")
        usual = RUNGE_KUTTA if diagonal(system.noise) else EULER
        self.scheme = scheme or usual
        if self.scheme not in SCHEMES:
            raise FlowError(f"scheme = '{scheme}', allowed {', '.join(SCHEMES)}")
        if self.scheme != EULER and usual == EULER:
            raise FlowError(
                f"{system.title}: the noise of a state depends on another one, allowed is "
                f"scheme = '{EULER}'"
            )
        if not 0 <= level <= _DEEPEST:
            raise FlowError(f"level = {level}, allowed 0 to {_DEEPEST}")
        super().__init__(system, values)
        self.steady = False  # the drift may be, the noise is not
        self.noise = system.noise
        self.seed = int(values.get(SEED, 0))
        self.level = level
        self.independent = independent
        self.step = system.step / 2.0**level

    def _moved(
        self,
        states: np.ndarray,
        times: np.ndarray,
        tangents: np.ndarray | None,
        ticket: Ticket | None,
    ) -> np.ndarray:
        if times[-1] < times[0] and self.scheme == EULER and not additive(self.noise):
            raise FlowError(
                f"{self.system.title}: cannot be run backwards, the noise of a state depends on "
                "another one"
            )
        z = states
        loop = _loop(self.system.equations, self.noise, self.scheme, tangents is not None)
        m = np.zeros((0, self.dimension, self.dimension)) if tangents is None else tangents
        loop.warming.ready("shaken", lambda: self._compile(loop), ticket)
        out = np.empty((len(z), len(times), self.dimension))
        values = np.array(list(self.values.values()), dtype=float)
        steps = walk(times, self.step)

        total = len(steps.cells)
        marks = np.full(total, -1, dtype=np.int64)
        for k in range(1, len(times)):
            if steps.marks[k] > steps.marks[k - 1]:
                marks[steps.marks[k] - 1] = k
        shared = None if self.independent else self._shared(loop, steps, ticket)

        def piece(first: int, last: int) -> None:
            out[first:last, 0] = z[first:last]
            at = 0
            while at < total:
                if ticket is not None:
                    ticket.check()
                now = min(total, at + max(1, min(loop.pace.steps(last - first), _CHUNK)))
                before = clock.perf_counter()
                part = slice(at, now)
                w = (
                    self._changes(loop, steps, part, first, last)
                    if shared is None
                    else shared[part]
                )
                loop.kernel(z, m, first, last, steps.times[part], steps.lengths[part], marks[part],
                            w, int(self.independent), values, out)  # fmt: skip
                loop.pace.observe(last - first, now - at, clock.perf_counter() - before)
                at = now
            for k in range(1, len(times)):
                if steps.marks[k] == steps.marks[k - 1]:  # no time went by
                    out[first:last, k] = out[first:last, k - 1]

        in_slices(piece, len(z), min(LANES, loop.pace.states(min(total, _CHUNK), len(z))), ticket)
        return without_infinities(out)

    def _shared(self, loop: Shaking, steps: Walk, ticket: Ticket | None) -> np.ndarray:
        """Changes of the paths that all states feel, shape (k, c, 1)."""
        parts = [np.empty((0, len(loop.components), 1))]
        for at in range(0, len(steps.cells), 10 * _CHUNK):
            if ticket is not None:
                ticket.check()
            parts.append(self._changes(loop, steps, slice(at, at + 10 * _CHUNK), 0, 1))
        return np.concatenate(parts)

    def _changes(
        self, loop: Shaking, steps: Walk, part: slice, first: int, last: int
    ) -> np.ndarray:
        cells = steps.cells[part]
        lanes = (last - first + 7) // 8 * 8 if self.independent else 1
        w = np.empty((len(cells), len(loop.components), lanes))
        components = np.array(loop.components, dtype=np.int64)
        shaken(w, self.seed, components, first, self.independent, self.system.step, self.level,
               cells, steps.starts[part], steps.stops[part])  # fmt: skip
        return w

    def _compile(self, loop: Shaking) -> None:
        d = self.dimension
        none = np.zeros((0, d)), np.zeros((0, d, d))
        nothing = np.zeros(0)
        still = walk(np.zeros(1), self.step)
        w = self._changes(loop, still, slice(0, 0), 0, 0)
        values = np.array(list(self.values.values()), dtype=float)
        marks, out = np.zeros(0, dtype=np.int64), np.zeros((0, 1, d))
        loop.kernel(*none, 0, 0, nothing, nothing, marks, w, 0, values, out)

    def apart(self) -> StochasticFlow:
        """The same flow with a noise of its own for every state of a batch."""
        return StochasticFlow(self.system, self._all, self.level, self.scheme, independent=True)

    @property
    def _all(self) -> dict[str, float]:
        return {**self.values, SEED: float(self.seed)}

    def refined(self) -> StochasticFlow:
        """The same flow along the same paths at half the step."""
        return StochasticFlow(
            self.system, self._all, self.level + 1, self.scheme, independent=self.independent
        )

    def at(self, values: Mapping[str, float]) -> StochasticFlow:
        there = {**moved(self.values, values), SEED: float(self.seed)}
        return StochasticFlow(
            self.system, there, self.level, self.scheme, independent=self.independent
        )

    def suspended(self, names: Sequence[str]) -> StochasticFlow:
        wider = suspended(self.system, names)
        noise = Equations(
            states=(*self.noise.states, *names),
            parameters=wider.equations.parameters,
            rates=(*self.noise.rates, *(ZERO for _ in names)),
        )
        return StochasticFlow(
            replace(wider, noise=noise), self._all, self.level, independent=self.independent
        )

    @property
    def integrator(self) -> str:
        return f"{SCHEMES[self.scheme]}, step {self.step:.3g} {self.time_unit}".rstrip()

    def compiled(self) -> bool:
        loop = _loop(self.system.equations, self.noise, self.scheme, False)
        return loop.warming.done("shaken")
