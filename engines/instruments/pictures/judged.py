"""One noise through networks that were judged by different errors: one row for each noise."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.layers.frame import Frame, Reading
from engines.layers.image_grid import ImageGrid
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.flow import Flow
from engines.protocols.pictures import Judged, Picturing
from engines.running.ticket import Ticket


class JudgedBy:
    """What each network makes of the noise the point is at, and of some numbered draws."""

    name: ClassVar[str] = "judged"
    title: ClassVar[str] = "One noise, every network"
    view: ClassVar[str] = "sheet"
    draws: ClassVar[tuple[str, ...]] = ("judged",)
    depth: ClassVar[int] = 3

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        known = isinstance(flow, Picturing) and isinstance(flow.whole, Judged)
        if not known or not flow.whole.views():  # type: ignore[attr-defined]
            return "needs networks that learned the same, judged by different errors"
        return ""

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            whole("judged_shown", 3, 1, 12, title="Draws", group=JudgedBy.title,
                  help="Numbered draws of noise below that of the point."),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow: Any = self.flow
        starts = np.concatenate([flow.lifted(flow.here[None]), flow.drawn[: p.judged_shown]])
        views, columns = flow.whole.views(), []
        for one in views.values():
            ticket.check()
            columns.append(np.asarray(one.decode(one.advance(starts, 0.0, flow.moment, ticket))))
        worst = min(alike(a, b) for a, b in itertools.combinations(columns, 2))
        grid = ImageGrid(
            np.stack(columns, axis=1),
            row_labels=("here", *(f"{i + 1}" for i in range(len(starts) - 1))),
            column_labels=tuple(views),
        )
        readings = {self.name: Reading(worst, "alike, at least")}
        yield Frame({"judged": grid}, readings=readings, task=self.title)


def alike(first: np.ndarray, second: np.ndarray) -> float:
    """Mean over pictures, shape (n, ...), of the correlation of their pixels."""
    a, b = (part.reshape(len(part), -1) for part in (first, second))
    a, b = a - a.mean(axis=1, keepdims=True), b - b.mean(axis=1, keepdims=True)
    size = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    return float(((a * b).sum(axis=1) / np.maximum(size, 1e-12)).mean())


INSTRUMENT = JudgedBy
