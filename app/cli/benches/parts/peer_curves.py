"""Ridges and shrink lines as numbacs draws them, where it is installed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class PeerCurves:
    """The peer's strain of the double gyre, and what it makes of it.

    Attributes:
        high: Larger eigenvalue, shape (ny, nx); NaN along its border, where it has none.
        across: Eigenvector of it, shape (ny, nx, 2).
        ridges: Draws ridges with the parameters sdd and dist_tol.
        lines: Draws shrink lines with step, failure length, least length, percentile, number of
            sampling lines and least mean stretching.
    """

    high: np.ndarray
    across: np.ndarray
    ridges: Callable[[float, float], list[np.ndarray]]
    lines: Callable[[float, float, float, float, int, float], list[np.ndarray]]


def numbacs_curves(x: np.ndarray, y: np.ndarray, horizon: float) -> PeerCurves | None:
    """The double gyre (A = 0.1, epsilon = 0.25, omega = pi / 5) released at 0.

    Args:
        x: Shape (nx,).
        y: Shape (ny,).
        horizon: Signed travel time.

    Returns:
        None if numbacs is absent.
    """
    try:
        from numbacs.diagnostics import C_eig_aux_2D, ftle_from_eig
        from numbacs.extraction.hyperbolic import hyperbolic_lcs
        from numbacs.extraction.ridges import ftle_ordered_ridges
        from numbacs.flows import get_predefined_flow
        from numbacs.integration import flowmap_aux_grid_2D
    except ImportError:
        return None
    way = 1.0 if horizon > 0.0 else -1.0
    pointer, numbers, _ = get_predefined_flow("double_gyre", int_direction=way)
    moved = flowmap_aux_grid_2D(pointer, 0.0, horizon, x, y, numbers, h=1e-5)
    values, vectors = C_eig_aux_2D(moved, x[1] - x[0], y[1] - y[0], h=1e-5)
    high, across = values[:, :, 1], vectors[:, :, :, 1]
    field = ftle_from_eig(high, abs(horizon))

    def ridges(sdd: float, dist_tol: float) -> list[np.ndarray]:
        return list(ftle_ordered_ridges(field, across, x, y, dist_tol, sdd_thresh=sdd))

    def lines(
        step: float, failure: float, shortest: float, percentile: float, count: int, mean: float
    ) -> list[np.ndarray]:
        found = hyperbolic_lcs(
            high, vectors, x, y, step, 4000, failure, shortest, 0.2, -1, 0.1, count, mean,
            percentile=percentile, ep_dist_tol=1e-2,
        )  # fmt: skip
        return list(found)

    return PeerCurves(
        np.where(high.T > 0.0, high.T, np.nan), np.swapaxes(across, 0, 1).copy(), ridges, lines
    )
