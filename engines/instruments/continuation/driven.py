"""What a flow answers to what drives it, as solutions of its stroboscopic map."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engines.errors import UnfitError
from engines.instruments.continuation.problem import ReturnProblem, reached
from engines.instruments.cycles.repeated import repeated
from engines.instruments.portrait.scales import box_of, lasting, seeds
from engines.instruments.sections.forcing import forcing_period
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

SEEDS = 60  # states from which answers are looked for
LATER = 20  # flashes of the path from the start, once it has settled
ALIKE = 1e-9  # relative difference of two periods that are one
UNKNOWN = "no period of what drives the flow was found among its parameters"


def period_over(flow: Flow, name: str, low: float, high: float) -> Callable[[float], float]:
    """The period of what drives the members of a family, over one of its parameters.

    Between two values p it either stays, or goes like 1 / p, or like p.

    Raises:
        UnfitError: If it is not known, or does none of these.
    """
    family: Any = flow
    here, there = low + 0.6 * (high - low), low + 0.8 * (high - low)
    one, other = (forcing_period(family.at({name: value})) for value in (here, there))
    if one is None or other is None:
        raise UnfitError(UNKNOWN)
    for rule in (lambda _: 1.0, lambda p: 1.0 / p, lambda p: p):
        if here and abs(one * rule(there) / rule(here) - other) <= ALIKE * other:
            # bound now, as the next turn of the loop has another rule
            return lambda p, rule=rule: float(abs(one * rule(p) / rule(here)))  # type: ignore[misc]
    raise UnfitError(f"how the period of what drives the flow depends on {name} is not known")


class DrivenProblem(ReturnProblem):
    """F(x; p) - x = 0 for the map F over one or more periods of what drives the flow."""

    settled = 1e-6  # an integrator with equal steps knows no more
    least = 1e-4

    def __init__(
        self,
        flow: Flow,
        name: str,
        low: float,
        high: float,
        ticket: Ticket | None = None,
        order: int = 1,
        period: Callable[[float], float] | None = None,
    ) -> None:
        super().__init__(flow, name, low, high, ticket, order)
        self.period = period or period_over(flow, name, low, high)

    def length(self, value: float) -> float:
        return self.order * self.period(float(value))

    def doubled(self) -> DrivenProblem:
        ends = self.low, self.high
        return DrivenProblem(self.flow, self.name, *ends, self.ticket, 2 * self.order, self.period)

    def equations(self, u: np.ndarray) -> np.ndarray:
        return super().equations(u) / self.sides

    def derivatives(self, u: np.ndarray) -> np.ndarray:
        return super().derivatives(u) / self.sides[:, None]

    def extremes(self, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return reached(self, u, self.length(u[-1]))

    def answers(self, value: float) -> list[np.ndarray]:
        """Solutions at a value of the parameter, shape (d,) each, attracting or not."""
        flow, period = self.at(value), self.period(value)
        settled = max(40, int(np.ceil(2.0 * lasting(flow) / period)))
        start = np.array([box_of(flow).start], float)
        path = flow.record(start, period * np.arange(settled + LATER), self.ticket)[0, settled:]
        begin = np.concatenate([seeds(box_of(flow), SEEDS, 0, "cycles"), path])
        begin = begin[np.isfinite(begin).all(axis=1)]
        (found,) = repeated(flow, begin, self.order, 0.0, period, self.ticket)
        return [cycle.place for cycle in found]
