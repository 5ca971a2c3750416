"""A table of pictures that noise has become, each above the nearest one that was learned from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import numpy as np

from engines.instruments.distance.transported import MOMENT
from engines.instruments.pictures.copied import told
from engines.instruments.pictures.nearest import nearest
from engines.layers.frame import Frame, Reading, Trust
from engines.layers.image_grid import ImageGrid
from engines.parameters.declare import Declaration, Parameters, switch, whole
from engines.protocols.flow import Flow
from engines.protocols.instrument import Choosing
from engines.protocols.pictures import Picturing
from engines.running.ticket import Ticket

COLUMNS = 8
GROUP = "Pictures made"
REFUSAL = "needs a flow from noise to pictures"


class Made(Choosing):
    """Pictures of numbered draws of noise at this moment; a click lays the plane through one."""

    name: ClassVar[str] = "made"
    title: ClassVar[str] = "Pictures made"
    view: ClassVar[str] = "sheet"
    draws: ClassVar[tuple[str, ...]] = ("made",)
    depth: ClassVar[int] = 1

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return "" if isinstance(flow, Picturing) else REFUSAL

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        most = len(flow.drawn) if isinstance(flow, Picturing) else COLUMNS
        return (
            whole("pictures", min(16, most), 1, most, title="Pictures", group=GROUP,
                  help="How many draws of noise are shown."),
            switch("nearest", True, title="Nearest below", group=GROUP,
                   help="Below each finished picture the nearest one that was learned from."),
            MOMENT,
        )  # fmt: skip

    @staticmethod
    def chosen(flow: Flow, parameters: Parameters, place: tuple[float, ...]) -> Mapping[str, float]:
        """The draw that was clicked spans the plane, with the one that was first before."""
        p: Any = parameters
        if not isinstance(flow, Picturing):
            return {}
        pairs = bool(p.nearest and len(flow.known))
        number = COLUMNS * (int(place[1]) // (2 if pairs else 1)) + int(place[0]) + 1
        first = flow.spanned[0] + 1
        if number in (first, flow.spanned[1] + 1) or number > p.pictures:
            return {"first_noise": first} if number == first else _swapped(flow, number)
        return {"first_noise": number, "second_noise": first}

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """The pictures at this moment first; what they end as, and what is nearest to that."""
        p: Any = parameters
        flow: Any = self.flow
        ticket.check()
        count = int(p.pictures)
        times = np.unique([0.0, flow.moment, flow.arrival])
        ways = flow.whole.sampled(flow.drawn[:count], times, ticket)
        now = flow.whole.decode(ways[:, int(np.searchsorted(times, flow.moment))])
        finished = flow.whole.decode(ways[:, -1])
        rows = [_padded(now)]
        readings: dict[str, Reading] = {}
        trust: Trust | None = None
        if len(flow.known):
            ticket.check()
            readings["made"], trust = told(finished, flow.known)
            if p.nearest:
                which, _ = nearest(finished, flow.known)
                rows.append(_padded(flow.known[which]))
        table = np.stack(rows, axis=1).reshape(-1, *rows[0].shape[1:])
        pairs = len(rows)
        names = ("made", "nearest")[:pairs] * len(rows[0]) if pairs > 1 else ()
        first = flow.spanned[0]
        marked = (pairs * (first // COLUMNS), first % COLUMNS) if first < count else None
        yield Frame(
            {"made": ImageGrid(table, row_labels=names, selected=marked)},
            readings=readings,
            trust=trust,
            task=self.title,
        )


def _swapped(flow: Picturing, number: int) -> dict[str, float]:
    """The two that span the plane change places; nothing for a place without a picture."""
    first, second = (i + 1 for i in flow.spanned)
    return {"first_noise": second, "second_noise": first} if number == second else {}


def _padded(pictures: np.ndarray) -> np.ndarray:
    """Rows of `COLUMNS` pictures, the last one filled up with empty ones."""
    count = len(pictures)
    columns = min(COLUMNS, count)
    rows = -(-count // columns)
    full = np.zeros((rows * columns, *pictures.shape[1:]))
    full[:count] = pictures
    return full.reshape(rows, columns, *pictures.shape[1:])


INSTRUMENT = Made
