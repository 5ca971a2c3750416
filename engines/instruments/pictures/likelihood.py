"""How probable the picture is that each place of the plane becomes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.portrait.scales import box_of, rounded_outwards
from engines.layers.frame import Frame, Reading
from engines.layers.scalar_field import ScalarField
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.capabilities import Probable
from engines.protocols.flow import Flow
from engines.protocols.pictures import Picturing
from engines.running.ticket import Ticket

COARSE = 12
BEFORE = 0.95  # of the way: at its end pixels that are always blank are infinitely probable
ROBUST = (0.005, 0.995)


class Likelihood:
    """ln p_t of the picture, per pixel, just before the end of its way, coarse first."""

    name: ClassVar[str] = "likelihood"
    title: ClassVar[str] = "Likelihood"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("likelihood",)
    depth: ClassVar[int] = 0

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        fits = isinstance(flow, Picturing) and isinstance(flow.whole, Probable)
        return "" if fits else "needs pictures that come out of a known noise"

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            whole("likelihood_nodes", 36, 3, 120, title="Nodes a side", group=Likelihood.title,
                  help="Pictures along each side of the plane whose likelihood is found."),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow: Any = self.flow
        box, when = box_of(flow), BEFORE * flow.arrival
        sizes = sorted({min(COARSE, p.likelihood_nodes), p.likelihood_nodes})
        for level, count in enumerate(sizes):
            x, y = (np.linspace(box.low[i], box.high[i], count) for i in (0, 1))
            places = np.stack([a.ravel() for a in np.meshgrid(x, y)], axis=1)
            near = flow.whole.advance(flow.lifted(places), 0.0, when, ticket)
            logs = flow.whole.log_density(near, when, ticket) / near.shape[1]
            field = logs.reshape(count, count)
            low, high = (float(np.nanquantile(field, q)) for q in ROBUST)
            limits = rounded_outwards(low, high) if high > low else None
            yield Frame(
                {
                    "likelihood": ScalarField(
                        x, y, field, scale="amount", limits=limits, quantity="ln p / pixel"
                    )
                },
                progress=(level + 1) / len(sizes),
                level=level,
                readings={"likelihood": Reading(float(np.nanmax(field)), "max per pixel")},
                task=self.title,
            )


INSTRUMENT = Likelihood
