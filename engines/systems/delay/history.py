"""Delay equations as flows on histories."""

from __future__ import annotations

import math
import threading
import time as clock
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from engines.equations.algebra.tree import Delayed, Number
from engines.equations.equations import Equations
from engines.equations.to_numpy import evaluated
from engines.errors import FlowError
from engines.numerics.integrate import without_infinities
from engines.protocols.capabilities import (
    Bounded,
    Box,
    Compiled,
    Described,
    Refinable,
)
from engines.protocols.flow import Flow
from engines.running.slices import in_slices
from engines.running.ticket import Ticket
from engines.systems.delay.kernels import LANES, Steps, sampled
from engines.systems.delay.past import finer, interpolated, slopes, weights
from engines.systems.stepping.equation_flow import batch

if TYPE_CHECKING:
    from engines.systems.system import System

INTERVALS = 200  # of a history, as long as the longest delay
MOST_STEPS = 100_000  # over the longest delay

_steps: dict[str, Steps] = {}
_lock = threading.Lock()


def _loop(equations: Equations) -> Steps:
    with _lock:
        if equations.key not in _steps:
            _steps[equations.key] = Steps(equations)
        return _steps[equations.key]


class HistoryFlow(Flow, Refinable, Bounded, Described, Compiled):
    """x' = f(x, x(t - tau), t; p) on the space of histories.

    A state is what x was over the longest delay: `INTERVALS` + 1 samples, the newest first, of
    every state of the system. Between samples stand cubics; steps are RK4 with equal steps that
    divide the spacing of the samples, delayed values come from the cubics of the steps before.

    Args:
        system: The equations and what is known about them.
        values: Value of each parameter.
        step: Longest step, in units of time; the system's own if None.

    Raises:
        FlowError: If a delay is not above zero, or they differ too much.

    Source:
        Bellen & Zennaro (2003), Numerical Methods for Delay Differential Equations, Oxford.
    """

    def __init__(
        self, system: System, values: Mapping[str, float], step: float | None = None
    ) -> None:
        equations = system.equations
        self.system = system
        self.values = {name: float(values[name]) for name in equations.parameters}
        self.delays = tuple(self._delay(node) for node in equations.delayed)
        self.longest = max(self.delays)
        self.suggested = float(system.step if step is None else step)
        if not self.suggested > 0.0:
            raise FlowError(f"step = {self.suggested:g}, allowed above 0")
        self.spacing = self.longest / INTERVALS
        # a step is no longer than the shortest delay, so that nothing in it needs its own end
        fewest = max(self.spacing / self.suggested, self.spacing / min(self.delays))
        self.divided = math.ceil(fewest - 1e-9)
        if self.divided * INTERVALS > MOST_STEPS:
            raise FlowError(
                f"{system.title}: {self.divided * INTERVALS} steps over the longest delay, allowed "
                f"{MOST_STEPS}; the shortest delay is {min(self.delays):g}, the longest "
                f"{self.longest:g}"
            )
        self.step = self.spacing / self.divided
        s = equations.dimension
        self.dimension = (INTERVALS + 1) * s
        self.states = tuple(
            name if not j else f"{name}_{j}"
            for j in range(INTERVALS + 1)
            for name in equations.states
        )
        self.steady = equations.steady
        self.time_unit = system.time_unit
        self.duration = system.duration
        self.box = self._box()

    def _delay(self, node: Delayed) -> float:
        if isinstance(node.delay, Number):
            return node.delay.value
        name = node.delay.name  # type: ignore[attr-defined]
        if not self.values[name] > 0.0:
            raise FlowError(f"{name}: must be > 0, got {self.values[name]:g}")
        return self.values[name]

    def _box(self) -> Box:
        box, count = self.system.box, INTERVALS + 1
        return Box(
            low=box.low * count,
            high=box.high * count,
            periodic=box.periodic * count,
            labels=box.labels * count,
            symbols=box.symbols * count,
            units=box.units * count,
            start=tuple(self.before(np.array([box.start]))[0].tolist()),
        )

    def before(self, states: np.ndarray) -> np.ndarray:
        """Histories, shape (n, (INTERVALS + 1) * s), that end in `states`, shape (n, s): constant,
        or what the system says was before, moved so that it ends there.
        """
        n = len(states)
        found = np.repeat(states[:, None, :], INTERVALS + 1, axis=1)
        ago = -self.spacing * np.arange(INTERVALS + 1)
        for name, tree in self.system.history.items():
            i = self.system.equations.states.index(name)
            (past,) = evaluated([tree], {**self._numbers(len(ago)), "t": ago})
            found[:, :, i] += past - past[0]
        return found.reshape(n, -1)

    def _numbers(self, count: int) -> dict[str, np.ndarray]:
        return {name: np.full(count, value) for name, value in self.values.items()}

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        """How the samples change: the newest by the equations, the others as the history goes."""
        equations, s = self.system.equations, self.system.equations.dimension
        past = batch(states, self.dimension).reshape(len(states), -1, s)[:, ::-1]
        rates = slopes(past, self.spacing)
        late = [
            interpolated(past, rates, INTERVALS - tau / self.spacing, self.spacing)[
                :, equations.states.index(node.state)
            ]
            for node, tau in zip(equations.delayed, self.delays, strict=True)
        ]
        now = np.concatenate([past[:, -1], np.stack(late, axis=1)], axis=1)
        rates[:, -1] = equations.instant.evaluate(now, time, self.values)[:, :s]
        return np.ascontiguousarray(rates[:, ::-1]).reshape(len(states), self.dimension)

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.record(states, np.array([start, stop], dtype=float), ticket)[:, 1]

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        s = self.system.equations.dimension
        lags = np.repeat(np.arange(INTERVALS + 1.0) * self.divided, s)
        columns = np.tile(np.arange(s), INTERVALS + 1)
        return self.read(states, times, lags, columns, ticket)

    def read(
        self,
        states: np.ndarray,
        times: np.ndarray,
        lags: np.ndarray,
        columns: np.ndarray,
        ticket: Ticket | None = None,
        *,
        sliced: bool = True,
    ) -> np.ndarray:
        """What x_c(t - lag) is at each of `times`, for some states c and lags in steps.

        Args:
            states: Histories at times[0], shape (n, d).
            times: Rising, shape (k,).
            lags: How long before, in steps, at most the longest delay, shape (m,).
            columns: States, shape (m,).
            ticket: Looked at about every 8 ms.
            sliced: Whether on all cores; a piece of a larger work has one.

        Returns:
            Shape (n, k, m).

        Raises:
            FlowError: If the times do not rise.
            Withdrawn: If the ticket was withdrawn.
        """
        times = np.asarray(times, dtype=float)
        if not np.isfinite(times).all():
            raise FlowError(f"time = {times[~np.isfinite(times)][0]}, allowed finite numbers")
        if np.any(np.diff(times) < 0.0):
            raise FlowError(f"{self.system.title}: a delay equation cannot be run backwards")
        states = batch(states, self.dimension)
        loop = self.ready(ticket)
        out = np.empty((len(states), len(times), len(lags)))

        def piece(first: int, last: int) -> None:
            self._run(loop, states[first:last], times, lags, columns, out[first:last], ticket)

        if sliced:
            in_slices(piece, len(states), LANES, ticket)
        else:
            for first in range(0, len(states), LANES):
                piece(first, min(first + LANES, len(states)))
        return without_infinities(out)

    def ready(self, ticket: Ticket | None = None) -> Steps:
        """Its loop, when that has been compiled.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        loop = _loop(self.system.equations)
        loop.warming.ready("delayed", lambda: self._compile(loop), ticket)
        return loop

    def _compile(self, loop: Steps) -> None:
        start = np.array([self.system.start], dtype=float)
        nothing = np.empty((1, 1, 1))
        lags, columns = np.zeros(1), np.zeros(1, dtype=np.int64)
        times = np.zeros(1)
        self._run(loop, self.before(start), times, lags, columns, nothing, None)

    def _run(
        self,
        loop: Steps,
        states: np.ndarray,
        times: np.ndarray,
        lags: np.ndarray,
        columns: np.ndarray,
        out: np.ndarray,
        ticket: Ticket | None,
    ) -> None:
        """One block of at most LANES histories."""
        count, s = len(states), self.system.equations.dimension
        back = INTERVALS * self.divided
        slots = back + 2
        past = states.reshape(count, INTERVALS + 1, s)[:, ::-1]
        values, rates = finer(past, slopes(past, self.spacing), self.divided, self.spacing)
        x = np.zeros((slots, s, LANES))
        f = np.zeros((slots + 1, s, LANES))
        x[: back + 1, :, :count] = np.moveaxis(values, 0, 2)
        f[: back + 1, :, :count] = np.moveaxis(rates, 0, 2)
        f[slots] = f[back]
        f[back, :, :count] = self._first(values, rates, float(times[0])).T
        shift, weight = self._late()
        numbers = np.array(list(self.values.values()), dtype=float)
        fixed = (slots, back, self.step, float(times[0]), shift, weight, numbers)
        done = 0
        loop.kernel(x, f, 0, 0, *fixed)
        for k, time in enumerate(times):
            place = (float(time) - float(times[0])) / self.step
            near = round(place)
            place = float(near) if abs(place - near) < 1e-9 * max(1.0, abs(place)) else place
            goal = math.ceil(place)
            while done < goal:
                if ticket is not None:
                    ticket.check()
                steps = min(loop.pace.steps(LANES), goal - done)
                before = clock.perf_counter()
                loop.kernel(x, f, done, steps, *fixed)
                loop.pace.observe(LANES, steps, clock.perf_counter() - before)
                done += steps
            sampled(x, f, count, slots, back, self.step, done, place, lags, columns, out[:, k])

    def _first(self, values: np.ndarray, rates: np.ndarray, time: float) -> np.ndarray:
        """Right-hand sides at the end of histories, shape (n, s)."""
        equations, end = self.system.equations, values.shape[1] - 1
        late = [
            interpolated(values, rates, end - tau / self.step, self.step)[
                :, equations.states.index(node.state)
            ]
            for node, tau in zip(equations.delayed, self.delays, strict=True)
        ]
        now = np.concatenate([values[:, -1], np.stack(late, axis=1)], axis=1)
        return equations.instant.evaluate(now, time, self.values)[:, : equations.dimension]

    def _late(self) -> tuple[np.ndarray, np.ndarray]:
        """Where delayed values stand, see `Steps.kernel`."""
        shift = np.zeros((len(self.delays), 2), dtype=np.int64)
        weight = np.zeros((len(self.delays), 2, 4))
        for j, tau in enumerate(self.delays):
            lag = tau / self.step
            near = round(lag)
            lag = float(near) if abs(lag - near) < 1e-9 * lag else lag
            for q, share in enumerate((0.5, 1.0)):
                at = min(math.floor(share - lag), -1)
                shift[j, q] = at
                weight[j, q] = weights(share - lag - at)
                weight[j, q, 1::2] *= self.step
        return shift, weight

    def refined(self) -> HistoryFlow:
        """The same flow at half the step."""
        return HistoryFlow(self.system, self.values, 0.5 * self.step)

    @property
    def integrator(self) -> str:
        unit = self.time_unit
        return f"method of steps, RK4, step {self.step:.3g} {unit}".rstrip()

    def tex(self) -> tuple[str, ...]:
        return self.system.tex(self.values)

    def compiled(self) -> bool:
        return _loop(self.system.equations).warming.done("delayed")
