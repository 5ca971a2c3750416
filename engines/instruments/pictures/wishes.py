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
        wish, known = flow.whole.wish, len(flow.known) > 0 and flow.moment >= flow.arrival
        sheet: np.ndarray | None = None
        # the noise the point is at first: a hand that moves it waits for nothing else
        for level, rows in enumerate((slice(0, 1), slice(1, None))):
            columns = []
            for number in range(len(flow.whole.wishes) if len(starts[rows]) else 0):
                ticket.check()
                wished = flow.whole.wishing(number)
                columns.append(wished.decode(wished.advance(starts[rows], 0.0, flow.moment)))
            if columns:
                found = np.stack(columns, axis=1)
                if sheet is None:
                    sheet = np.zeros((len(starts), *found.shape[1:]))
                sheet[rows] = found
            if sheet is None:
                return
            reading, trust = told(sheet[0], flow.known) if known else (None, None)
            yield Frame(
                {
                    "wishes": ImageGrid(
                        sheet,
                        row_labels=("here", *(f"{i + 1}" for i in range(len(starts) - 1))),
                        column_labels=flow.whole.wishes,
                        selected=None if wish is None else (0, wish),
                    )
                },
                progress=0.5 * (level + 1),
                level=level,
                readings={} if reading is None else {self.name: reading},
                trust=trust,
                task=self.title,
            )


INSTRUMENT = Wishes
