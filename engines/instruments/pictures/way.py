"""From noise to picture as a strip: one row for each, time from left to right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.distance.transported import MOMENT
from engines.instruments.pictures.copied import told
from engines.instruments.pictures.made import REFUSAL
from engines.instruments.pictures.nearest import nearest
from engines.layers.frame import Frame, Reading, Trust
from engines.layers.image_grid import ImageGrid
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.flow import Flow
from engines.protocols.pictures import Picturing
from engines.running.ticket import Ticket

TIMES = 5


class Way:
    """The noise the point is at, and some numbered draws, at equal times; at the end the nearest known."""

    name: ClassVar[str] = "way"
    title: ClassVar[str] = "Way to the picture"
    view: ClassVar[str] = "sheet"
    draws: ClassVar[tuple[str, ...]] = ("way",)
    depth: ClassVar[int] = 0

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return "" if isinstance(flow, Picturing) else REFUSAL

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            whole("ways_shown", 2, 0, 12, title="Draws", group="Way to the picture",
                  help="Numbered draws of noise below that of the point."),
            MOMENT,
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow: Any = self.flow
        ticket.check()
        starts = np.concatenate([flow.lifted(flow.here[None]), flow.drawn[: p.ways_shown]])
        times = np.linspace(0.0, flow.arrival, TIMES)
        ways = flow.whole.record(starts, times, ticket)
        ticket.check()
        pictures = flow.whole.decode(ways.reshape(-1, ways.shape[-1]))
        strip = np.asarray(pictures).reshape(len(starts), TIMES, *pictures.shape[1:])
        columns = [f"{t:.3g}" for t in times]
        readings: dict[str, Reading] = {}
        trust: Trust | None = None
        if len(flow.known):
            which, _ = nearest(strip[:, -1], flow.known)
            readings["way"], trust = told(strip[:1, -1], flow.known)
            strip = np.concatenate([strip, flow.known[which][:, None]], axis=1)
            columns.append("nearest")
        marked = int(np.abs(times - flow.moment).argmin())
        grid = ImageGrid(
            strip,
            row_labels=("here", *(f"{i + 1}" for i in range(len(starts) - 1))),
            column_labels=tuple(columns),
            selected=(0, marked),
        )
        yield Frame({"way": grid}, readings=readings, trust=trust, task=self.title)


INSTRUMENT = Way
