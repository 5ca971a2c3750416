"""The plane as a table of pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.layers.frame import Frame
from engines.layers.image_grid import ImageGrid
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.capabilities import Bounded, Decoding
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket


def refusal(flow: Flow) -> str:
    """Why a flow has no plane of pictures; empty if it has."""
    if not isinstance(flow, Decoding):
        return "needs states that stand for pictures"
    fits = flow.dimension == 2 and isinstance(flow, Bounded)
    return "" if fits else "needs a plane of pictures"


class DecodedPlane:
    """Pictures on a regular grid of the plane, the top row highest."""

    name: ClassVar[str] = "decoded_plane"
    title: ClassVar[str] = "Decoded plane"
    view: ClassVar[str] = "sheet"
    draws: ClassVar[tuple[str, ...]] = ("decoded_plane",)
    depth: ClassVar[int] = 1

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refusal(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            whole(
                "plane_pictures",
                9,
                3,
                21,
                title="Pictures a side",
                group="Decoded plane",
                help="Pictures along each side of the table.",
            ),
        )

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow: Any = self.flow
        count = p.plane_pictures
        # Cell centres, so that a picture stands where its code is.
        share = (np.arange(count) + 0.5) / count
        low, high = np.array(flow.box.low), np.array(flow.box.high)
        x, y = (low[i] + (high[i] - low[i]) * share for i in (0, 1))
        rows = []
        for b in y[::-1]:
            ticket.check()
            rows.append(flow.decode(np.stack([x, np.full(count, b)], axis=1)))
        yield Frame({"decoded_plane": ImageGrid(np.stack(rows))}, task="Decoded plane")


INSTRUMENT = DecodedPlane
