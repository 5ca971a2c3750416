"""A landscape of one coordinate from the side, with the steps of methods on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.descent.walks import (
    NEEDED,
    colour_of,
    declared_walks,
    shown_methods,
    starts_of,
    walker,
)
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.points import Points
from engines.layers.series import Series
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.descent import Descending
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

NODES = 601
APART = 1e-6  # of the region: places nearer to each other are the same


class Valley(Charting):
    """f over x, and where the last steps of each method are."""

    name: ClassVar[str] = "valley"
    title: ClassVar[str] = "Valley"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = ("valley", "valley_steps")
    depth: ClassVar[int] = 3

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if not isinstance(flow, Descending):
            return NEEDED
        return "" if len(flow.region.low) == 1 else "needs a landscape of one coordinate"

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        about = "How many of the last steps of each method are drawn."
        return (
            *declared_walks(flow),
            whole("last_steps", 30, 1, 3000, title="Last steps", group="Walks", help=about),
        )

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        region = walker(flow).region
        ends = np.array([region.low, region.high])
        return (
            Axis(region.labels[0], region.symbols[0], region.units[0], region.low[0], region.high[0]),
            Axis("height", "f", "", 0.0, float(walker(flow).heights(ends).max())),
        )  # fmt: skip

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        return walker(flow).landscape, f"steps {max(0, p.steps - p.last_steps + 1)} to {p.steps}"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        walking, starts = walker(self.flow), starts_of(self.flow, p)
        x = np.linspace(walking.region.low[0], walking.region.high[0], NODES)
        layers: dict[str, Layer] = {"valley": Series(x, walking.heights(x[:, None]))}
        places, colours, visited = [], [], 0
        for method in shown_methods(self.flow) if len(starts) else ():
            ticket.check()
            path = walking.walk(method, starts[-1], p.steps, 1, ticket).places[-p.last_steps :]
            path = path[np.isfinite(path).all(axis=1)]
            inside = path[(path[:, 0] >= x[0]) & (path[:, 0] <= x[-1])]
            places.append(np.stack([inside[:, 0], walking.heights(inside)], axis=1))
            colours.append(np.full(len(inside), colour_of(method)))
            if method.name == walking.own.name:
                visited = distinct(inside[:, 0], APART * (x[-1] - x[0]))
        if places:
            layers["valley_steps"] = Points(
                np.concatenate(places), "dot", values=np.concatenate(colours), scale="kinds"
            )
        text = f"places of {walking.own.name}"
        yield Frame(layers, readings={self.name: Reading(float(visited), text)})


def distinct(numbers: np.ndarray, apart: float) -> int:
    """How many of `numbers`, shape (k,), are told apart."""
    return int(np.count_nonzero(np.diff(np.sort(numbers)) > apart)) + bool(len(numbers))


INSTRUMENT = Valley
