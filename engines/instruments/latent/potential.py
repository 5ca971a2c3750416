"""The height whose slope a flow follows, at one moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.latent.contact_sheet import step_of
from engines.instruments.portrait.scales import box_of, lasting, refusal, rounded_outwards
from engines.layers.frame import Frame, Reading
from engines.layers.scalar_field import ScalarField
from engines.parameters.declare import Declaration, Parameters, real, whole
from engines.protocols.capabilities import Sliced
from engines.protocols.flow import Flow
from engines.protocols.landscape import Sloped, Traversing
from engines.running.ticket import Ticket

GROUP = "Potential"
COARSE = 24
HEADROOM = 1.5
MOMENTS = 6  # at which the range of the colours is looked for


def heights_on(flow: Flow, nodes: int, moment: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Nodes x and y, each shape (nodes,), and heights on them, shape (nodes, nodes)."""
    box = box_of(flow)
    x, y = (np.linspace(box.low[i], box.high[i], nodes) for i in (0, 1))
    places = np.stack([a.ravel() for a in np.meshgrid(x, y)], axis=1)
    known: Any = flow
    return x, y, known.heights(places, moment).reshape(nodes, nodes)


def limits_of(flow: Flow, last: float) -> tuple[float, float] | None:
    """One range of colours for all moments from 0 to `last`, so that a moving landscape keeps its
    colours; None if it is level everywhere.
    """
    found = np.stack([heights_on(flow, COARSE, t)[2] for t in np.linspace(0.0, last, MOMENTS)])
    low, high = (float(q) for q in np.nanquantile(found, (0.005, 0.995)))
    # The lower part of the scale is enough; the rest is left to what is drawn over it.
    return rounded_outwards(low, low + HEADROOM * (high - low)) if high - low > 1e-12 else None


def field_at(
    flow: Flow, nodes: int, moment: float, limits: tuple[float, float] | None
) -> ScalarField:
    """Heights on a square of nodes at one moment."""
    x, y, values = heights_on(flow, nodes, moment)
    return ScalarField(x, y, values, limits=limits, quantity="u")


class Potential:
    """The landscape as a field that moves in time."""

    name: ClassVar[str] = "potential"
    title: ClassVar[str] = "Potential"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("potential",)
    depth: ClassVar[int] = 0

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if not isinstance(flow, Sloped):
            return "needs a flow that follows the slope of a height"
        return refusal(flow, planar=True)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        walked = isinstance(flow.whole if isinstance(flow, Sliced) else flow, Traversing)
        last = lasting(flow)
        moment = real("t", 0.0, 0.0, last, title="Moment", symbol="t", group=GROUP)
        return (
            step_of(flow) if walked else moment,
            whole("potential_nodes", 96, 8, 400, title="Nodes a side", group=GROUP,
                  help="Heights along each side of the plane."),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        moment = abs(float(p.t))
        ticket.check()
        limits = limits_of(self.flow, lasting(self.flow))
        sizes = sorted({min(COARSE, p.potential_nodes), p.potential_nodes})
        for level, nodes in enumerate(sizes):
            ticket.check()
            field = field_at(self.flow, nodes, moment, limits)
            yield Frame(
                {"potential": field},
                progress=(level + 1) / len(sizes),
                level=level,
                readings={"potential": Reading(float(np.ptp(field.values)), "height")},
            )


INSTRUMENT = Potential
