"""The fields of a bridge as arrows, one at a time, at the moment of the clock."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.instruments.distance.transported import MOMENT
from engines.layers.frame import Frame, Reading
from engines.layers.vector_field import VectorField
from engines.numerics.interpolants.bridging import FIELDS, BridgingFlow
from engines.parameters.declare import Declaration, Parameters, choice, whole
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket


def refusal(flow: Flow, planar: bool = True) -> str:
    """Why an instrument of bridges cannot be put on `flow`; empty if it can."""
    if not isinstance(flow, BridgingFlow):
        return "needs a bridge between two clouds"
    return "" if flow.dimension == 2 or not planar else "needs a planar flow"


class BridgeFields:
    """Drift of the flow, of the interpolant alone, score, or drift of a sampler either way."""

    name: ClassVar[str] = "fields"
    title: ClassVar[str] = "Fields of the bridge"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("fields",)
    depth: ClassVar[int] = 1

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refusal(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            choice(
                "shown_field",
                "b",
                tuple(FIELDS),
                title="Field",
                help="; ".join(f"{name}: {what}" for name, what in FIELDS.items()) + ".",
            ),
            whole("field_arrows", 24, 4, 80, title="Arrows", help="Arrows along a side."),
            MOMENT,
        )

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        ticket.check()
        flow = self.flow
        if not isinstance(flow, BridgingFlow):
            raise UnfitError("Fields of the bridge needs a bridge between two clouds")
        count, box = int(p.field_arrows), flow.box
        share = (np.arange(count) + 0.5) / count
        x, y = (box.low[i] + share * (box.high[i] - box.low[i]) for i in range(2))
        nodes = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
        rates = flow.field(p.shown_field, nodes, float(p.t)).reshape(count, count, 2)
        speed = float(np.sqrt((rates**2).sum(axis=2)).mean())
        yield Frame(
            {"fields": VectorField(x, y, rates[..., 0], rates[..., 1])},
            readings={"fields": Reading(speed, "mean length")},
        )


INSTRUMENT = BridgeFields
