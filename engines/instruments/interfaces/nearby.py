"""What a flow does on the cells of an image of dye, and its profiles across the edges."""

from __future__ import annotations

import numpy as np

from engines.instruments.barriers.active import active_ftle
from engines.instruments.barriers.gridded import barrier_of_spin
from engines.instruments.interfaces.edges import inward
from engines.instruments.interfaces.found import Interfaces
from engines.instruments.transport.ftle import ftle
from engines.instruments.transport.plane_grid import PlaneGrid
from engines.instruments.vortices.along_paths import mean_spin
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

INTERVALS = 20  # of Simpson's rule along paths


def spin_on(
    flow: Flow, found: Interfaces, start: float, horizon: float = 0.0, ticket: Ticket | None = None
) -> np.ndarray:
    """Vorticity on the cells, averaged along paths over a horizon that is not zero: (ny, nx)."""
    grid = PlaneGrid(found.x, found.y)
    wanted = mean_spin(
        flow, grid.states(), start=start, horizon=horizon, intervals=INTERVALS, ticket=ticket
    )
    return wanted.reshape(grid.shape)


def walls_on(
    flow: Flow, found: Interfaces, start: float, horizon: float, ticket: Ticket | None = None
) -> np.ndarray:
    """FTLE on the cells, shape (ny, nx)."""
    return ftle(flow, found.x, found.y, start=start, horizon=horizon, ticket=ticket)


def momentum_walls_on(
    found: Interfaces,
    spin: np.ndarray,
    sigma: float,
    around: tuple[bool, bool],
    ticket: Ticket | None = None,
) -> np.ndarray:
    """Active FTLE of the barrier field of a (path-averaged) vorticity on the cells, (ny, nx)."""
    bx, by = barrier_of_spin(found.x, found.y, spin, periodic=around)
    return active_ftle(found.x, found.y, bx, by, sigma=sigma, periodic=around, ticket=ticket)


def along_and_across(
    found: Interfaces, distance: np.ndarray, spin: np.ndarray, around: tuple[bool, bool]
) -> tuple[np.ndarray, np.ndarray]:
    """Size of the diffusive flux of momentum along and across an edge, shape (ny, nx) each.

    The flux is Laplacian(v) = J grad w; across is along the slope of the distance.
    """
    bx, by = barrier_of_spin(found.x, found.y, spin, smoothing=0.0, periodic=around)
    n = inward(distance, periodic=found.periodic)
    return np.abs(by * n[0] - bx * n[1]), np.abs(bx * n[0] + by * n[1])
