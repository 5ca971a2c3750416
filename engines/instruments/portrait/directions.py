"""Arrows on a coarse grid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.portrait.scales import box_of, refusal, time_unit
from engines.layers.frame import Frame
from engines.layers.vector_field import VectorField
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket


class DirectionInstrument:
    """The velocity of a planar flow, one arrow per node."""

    name: ClassVar[str] = "directions"
    title: ClassVar[str] = "Direction field"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("directions",)
    depth: ClassVar[int] = 1

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refusal(flow, planar=True)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (whole("arrows", 24, 4, 80, title="Arrows", help="Arrows along the longer side."),)

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        ticket.check()
        box = box_of(self.flow)
        width, height = box.high[0] - box.low[0], box.high[1] - box.low[1]
        pitch = max(width, height) / p.arrows
        x = _centred(box.low[0], width, pitch)
        y = _centred(box.low[1], height, pitch)
        nodes = np.stack([a.ravel() for a in np.meshgrid(x, y)], axis=1)
        first = 0.0 if self.flow.steady else float(getattr(p, "start", 0.0))
        rates = self.flow.velocity(nodes, first).reshape(len(y), len(x), 2)
        unit = f"1/{time_unit(self.flow)}" if time_unit(self.flow) else ""
        yield Frame({"directions": VectorField(x, y, rates[..., 0], rates[..., 1], unit)})


def _centred(low: float, side: float, pitch: float) -> np.ndarray:
    count = max(2, int(side / pitch))
    return low + side * (np.arange(count) + 0.5) / count


INSTRUMENT = DirectionInstrument
