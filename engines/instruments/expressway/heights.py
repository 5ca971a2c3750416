"""How far cell masses are from what they must be, iteration by iteration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.instruments.expressway.cells import refusal
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.series import Series
from engines.numerics.expressway.flow import Expressway
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

SHOWN = 600  # iterations on the axis to begin with
EACH = 8
FLOOR = -9.0


class Heights(Charting):
    """The length of the gradient g of the heights, and the noise of the draws it ends in."""

    name: ClassVar[str] = "heights"
    title: ClassVar[str] = "Heights"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = ("heights_floor", "heights_search")
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refusal(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return ()

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        known = len(flow.solving.residuals) if isinstance(flow, Expressway) else 0
        return (
            Axis("iteration", "", "", 0.0, float(max(known, 1) if known else SHOWN)),
            Axis("|g|", "", "", -2.5, 0.0, powers=True),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        return "Heights", "distance of cell masses from equal"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """The curve as it grows."""
        flow = self.flow
        if not isinstance(flow, Expressway):
            raise UnfitError("Heights need a jump of optimal transport")
        solving = flow.solving
        while not solving.done:
            yield Frame(self._layers(flow), progress=0.0, task="Optimal transport")
            for _ in range(EACH):
                solving.step(ticket)
        last = solving.residuals[-1] if solving.residuals else None
        yield Frame(self._layers(flow), level=1, readings={"heights": Reading(last, "|g|")})

    def _layers(self, flow: Expressway) -> dict[str, Layer]:
        found = np.array(flow.solving.residuals)
        steps = np.arange(1.0, len(found) + 1.0)
        layers: dict[str, Layer] = {
            "heights_search": Series(steps, np.log10(np.maximum(found, 10.0**FLOOR)), label="|g|")
        }
        if flow.solving.floor > 0.0 and len(found):
            ends = np.array([1.0, float(len(found))])
            level = np.full(2, np.log10(flow.solving.floor))
            layers["heights_floor"] = Series(ends, level, role="reference", label="noise of draws")
        return layers


INSTRUMENT = Heights
