"""The cells of a jump, coloured by the mode they lead to, while their heights are found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Layer, Reading, Trust
from engines.layers.points import Points
from engines.layers.scalar_field import ScalarField
from engines.numerics.expressway.flow import Expressway
from engines.numerics.semidiscrete.edges import edges
from engines.numerics.semidiscrete.power_cells import PowerCells
from engines.parameters.declare import Declaration, Parameters, switch, whole
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

MOVING = 112  # columns while heights move
KINDS, TURN = 8, 3  # colours; where they begin again, they turn
EACH = 8  # iterations between two pictures
CONVERGED = 0.1  # of a cell's mass: mean error beyond which heights are not trusted


class Cells:
    """Power cells of the latents: what lies in one goes to one latent."""

    name: ClassVar[str] = "cells"
    title: ClassVar[str] = "Cells"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("cells", "cell_edges", "latents")
    depth: ClassVar[int] = 0

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refusal(flow, planar=True)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        group = "Cells"
        return (
            whole("cell_columns", 360, 40, 1200, title="Columns", group=group, logarithmic=True,
                  help="As many rows."),
            switch("cell_edges", True, title="Edges", group=group,
                   help="Lines between cells; strong where the modes beside them differ."),
            switch("latents", True, title="Latents", group=group,
                   help="The points the cells lead to."),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """A picture every few iterations, and a finer one when heights have been found."""
        p: Any = parameters
        flow = self.flow
        if not isinstance(flow, Expressway):
            raise UnfitError("Cells need a jump of optimal transport")
        solving = flow.solving
        while not solving.done:
            yield Frame(
                self._layers(flow, solving.cells, MOVING, p, ticket),
                progress=0.0,
                readings=_reading(flow),
                task=f"Optimal transport, iteration {len(solving.residuals)}",
            )
            for _ in range(EACH):
                solving.step(ticket)
        fine = int(p.cell_columns)
        if fine > MOVING:
            layers = self._layers(flow, solving.cells, MOVING, p, ticket)
            yield Frame(layers, progress=0.5, readings=_reading(flow))
        layers = self._layers(flow, solving.cells, fine, p, ticket)
        yield Frame(layers, level=1, readings=_reading(flow), trust=_trust(flow))

    def _layers(
        self, flow: Expressway, cells: PowerCells, columns: int, p: Any, ticket: Ticket
    ) -> dict[str, Layer]:
        low, high = flow.box.low[:2], flow.box.high[:2]
        x, y = (np.linspace(low[k], high[k], columns) for k in range(2))
        places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
        kinds = kinds_of(flow)
        values = kinds[cells.assigned(places, ticket)].reshape(columns, columns)
        layers: dict[str, Layer] = {
            "cells": ScalarField(x, y, values, scale="kinds", limits=(0.0, 8.0), quantity="mode")
        }
        if p.cell_edges:
            ends, pairs = edges(cells, (low[0], low[1]), (high[0], high[1]))
            if flow.modes is not None:
                pairs = flow.modes.nearest(flow.solving.points)[0][pairs]
            wall = pairs[:, 0] != pairs[:, 1]
            order = np.argsort(wall, kind="stable")
            roles = tuple("neutral" if wall[i] else "contour" for i in order)
            layers["cell_edges"] = Curves(tuple(ends[order]), roles)
        if p.latents:
            layers["latents"] = Points(flow.solving.points, "cloud")
        return layers


def refusal(flow: Flow, planar: bool = False) -> str:
    """Why the instruments of this room cannot be put on a flow."""
    if not isinstance(flow, Expressway):
        return "needs a jump of optimal transport"
    return "needs a planar flow" if planar and flow.dimension != 2 else ""


def kinds_of(flow: Expressway) -> np.ndarray:
    """Colour of each latent, shape (n,): that of its mode, of eight that come again."""
    points = flow.solving.points
    which = np.arange(len(points)) if flow.modes is None else flow.modes.nearest(points)[0]
    return np.asarray((which + TURN * (which // KINDS)) % KINDS + 0.5)


def _reading(flow: Expressway) -> dict[str, Reading]:
    residuals = flow.solving.residuals
    return {"cells": Reading(residuals[-1] if residuals else None, "|g|")}


def _trust(flow: Expressway) -> Trust:
    solving = flow.solving
    path = ("CPU, float64", f"{flow.evaluations} evaluations")
    good = not solving.residuals or not solving.empty
    return Trust("good" if good else "warn", f"Transport: {solving.told()}.", path)


INSTRUMENT = Cells
