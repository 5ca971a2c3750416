"""Limit cycles, stable and unstable, with their periods and Floquet multipliers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.instruments.cycles.closing import Cycle
from engines.instruments.cycles.repeated import repeated
from engines.instruments.cycles.search import cycles_of
from engines.instruments.cycles.told import brief, drawn, numbers_of, summary
from engines.instruments.portrait.scales import (
    box_of,
    friendly,
    lasting,
    refusal,
    seeds,
    time_unit,
)
from engines.instruments.portrait.tracks import spoken
from engines.instruments.sections.forcing import forcing_period
from engines.layers.frame import Frame, Reading, Trust
from engines.parameters.declare import Declaration, Parameters, real, whole
from engines.protocols.capabilities import Recorded
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

GROUP = "Limit cycles"
SEEDS = 60
SLACK = 1e-6  # how far the multiplier along a cycle may be from 1


class LimitCycleInstrument:
    """Closed orbits, cool where they attract and warm where they repel."""

    name: ClassVar[str] = "limit_cycles"
    title: ClassVar[str] = "Limit cycles"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("limit_cycles", "cycle_names")
    depth: ClassVar[int] = 4

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if flow.discrete:
            return "needs continuous time"
        if isinstance(flow, Recorded) and not flow.steady:
            return "needs a flow that lasts for ever"
        return refusal(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        about: dict[str, Any] = {"group": GROUP}
        if not flow.steady:
            return (
                whole("cycle_order", 3, 1, 12, title="Longest period",
                      help="In periods of what drives the flow.", **about),
            )  # fmt: skip
        usual = friendly(lasting(flow) / 2.0)
        return (
            real("cycle_longest", usual, usual / 100.0, usual * 10.0, title="Longest period",
                 unit=time_unit(flow), logarithmic=True,
                 help="Longest period of a cycle that is looked for.", **about),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        for level, (found, share) in enumerate(self._found(parameters, ticket)):
            yield self._frame(found, share, level)

    def _found(
        self, parameters: Parameters, ticket: Ticket
    ) -> Iterator[tuple[tuple[Cycle, ...], float]]:
        p: Any = parameters
        flow = self.flow
        if flow.steady:
            yield from cycles_of(flow, float(p.cycle_longest), ticket)
            return
        period = forcing_period(flow)
        if period is None:
            raise UnfitError("no period of what drives the flow was found among its parameters")
        known: tuple[Cycle, ...] = ()
        box = box_of(flow)
        starts = np.concatenate([seeds(box, SEEDS, 0, "cycles"), self._later(period, ticket)])
        for k, more in enumerate(repeated(flow, starts, p.cycle_order, 0.0, period, ticket), 1):
            known = (*known, *more)
            yield known, k / p.cycle_order

    def _later(self, period: float, ticket: Ticket) -> np.ndarray:
        """States on which a path from the start settles, by flashes."""
        start = np.array([box_of(self.flow).start], float)
        path = self.flow.record(start, period * np.arange(60), ticket)[0, 20:]
        return path[np.isfinite(path).all(axis=1)]

    def _frame(self, found: tuple[Cycle, ...], share: float, level: int) -> Frame:
        limit = tuple(c for c in found if c.kind != "neutral")
        notes: tuple[str, ...] = ()
        if share >= 1.0 and len(limit) < len(found):
            notes = ("Closed orbits fill space, side by side; those are no limit cycles.",)
        unit = time_unit(self.flow)
        return Frame(
            {**drawn(self.flow, limit, unit), "cycle_numbers": numbers_of(limit)},
            progress=share,
            level=level,
            readings={self.name: Reading(float(len(limit)), brief(limit, unit) or "found")},
            notes=notes,
            trust=self._trust(limit) if share >= 1.0 else None,
            task=summary(limit) or "Limit cycles",
        )

    def _trust(self, found: tuple[Cycle, ...]) -> Trust | None:
        if not found:
            return None
        worst = max(c.uncertain for c in found)
        if not self.flow.steady:
            return Trust("good", f"Cycles move by less than {spoken(worst)} with a finer step.")
        along = max(abs(c.trivial - 1.0) for c in found)
        level = "good" if along < SLACK else "warn"
        words = f"Periods change by less than {spoken(worst)} with a finer tolerance; "
        return Trust(level, f"{words}the multiplier along each cycle is 1 within {spoken(along)}.")


INSTRUMENT = LimitCycleInstrument
