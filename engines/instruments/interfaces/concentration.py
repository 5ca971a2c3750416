"""The dye itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.interfaces.shown import declared_start, unfit_without_dye
from engines.instruments.portrait.scales import box_of, rounded_outwards
from engines.layers.frame import Frame, Reading
from engines.layers.scalar_field import ScalarField
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.capabilities import Dyed
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket


class Concentration:
    """How much dye there is everywhere at the moment of release."""

    name: ClassVar[str] = "concentration"
    title: ClassVar[str] = "Concentration"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("concentration",)
    depth: ClassVar[int] = 0

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return unfit_without_dye(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return declared_start(flow)

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow = self.flow
        if not isinstance(flow, Dyed):
            return
        ticket.check()
        x, y, values = flow.concentration(float(p.start))
        known = values[np.isfinite(values)]
        mean = float(known.mean()) if known.size else None
        high = float(np.quantile(known, 0.999)) if known.size else 0.0
        around = box_of(flow).periodic
        x, y = (_closed(axis) if on else axis for axis, on in zip((x, y), around, strict=False))
        values = np.pad(values, ((0, int(around[1])), (0, int(around[0]))), mode="wrap")
        field = ScalarField(
            x,
            y,
            values,
            limits=rounded_outwards(0.0, high) if high > 0.0 else None,
            quantity="dye",
        )
        yield Frame({"concentration": field}, readings={"concentration": Reading(mean, "mean")})


def _closed(axis: np.ndarray) -> np.ndarray:
    return np.append(axis, 2.0 * axis[-1] - axis[-2])


INSTRUMENT = Concentration
