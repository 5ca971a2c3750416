"""Whether the way through the codes does to a picture what it is meant to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.latent.contact_sheet import reach_of
from engines.instruments.latent.contact_sheet import refusal as walked
from engines.layers.frame import Frame, Reading
from engines.layers.image_grid import ImageGrid
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.capabilities import Sliced
from engines.protocols.flow import Flow
from engines.protocols.landscape import Altering
from engines.running.ticket import Ticket


def refusal(flow: Flow) -> str:
    """Why nothing can be said of what the ways are meant to do; empty if it can."""
    if reason := walked(flow):
        return reason
    whole = flow.whole if isinstance(flow, Sliced) else flow
    known = isinstance(whole, Altering) and whole.paces.size
    return "" if known else "needs ways whose change of a picture is known"


def left_over(meant: np.ndarray, made: np.ndarray) -> float:
    """How much of the change is missed: 0 as meant, 1 as bad as no change at all.

        mean (g(z(t)) - T_t g(z_0))^2 / mean (g(z_0) - T_t g(z_0))^2

    Args:
        meant: T_t g(z_0), the picture altered pixel by pixel, t = 0 first, shape (k, ...).
        made: Pictures along the way, the same shape.
    """
    whole = float(((meant - meant[:1]) ** 2).mean())
    return float(((meant - made) ** 2).mean()) / whole if whole > 0.0 else 0.0


class Equivariance:
    """Three rows from the picture at the handle: altered pixel by pixel, carried along the way,
    and moved by the best constant step; the labels tell how much of the change is missed.
    """

    name: ClassVar[str] = "equivariance"
    title: ClassVar[str] = "Equivariance"
    view: ClassVar[str] = "sheet"
    draws: ClassVar[tuple[str, ...]] = ("equivariance",)
    depth: ClassVar[int] = 1

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refusal(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return ()

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        ticket.check()
        whole: Any = self.flow.whole if isinstance(self.flow, Sliced) else self.flow
        start, way = np.array(whole.box.start), whole.way
        steps = np.arange(int(reach_of(self.flow)) + 1.0)
        path = whole.traversed(start, steps)[way]
        line = start + steps[:, None] * whole.paces[way]
        ticket.check()
        meant = whole.altered(way, start, steps)
        made = np.split(whole.decode(np.concatenate([path, line])), 2)
        missed = [left_over(meant, pictures) for pictures in made]
        grid = ImageGrid(
            np.stack([meant, *made]),
            row_labels=(
                f"{whole.ways[way]}, pixels",
                f"this way, {missed[0]:.2f}",
                f"constant, {missed[1]:.2f}",
            ),
            column_labels=tuple(f"{step:.0f}" for step in steps),
        )
        reading = Reading(missed[0], "missed")
        yield Frame({"equivariance": grid}, readings={"equivariance": reading})


INSTRUMENT = Equivariance
