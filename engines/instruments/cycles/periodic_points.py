"""Periodic points of a map, of every period up to one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.cycles.closing import Cycle
from engines.instruments.cycles.repeated import repeated
from engines.instruments.portrait.scales import box_of, refusal, seeds, shown, wrapped
from engines.layers.frame import Frame, Reading, Trust
from engines.layers.points import Points
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

SEEDS = 400
SETTLED = 200  # iterates of the state to begin with, which are tried too
NAMED = 8  # orbits whose period stands beside one of their points
MARKS = {"stable": "stable", "unstable": "unstable", "saddle": "saddle", "neutral": "centre"}


class PeriodicPointInstrument:
    """Orbits of a map that close after a few iterations, marked like fixed points."""

    name: ClassVar[str] = "periodic_points"
    title: ClassVar[str] = "Periodic points"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("periodic_points",)
    depth: ClassVar[int] = 4

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if not flow.discrete:
            return "needs a map"
        return refusal(flow, steady=True)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            whole("cycle_order", 4, 1, 12, title="Up to period",
                  help="Longest period that is looked for."),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow = self.flow
        path = flow.record(np.array([box_of(flow).start], float), np.arange(SETTLED + 1.0), ticket)
        path = path[0][np.isfinite(path[0]).all(axis=1)]
        starts = np.concatenate([seeds(box_of(flow), SEEDS, 0, "periodic"), path])
        found: tuple[Cycle, ...] = ()
        counts = []
        for k, more in enumerate(repeated(flow, starts, p.cycle_order, ticket=ticket), 1):
            found = (*found, *more)
            counts.append(len(more))
            last = k == p.cycle_order
            yield Frame(
                {"periodic_points": self._points(found)},
                progress=k / p.cycle_order,
                level=k - 1,
                readings={self.name: Reading(float(len(found)), "orbits")},
                trust=_trust(counts) if last else None,
                task=f"Periodic points, period {k} of {p.cycle_order}",
            )

    def _points(self, found: tuple[Cycle, ...]) -> Points:
        m = shown(self.flow)
        places = [wrapped(c.path[: c.order], box_of(self.flow))[:, :m] for c in found]
        marks = tuple(MARKS[c.kind] for c in found for _ in range(c.order))
        names = tuple(
            f"{c.kind}, period {c.order}" if number < NAMED and i == 0 else ""
            for number, c in enumerate(found)
            for i in range(c.order)
        )
        return Points(np.concatenate([np.zeros((0, m)), *places]), marks, names)


def _trust(counts: list[int]) -> Trust:
    words = ", ".join(f"{n} of period {k}" for k, n in enumerate(counts, 1))
    return Trust("good", f"Found {words}; a search from other states may find more.")


INSTRUMENT = PeriodicPointInstrument
