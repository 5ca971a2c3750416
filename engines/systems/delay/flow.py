"""Delay equations as the plane of a state and its past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from engines.equations.algebra.tree import Number
from engines.protocols.capabilities import (
    Bounded,
    Box,
    Compiled,
    Described,
    Parametric,
    Refinable,
    Remembering,
)
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket
from engines.systems.delay.family import DelayFamily
from engines.systems.delay.history import INTERVALS, HistoryFlow
from engines.systems.delay.past import interpolated, slopes
from engines.systems.stepping.equation_flow import batch, moved

if TYPE_CHECKING:
    from engines.systems.system import System


class DelayFlow(Flow, Remembering, Refinable, Bounded, Described, Compiled, Parametric):
    """The plane (x, x(t - tau)) of a delay equation, x the state that is delayed first.

    A place in it stands for the history that goes straight from x(t - tau) to x; what the system
    says was before is bent so that it ends there. Other states begin where the system's start is.

    Args:
        whole: The flow of histories.
    """

    dimension = 2

    def __init__(self, whole: HistoryFlow) -> None:
        self.whole: HistoryFlow = whole
        self.values = whole.values
        self.declared = tuple(d for d in whole.system.declared if d.name in whole.values)
        system, node = whole.system, whole.system.equations.delayed[0]
        self._column = system.equations.states.index(node.state)
        self.delay = whole.delays[0]
        self.states = (node.state, f"{node.state}_delayed")
        self.steady = whole.steady
        self.time_unit = whole.time_unit
        self.duration = whole.duration
        box, i = system.box, self._column
        start = self.seen(np.array([whole.box.start]))[0]
        symbol = box.symbols[i]
        delay = "tau" if isinstance(node.delay, Number) else node.delay.name  # type: ignore[attr-defined]
        shown = f"{self.delay:g}" if isinstance(node.delay, Number) else _symbol(system, delay)
        self.box = Box(
            low=(box.low[i], box.low[i]),
            high=(box.high[i], box.high[i]),
            periodic=(False, False),
            labels=(box.labels[i], f"{box.labels[i]} earlier"),
            symbols=(symbol, f"{symbol}(t - {shown})"),
            units=(box.units[i], box.units[i]),
            start=(float(start[0]), float(start[1])),
        )

    def lifted(self, states: np.ndarray) -> np.ndarray:
        whole, s = self.whole, self.whole.system.equations.dimension
        states = batch(states, 2)
        ends = np.tile(np.array(whole.system.start, dtype=float), (len(states), 1))
        ends[:, self._column] = states[:, 0]
        past = whole.before(ends).reshape(len(states), INTERVALS + 1, s)
        ago = whole.spacing * np.arange(INTERVALS + 1) / self.delay
        off = states[:, 1] - self._earlier(past)
        past[:, :, self._column] += off[:, None] * np.minimum(ago, 1.0)
        return past.reshape(len(states), -1)

    def _earlier(self, past: np.ndarray) -> np.ndarray:
        """x(t - tau) of histories, shape (n, INTERVALS + 1, s), newest first."""
        place = self.delay / self.whole.spacing
        i = min(int(place), INTERVALS - 1)
        x = past[:, :, self._column]
        straight = x[:, i] + (place - i) * (x[:, i + 1] - x[:, i])
        # between samples straight lines are not what is integrated; at a sample they are
        if abs(place - round(place)) < 1e-9:
            return np.array(x[:, round(place)])
        rising = past[:, ::-1]
        rates = slopes(rising, self.whole.spacing)
        smooth = interpolated(rising, rates, INTERVALS - place, self.whole.spacing)
        return np.where(np.isfinite(smooth[:, self._column]), smooth[:, self._column], straight)

    def seen(self, states: np.ndarray) -> np.ndarray:
        s = self.whole.system.equations.dimension
        past = batch(states, self.whole.dimension).reshape(len(states), INTERVALS + 1, s)
        return np.stack([past[:, 0, self._column], self._earlier(past)], axis=1)

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        """Rates of the two at the history that a place stands for."""
        return self.seen(self.whole.velocity(self.lifted(states), time))

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.record(states, np.array([start, stop], dtype=float), ticket)[:, 1]

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self._read(states, times, ticket, sliced=True)

    def record_here(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        """`record` on the core that asks: for many flows, each on a core of its own."""
        return self._read(states, times, ticket, sliced=False)

    def _read(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None, *, sliced: bool
    ) -> np.ndarray:
        lags = np.array([0.0, self.delay / self.whole.step])
        columns = np.array([self._column, self._column])
        return self.whole.read(self.lifted(states), times, lags, columns, ticket, sliced=sliced)

    def ready(self, ticket: Ticket | None = None) -> None:
        """Return when its loop has been compiled.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        self.whole.ready(ticket)

    def refined(self) -> DelayFlow:
        return DelayFlow(self.whole.refined())

    def at(self, values: Mapping[str, float]) -> DelayFlow:
        whole = self.whole
        return DelayFlow(HistoryFlow(whole.system, moved(self.values, values), whole.suggested))

    def suspended(self, names: Sequence[str]) -> DelayFamily:
        return DelayFamily(self, names)

    @property
    def integrator(self) -> str:
        return self.whole.integrator

    def tex(self) -> tuple[str, ...]:
        return self.whole.tex()

    def compiled(self) -> bool:
        return self.whole.compiled()


def _symbol(system: System, name: str) -> str:
    return next((d.symbol for d in system.declared if d.name == name and d.symbol), name)
