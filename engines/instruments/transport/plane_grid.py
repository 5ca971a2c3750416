"""The grid of an instrument that measures a field over a plane, coarse first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engines.errors import FlowError
from engines.instruments.portrait.scales import box_of
from engines.instruments.transport.ftle import FtleField
from engines.instruments.transport.levels import levels
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.capabilities import Bounded, Recorded, Remembering
from engines.protocols.flow import Flow

COARSE = 2048  # nodes of the first picture


@dataclass(frozen=True, slots=True)
class PlaneGrid:
    """Nodes in the plane of the first two coordinates.

    Attributes:
        x: Shape (nx,), world units.
        y: Shape (ny,), world units.
        level: Which refinement it is, 0 the coarsest.
        last: Whether it is the grid that was asked for.
        share: Share of the work done once it is finished, from 0 to 1.
    """

    x: np.ndarray
    y: np.ndarray
    level: int = 0
    last: bool = True
    share: float = 1.0

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.y), len(self.x)

    def states(self, first: int = 0, last: int | None = None) -> np.ndarray:
        """The nodes of some rows, row by row: shape (rows * nx, 2)."""
        return np.stack([a.ravel() for a in np.meshgrid(self.x, self.y[first:last])], axis=1)


def unfit_for_planes(flow: Flow) -> str:
    """Why a field over the plane of two coordinates makes no sense for `flow`; empty if it does."""
    if flow.discrete:
        return "needs continuous time"
    if not isinstance(flow, Bounded):
        return "needs a flow that knows its domain"
    if isinstance(flow, Remembering):
        return "needs a flow without memory"
    return "" if flow.dimension == 2 else "needs a planar flow"


def within_record(flow: Flow, start: float, horizon: float) -> None:
    """Refuse a journey for which a recorded flow has no data, before anything is computed.

    Args:
        flow: Any flow.
        start: Time of release.
        horizon: Travel time, signed.

    Raises:
        FlowError: One sentence with what is needed and what there is.
    """
    if not isinstance(flow, Recorded):
        return
    (first, last), stop = flow.span, start + horizon
    slack = 1e-9 * max(abs(first), abs(last), last - first)
    if min(start, stop) < first - slack or max(start, stop) > last + slack:
        raise FlowError(
            f"T = {horizon:g} needs data from t = {min(start, stop):g} to {max(start, stop):g}, "
            f"there is data from {first:g} to {last:g}"
        )


def declared_grid(flow: Flow, *names: str) -> tuple[Declaration, ...]:
    """The FTLE's own declarations of some of its parameters: one value serves all fields."""
    wanted = {*names, "nx", "ny"}
    return tuple(replace(d, group="") for d in FtleField.declared(flow) if d.name in wanted)


def plane_grids(flow: Flow, parameters: Parameters, coarse: int = COARSE) -> Iterator[PlaneGrid]:
    """Grids over the box, up to the one with `nx` columns and `ny` rows.

    Args:
        flow: Knows its box.
        parameters: Has `nx` and `ny`.
        coarse: Wanted number of nodes of the first.
    """
    p: Any = parameters
    box = box_of(flow)
    sizes = levels(int(p.nx), int(p.ny), coarse)
    work = np.cumsum([nx * ny for nx, ny in sizes])
    for level, (nx, ny) in enumerate(sizes):
        x = np.linspace(box.low[0], box.high[0], nx)
        y = np.linspace(box.low[1], box.high[1], ny)
        yield PlaneGrid(x, y, level, level == len(sizes) - 1, float(work[level] / work[-1]))
