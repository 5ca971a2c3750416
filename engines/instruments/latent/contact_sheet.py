"""Pictures along every way that leads from the handle, one row each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from engines.layers.frame import Frame, Reading
from engines.layers.image_grid import ImageGrid
from engines.parameters.declare import Declaration, Parameters, real
from engines.protocols.capabilities import Bounded, Decoding, Sliced
from engines.protocols.flow import Flow
from engines.protocols.landscape import Traversing
from engines.running.ticket import Ticket

COLUMNS = 11
REACH = 3.0
USUAL = 0.6  # of the reach: a step at rest


def step_of(flow: Flow) -> Declaration:
    """How far to walk, shared by all that shows a walk."""
    most = reach_of(flow)
    return real(
        "t",
        USUAL * most,
        -most,
        most,
        title="Step along",
        symbol="t",
        group="Traversals",
        help="How far to walk from the handle along the chosen direction.",
    )


def reach_of(flow: Flow) -> float:
    """Largest step of a walk in either direction."""
    whole = flow.whole if isinstance(flow, Sliced) else flow
    return whole.reach if isinstance(whole, Traversing) else REACH


def refusal(flow: Flow) -> str:
    """Why no walk can be decoded; empty if one can."""
    if not isinstance(flow, Decoding):
        return "needs states that stand for pictures"
    whole = flow.whole if isinstance(flow, Sliced) else flow
    fits = isinstance(whole, Decoding) and isinstance(whole, Traversing)
    return "" if fits and isinstance(whole, Bounded) else "needs ways to walk through its states"


def sheet_of(flow: Flow, codes: np.ndarray, step: float) -> ImageGrid:
    """Pictures along every way.

    Args:
        flow: Knows ways, or is a slice of one that does.
        codes: On each way, at equal steps from one end of the reach to the other, shape
            (ways, k, d).
        step: The one that is looked at; the nearest picture on the chosen way is marked.
    """
    whole: Any = flow.whole if isinstance(flow, Sliced) else flow
    most = reach_of(flow)
    steps = np.linspace(-most, most, codes.shape[1])
    digits = 0 if float(steps[1] - steps[0]).is_integer() else 1
    pictures = whole.decode(codes.reshape(-1, codes.shape[-1]))
    sheet = ImageGrid(
        np.asarray(pictures).reshape(*codes.shape[:2], *pictures.shape[1:]),
        row_labels=whole.ways,
        column_labels=tuple(f"{s:.{digits}f}".replace("-", "\N{MINUS SIGN}") for s in steps),
    )
    return replace(sheet, selected=marked(flow, sheet, step))


def marked(flow: Flow, sheet: ImageGrid, step: float) -> tuple[int, int]:
    """Row and column of the picture on the chosen way that is nearest to `step`."""
    whole: Any = flow.whole if isinstance(flow, Sliced) else flow
    most = reach_of(flow)
    steps = np.linspace(-most, most, sheet.images.shape[1])
    return whole.way, int(np.abs(steps - step).argmin())


class ContactSheet:
    """Eleven pictures along each way, at equal steps on both sides of the handle."""

    name: ClassVar[str] = "contact_sheet"
    title: ClassVar[str] = "Traversals"
    view: ClassVar[str] = "sheet"
    draws: ClassVar[tuple[str, ...]] = ("contact_sheet",)
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refusal(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (step_of(flow),)

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        ticket.check()
        most = reach_of(self.flow)
        whole: Any = self.flow.whole if isinstance(self.flow, Sliced) else self.flow
        codes = whole.traversed(np.array(whole.box.start), np.linspace(-most, most, COLUMNS))
        sheet = sheet_of(self.flow, codes, p.t)
        pictures = sheet.images
        # Sum over steps of the mean absolute change of a pixel: how much a whole row changes.
        moved = np.abs(np.diff(pictures[whole.way], axis=0))
        change = float(moved.reshape(len(moved), -1).mean(axis=1).sum())
        reading = {"contact_sheet": Reading(change, "change")}
        yield Frame({"contact_sheet": sheet}, readings=reading, task="Traversals")


INSTRUMENT = ContactSheet
