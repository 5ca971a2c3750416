"""The compiled loops of one set of equations, run in slices over all cores."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numba.core.dispatcher import Dispatcher

from engines.equations import to_numba
from engines.equations.equations import Equations
from engines.numerics.elementary import FUNCTIONS
from engines.numerics.integrate import steps_between, without_infinities
from engines.numerics.tableau import Tableau
from engines.running.slices import in_slices
from engines.running.ticket import Ticket
from engines.running.warming import Warming
from engines.systems.stepping.kernels import LANES, Kernels
from engines.systems.stepping.pace import Pace


class Loops:
    """Kernels of one set of equations, with or without tangents, and what they cost.

    Shared by all flows with the same equations, whatever their parameter values.
    """

    def __init__(self, equations: Equations, tangent: bool) -> None:
        # Their Jacobian is only derived if tangents are asked for.
        function = to_numba.rates_and_jacobian if tangent else to_numba.rates
        local = function(equations, FUNCTIONS)
        d = equations.dimension
        self._kernels = Kernels(local, d, len(equations.parameters), tangent)
        self.nothing = np.zeros((0, d)), np.zeros((0, d, d))
        self.chain_pace, self.adaptive_pace, self.iterated_pace = Pace(), Pace(), Pace()
        self.warming = Warming()

    @cached_property
    def chain(self) -> Dispatcher:
        return self._kernels.chain()

    @cached_property
    def adaptive(self) -> Dispatcher:
        return self._kernels.adaptive()

    @cached_property
    def iterated(self) -> Dispatcher:
        return self._kernels.iterated()


# A state that needs less than this share of the suggested step is given up as having blown up.
# Smooth motion at a tolerance of 1e-13 needs a fiftieth of it.
_LEAST = 1e-3

Carry = Callable[[float, float], None]


@dataclass(frozen=True, slots=True)
class Span:
    """States first to last, to be carried from `start` to `stop` in equal steps."""

    first: int
    last: int
    start: float
    stop: float
    steps: int


_loops: dict[tuple[str, bool], Loops] = {}
_lock = threading.Lock()


def loops(equations: Equations, tangent: bool) -> Loops:
    """The loops for `equations`, made once."""
    key = (equations.key, tangent)
    with _lock:
        if key not in _loops:
            _loops[key] = Loops(equations, tangent)
        return _loops[key]


class Carrier(ABC):
    """Carries states from one time to another: the part in which kinds of stepping differ."""

    pace: Pace

    def ready(self, ticket: Ticket | None) -> None:
        """Return when whatever it runs has been compiled, so that this is not taken for slowness.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        if ticket is not None:
            ticket.check()

    @abstractmethod
    def steps(self, start: float, stop: float) -> int:
        """About how many steps lie between two times."""

    @abstractmethod
    def begin(
        self, z: np.ndarray, m: np.ndarray, first: int, last: int, ticket: Ticket | None
    ) -> Carry:
        """A function that carries z[first:last] and m[first:last] from one time to another."""


class Coded(Carrier):
    """Runs one of the loops of machine code.

    Attributes:
        shared: The loops.
        code: Which of them.
    """

    shared: Loops
    code: ClassVar[str]

    @abstractmethod
    def compile(self) -> None:
        """Run it on nothing."""

    @property
    def compiled(self) -> bool:
        """Whether it has been compiled."""
        return self.shared.warming.done(self.code)

    def ready(self, ticket: Ticket | None) -> None:
        self.shared.warming.ready(self.code, self.compile, ticket)


class Stepped(Carrier):
    """A number of steps that is known beforehand."""

    @abstractmethod
    def leap(self, z: np.ndarray, m: np.ndarray, span: Span, done: int, now: int) -> None:
        """Do steps `done` to `done` + `now` of `span`."""

    def begin(
        self, z: np.ndarray, m: np.ndarray, first: int, last: int, ticket: Ticket | None
    ) -> Carry:
        def carry(start: float, stop: float) -> None:
            span = Span(first, last, start, stop, self.steps(start, stop))
            done = 0
            while done < span.steps:
                if ticket is not None:
                    ticket.check()
                now = min(self.pace.steps(last - first), span.steps - done)
                before = time.perf_counter()
                self.leap(z, m, span, done, now)
                self.pace.observe(last - first, now, time.perf_counter() - before)
                done += now

        return carry


class ChainCarrier(Coded, Stepped):
    """Equal steps of a tableau whose stages form a chain."""

    code = "chain"

    def __init__(self, shared: Loops, values: np.ndarray, tableau: Tableau, step: float) -> None:
        self.pace = shared.chain_pace
        self._step = step
        self.shared = shared
        self._numbers = (tableau.chain(), np.array(tableau.b), np.array(tableau.c), values)

    def compile(self) -> None:
        self.leap(*self.shared.nothing, Span(0, 0, 0.0, 0.0, 0), 0, 0)

    def steps(self, start: float, stop: float) -> int:
        return steps_between(start, stop, self._step)

    def leap(self, z: np.ndarray, m: np.ndarray, span: Span, done: int, now: int) -> None:
        h = (span.stop - span.start) / max(span.steps, 1)
        at = span.start + done * h
        self.shared.chain(z, m, span.first, span.last, at, h, now, *self._numbers)


class IterationCarrier(Coded, Stepped):
    """Iterations of a map."""

    code = "iterated"

    def __init__(self, shared: Loops, values: np.ndarray) -> None:
        self.pace = shared.iterated_pace
        self.shared = shared
        self._values = values

    def compile(self) -> None:
        self.leap(*self.shared.nothing, Span(0, 0, 0.0, 0.0, 0), 0, 0)

    def steps(self, start: float, stop: float) -> int:
        return round(abs(stop - start))

    def leap(self, z: np.ndarray, m: np.ndarray, span: Span, done: int, now: int) -> None:
        h = 1.0 if span.stop >= span.start else -1.0
        # An inverse undoes the iteration that began one count earlier.
        at = span.start + done * h - (0.0 if h > 0.0 else 1.0)
        self.shared.iterated(z, m, span.first, span.last, at, h, now, self._values)


class AdaptiveCarrier(Coded):
    """An embedded pair with error control per block of states."""

    code = "adaptive"

    def __init__(
        self, shared: Loops, values: np.ndarray, tableau: Tableau, tolerance: float, step: float
    ) -> None:
        self.pace = shared.adaptive_pace
        self._step = step
        self.shared = shared
        self._tolerance = tolerance
        self._numbers = (
            float(tableau.order),
            tableau.matrix(),
            np.array(tableau.b),
            np.array(tableau.c),
            tableau.error_weights(),
            values,
        )

    def compile(self) -> None:
        still = (0, 0, np.zeros(3), 0.0, 0.0, self._tolerance, self._tolerance, 0)
        self.shared.adaptive(*self.shared.nothing, *still, *self._numbers)

    def steps(self, start: float, stop: float) -> int:
        return steps_between(start, stop, self._step)

    def begin(
        self, z: np.ndarray, m: np.ndarray, first: int, last: int, ticket: Ticket | None
    ) -> Carry:
        kernel = self.shared.adaptive
        blocks = range(first, last, LANES)
        clocks = np.array([[0.0, self._step, 1.0] for _ in blocks])
        tolerances = (self._tolerance, self._tolerance)

        def carry(start: float, stop: float) -> None:
            least = max(_LEAST * self._step, 1e-13 * (abs(start) + abs(stop)))
            for clock, block in zip(clocks, blocks, strict=True):
                high = min(block + LANES, last)
                clock[0], clock[1] = start, np.copysign(clock[1], stop - start)
                while clock[0] != stop:
                    if ticket is not None:
                        ticket.check()
                    tries = self.pace.steps(high - block)
                    before = time.perf_counter()
                    done = kernel(
                        z, m, block, high, clock, stop, least, *tolerances, tries, *self._numbers
                    )
                    self.pace.observe(high - block, done, time.perf_counter() - before)

        return carry


def carried(
    carrier: Carrier,
    states: np.ndarray,
    times: np.ndarray,
    ticket: Ticket | None,
    tangents: np.ndarray | None = None,
) -> np.ndarray:
    """`states`, given at times[0], at each of `times`: shape (n, k, d).

    Args:
        carrier: How they are carried.
        states: Shape (n, d), overwritten with the last of them.
        times: Shape (k,), monotone.
        ticket: Looked at about every 8 ms.
        tangents: Deformation gradients, shape (n, d, d), overwritten likewise; None for a carrier
            without tangents.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    n, d = states.shape
    m = np.zeros((0, d, d)) if tangents is None else tangents
    out = np.empty((n, len(times), d))

    carrier.ready(ticket)

    def piece(first: int, last: int) -> None:
        out[first:last, 0] = states[first:last]
        carry = carrier.begin(states, m, first, last, ticket)
        for k in range(1, len(times)):
            carry(float(times[k - 1]), float(times[k]))
            out[first:last, k] = states[first:last]

    steps = carrier.steps(float(times[0]), float(times[-1]))
    in_slices(piece, n, carrier.pace.states(steps, n), ticket)
    return without_infinities(out)
