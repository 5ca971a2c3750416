"""Thousands of iterates of a map, each orbit in its own colour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.portrait.meanwhile import begun
from engines.instruments.portrait.scales import box_of, refusal, shown, wrapped
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.points import Points
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.capabilities import Box
from engines.protocols.flow import Flow
from engines.protocols.instrument import Prompt
from engines.running.ticket import Ticket


class OrbitInstrument(Prompt):
    """A cloud of iterates from a grid of starts: islands, seas and attractors."""

    name: ClassVar[str] = "orbits"
    title: ClassVar[str] = "Orbits"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("orbits",)
    depth: ClassVar[int] = 1

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return "" if flow.discrete and not refusal(flow) else refusal(flow) or "needs a map"

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            whole("across", 9, 1, 40, title="Starts a side", help="Starts along each side."),
            whole("iterates", 1000, 10, 20000, title="Iterates", help="Length of each orbit."),
            whole("skipped", 20, 0, 5000, title="Skipped", help="Iterates left out at first."),
        )

    def at_once(self, parameters: Parameters) -> dict[str, Layer]:
        """The first iterates after those that are left out."""
        p: Any = parameters
        box = box_of(self.flow)
        moments = np.array([0.0, *range(p.skipped, p.skipped + p.iterates)])
        path = begun(self.flow, grid_of_starts(box, p.across), moments)[:, 1:]
        order = np.arange(len(path)) / max(1, len(path) - 1)
        return dict(self._frame(path, order, box, 0.0, 0).layers)

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        box = box_of(self.flow)
        starts = grid_of_starts(box, p.across)
        states = self.flow.advance(starts, 0.0, float(p.skipped), ticket)
        order = np.arange(len(states)) / max(1, len(states) - 1)
        alive = np.all(np.isfinite(states), axis=1)
        states, order = states[alive], order[alive]
        few = max(10, p.iterates // 10)
        path = self.flow.record(states, np.arange(few, dtype=float), ticket)
        yield self._frame(path, order, box, 0.1, 0)
        rest = np.arange(few - 1, p.iterates, dtype=float)
        more = self.flow.record(path[:, -1], rest, ticket)[:, 1:]
        yield self._frame(np.concatenate([path, more], axis=1), order, box, 1.0, 1)

    def _frame(
        self, path: np.ndarray, order: np.ndarray, box: Box, progress: float, level: int
    ) -> Frame:
        m = shown(self.flow)
        places = wrapped(path, box)[:, :, :m].reshape(-1, m)
        values = np.repeat(order, path.shape[1])
        kept = np.all(np.isfinite(places), axis=1)
        return Frame(
            {"orbits": Points(places[kept], "cloud", values=values[kept])},
            progress=progress,
            level=level,
            readings={"orbits": Reading(float(np.count_nonzero(kept)), "points")},
            task="Orbits",
        )


def grid_of_starts(box: Box, across: int) -> np.ndarray:
    """Cell centres of a square grid over the first two coordinates, the rest as at rest."""
    low, high = np.array(box.low), np.array(box.high)
    share = (np.arange(across) + 0.5) / across
    x, y = np.meshgrid(share, share)
    starts = np.tile(np.array(box.start, float), (across * across, 1))
    starts[:, 0] = low[0] + (high[0] - low[0]) * x.ravel()
    starts[:, 1] = low[1] + (high[1] - low[1]) * y.ravel()
    return starts


INSTRUMENT = OrbitInstrument
