"""How well a learned landscape obeys its equation, place by place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.latent.contact_sheet import step_of
from engines.instruments.portrait.scales import box_of, refusal
from engines.layers.frame import Frame, Reading
from engines.layers.scalar_field import ScalarField
from engines.parameters.declare import Declaration, Parameters, real, whole
from engines.protocols.capabilities import Flat
from engines.protocols.flow import Flow
from engines.protocols.landscape import Obeying
from engines.running.ticket import Ticket

GROUP = "Residual"
COARSE, STRIP = 20, 512
LEAST, MOST = 0.2, 3.0


def share(left: np.ndarray, right: np.ndarray) -> float:
    """Mean squared residual in units of its sides: 0 obeyed, 1 as if they had nothing in common.

    mean (l - r)^2 / mean (l^2 + r^2)
    """
    size = float((left**2 + right**2).mean())
    return float(((left - right) ** 2).mean()) / size if size > 0.0 else 0.0


class Residual:
    """Left minus right side of the equation over the plane at one moment."""

    name: ClassVar[str] = "residual"
    title: ClassVar[str] = "Residual"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("residual",)
    depth: ClassVar[int] = 0

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        whole = flow.whole if isinstance(flow, Flat) else flow
        if not (isinstance(whole, Obeying) and whole.law):
            return "needs a height that was taught an equation"
        return refusal(flow, planar=True)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        known = flow.whole if isinstance(flow, Flat) else flow
        learned = known.constant if isinstance(known, Obeying) else 0.0
        usual = min(max(learned or 1.0, LEAST), MOST)
        return (
            step_of(flow),
            real("c", usual, LEAST, MOST, title="Wave speed", symbol="c", group=GROUP,
                 help="Constant of the equation the landscape is held against; the tick is what "
                 "the first potential has learned."),
            whole("residual_nodes", 48, 8, 200, title="Nodes a side", group=GROUP),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow = self.flow
        known: Any = flow.whole if isinstance(flow, Flat) else flow
        box = box_of(flow)
        sizes = sorted({min(COARSE, p.residual_nodes), p.residual_nodes})
        for level, nodes in enumerate(sizes):
            x, y = (np.linspace(box.low[i], box.high[i], nodes) for i in (0, 1))
            places = np.stack([a.ravel() for a in np.meshgrid(x, y)], axis=1)
            states = flow.lifted(places) if isinstance(flow, Flat) else places
            parts = []
            for first in range(0, len(states), STRIP):
                ticket.check()
                parts.append(known.sides(states[first : first + STRIP], float(p.t), float(p.c)))
            left, right = (np.concatenate(side) for side in zip(*parts, strict=True))
            size = float(np.quantile(np.abs(np.concatenate([left, right])), 0.98)) or 1.0
            layer = ScalarField(
                x, y, (left - right).reshape(nodes, nodes), scale="signed",
                limits=(-size, size), quantity="residual",
            )  # fmt: skip
            yield Frame(
                {"residual": layer},
                progress=(level + 1) / len(sizes),
                level=level,
                readings={"residual": Reading(share(left, right), "of its sides")},
                task="Residual",
            )


INSTRUMENT = Residual
