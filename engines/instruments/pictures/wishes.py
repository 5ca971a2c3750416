"""The same noise under every wish: one row for each noise, one column for each kind of picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.pictures.copied import told
from engines.layers.frame import Frame
from engines.layers.image_grid import ImageGrid
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.flow import Flow
from engines.protocols.pictures import Picturing, Wishing
from engines.running.ticket import Ticket


class Wishes:
    """The noise the point is at, and some numbered draws, carried by the flow of each wish."""

    name: ClassVar[str] = "wishes"
    title: ClassVar[str] = "One noise, every wish"
    view: ClassVar[str] = "sheet"
    draws: ClassVar[tuple[str, ...]] = ("wishes",)
    depth: ClassVar[int] = 3

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        fits = isinstance(flow, Picturing) and isinstance(flow.whole, Wishing)
        return "" if fits else "needs a flow that can be asked for one kind of picture"

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            whole("wishes_shown", 3, 0, 12, title="Draws", group=Wishes.title,
                  help="Numbered draws of noise below that of the point."),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow: Any = self.flow
        starts = np.concatenate([flow.lifted(flow.here[None]), flow.drawn[: p.wishes_shown]])
        columns = []
        for number in range(len(flow.whole.wishes)):
            ticket.check()
            wished = flow.whole.wishing(number)
            columns.append(wished.decode(wished.advance(starts, 0.0, flow.moment, ticket)))
        finished = np.concatenate(columns)
        known = len(flow.known) > 0 and flow.moment >= flow.arrival
        reading, trust = told(finished, flow.known) if known else (None, None)
        wish = flow.whole.wish
        grid = ImageGrid(
            np.stack(columns, axis=1),
            row_labels=("here", *(f"{i + 1}" for i in range(len(starts) - 1))),
            column_labels=flow.whole.wishes,
            selected=None if wish is None else (0, wish),
        )
        readings = {} if reading is None else {self.name: reading}
        yield Frame({"wishes": grid}, readings=readings, trust=trust, task=self.title)


INSTRUMENT = Wishes
