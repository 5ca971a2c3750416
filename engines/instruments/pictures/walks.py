"""Pictures along walks from the handle: straight, on an arc, and as a hand has drawn them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.pictures.made import REFUSAL
from engines.layers.frame import Frame, Reading
from engines.layers.image_grid import ImageGrid
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.flow import Flow
from engines.protocols.pictures import Picturing
from engines.running.ticket import Ticket

COLUMNS = 11


class Walks:
    """Eleven pictures on each walk at equal shares of it, as they are at this moment."""

    name: ClassVar[str] = "walks"
    title: ClassVar[str] = "Walks"
    view: ClassVar[str] = "sheet"
    draws: ClassVar[tuple[str, ...]] = ("walks",)
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return "" if isinstance(flow, Picturing) else REFUSAL

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return ()

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        ticket.check()
        flow: Any = self.flow
        names = tuple(flow.walks)
        places = np.stack([_thinned(walk) for walk in flow.walks.values()])
        pictures = np.asarray(flow.decode(places.reshape(-1, 2)))
        sheet = pictures.reshape(len(names), COLUMNS, *pictures.shape[1:])
        row = names.index(flow.walk)
        # Sum over steps of the mean absolute change of a pixel: how much a whole walk changes.
        change = float(
            np.abs(np.diff(sheet[row], axis=0)).mean(axis=tuple(range(1, pictures.ndim))).sum()
        )
        grid = ImageGrid(
            sheet,
            row_labels=names,
            column_labels=tuple(f"{s:.1f}" for s in np.linspace(0.0, 1.0, COLUMNS)),
            selected=(row, round(flow.share * (COLUMNS - 1))),
        )
        yield Frame({"walks": grid}, readings={"walks": Reading(change, "change")}, task=self.title)


def _thinned(walk: np.ndarray) -> np.ndarray:
    found: np.ndarray = walk[np.linspace(0, len(walk) - 1, COLUMNS).round().astype(int)]
    return found


INSTRUMENT = Walks
