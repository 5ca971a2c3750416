"""How fast the picture changes at each place of the plane."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.latent.decoded_plane import refusal
from engines.instruments.portrait.scales import rounded_outwards
from engines.layers.frame import Frame, Reading
from engines.layers.scalar_field import ScalarField
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

COARSE = 20
HEADROOM = 1.6
BAND = 6  # rows compared between two looks at the ticket


def stretching(pictures: np.ndarray, dx: float, dy: float) -> np.ndarray:
    """Largest change of the picture per unit step, in any direction of the plane.

        s = sqrt(largest eigenvalue of J^T J),   J = d picture / d (a, b),

    with J from central differences between neighbours, one-sided at the edges.

    Args:
        pictures: Shape (ny, nx, height, width), or with three colours behind.
        dx: Distance between columns of the grid.
        dy: Distance between rows.

    Returns:
        Shape (ny, nx), root of the summed squared change of all pixels per unit step.

    Source:
        Arvanitidis, Hansen & Hauberg (2018), ICLR, for the metric J^T J.
    """
    flat = pictures.reshape(*pictures.shape[:2], -1).astype(np.float64)
    along, up = np.gradient(flat, dx, axis=1), np.gradient(flat, dy, axis=0)
    a, b, c = (along**2).sum(-1), (along * up).sum(-1), (up**2).sum(-1)
    return np.sqrt(0.5 * (a + c) + np.sqrt(0.25 * (a - c) ** 2 + b**2))


def in_bands(pictures: np.ndarray, dx: float, dy: float, ticket: Ticket) -> np.ndarray:
    """`stretching`, a few rows at a time; a row on either side is what differences need."""
    field = np.empty(pictures.shape[:2])
    for first in range(0, len(pictures), BAND):
        ticket.check()
        last = min(first + BAND, len(pictures))
        low, high = max(first - 1, 0), min(last + 1, len(pictures))
        part = stretching(pictures[low:high], dx, dy)
        field[first:last] = part[first - low : last - low]
    return field


class Sensitivity:
    """The field of `stretching` over the plane, coarse first."""

    name: ClassVar[str] = "sensitivity"
    title: ClassVar[str] = "Change of picture"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("sensitivity",)
    depth: ClassVar[int] = 0

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refusal(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            whole(
                "sensitivity_nodes",
                72,
                8,
                200,
                title="Nodes a side",
                group="Change of picture",
                help="Pictures compared along each side of the plane.",
            ),
        )

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow: Any = self.flow
        (x0, y0), (x1, y1) = flow.box.low, flow.box.high
        sizes = sorted({min(COARSE, p.sensitivity_nodes), p.sensitivity_nodes})
        for level, count in enumerate(sizes):
            x, y = np.linspace(x0, x1, count), np.linspace(y0, y1, count)
            rows = []
            for b in y:
                ticket.check()
                rows.append(flow.decode(np.stack([x, np.full(count, b)], axis=1)))
            field = in_bands(np.stack(rows), x[1] - x[0], y[1] - y[0], ticket)
            low, high = np.quantile(field, (0.005, 0.995))
            # The lower part of the scale is enough; the rest is left to what is drawn over it.
            limits = rounded_outwards(float(low), float(low + HEADROOM * (high - low)))
            layer = ScalarField(x, y, field, unit="ink per step", limits=limits)
            yield Frame(
                {"sensitivity": layer},
                progress=(level + 1) / len(sizes),
                level=level,
                readings={"sensitivity": Reading(float(field.max()), "max")},
                task="Change of picture",
            )


INSTRUMENT = Sensitivity
