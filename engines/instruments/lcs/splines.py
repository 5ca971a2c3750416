"""Cubic B-splines of fields on a grid, local enough that a hole in the data stays a hole."""

from __future__ import annotations

import numpy as np
from numba import njit


def coefficients(fields: np.ndarray) -> np.ndarray:
    """Coefficients of the cubic spline that reproduces cubic polynomials from their nodes.

        c_i = (8 f_i - f_(i-1) - f_(i+1)) / 6   along both axes

    Smooth up to the second derivative, wrong by h^4, and a node without value spoils only the
    cells within two of it. Beyond the border a field goes on as a cubic, or as a line if there
    are fewer than four nodes.

    Args:
        fields: Values at the nodes, shape (ny, nx, k), at least 2 x 2 nodes.

    Returns:
        Shape (ny + 2, nx + 2, k): one more coefficient on every side.

    Source:
        de Boor (1990), Quasiinterpolants and approximation power of multivariate splines.
    """
    found = np.asarray(fields, float)
    for axis in (0, 1):
        rows = np.moveaxis(found, axis, 0)
        rows = _beyond(_beyond(rows))
        rows = (8.0 * rows[1:-1] - rows[:-2] - rows[2:]) / 6.0
        found = np.moveaxis(rows, 0, axis)
    return np.ascontiguousarray(found)


def _beyond(rows: np.ndarray) -> np.ndarray:
    """`rows` with one more at each end."""
    if len(rows) < 4:
        first, last = 2.0 * rows[0] - rows[1], 2.0 * rows[-1] - rows[-2]
    else:
        first = 4.0 * rows[0] - 6.0 * rows[1] + 4.0 * rows[2] - rows[3]
        last = 4.0 * rows[-1] - 6.0 * rows[-2] + 4.0 * rows[-3] - rows[-4]
    return np.concatenate([first[None], rows, last[None]])


@njit(nogil=True, cache=True, error_model="numpy", inline="always")
def weights(t: float) -> tuple[float, float, float, float]:
    """What the four coefficients around a cell count at t from 0 to 1 in it."""
    s = 1.0 - t
    return (
        s * s * s / 6.0,
        (3.0 * t * t * t - 6.0 * t * t + 4.0) / 6.0,
        (3.0 * s * s * s - 6.0 * s * s + 4.0) / 6.0,
        t * t * t / 6.0,
    )


@njit(nogil=True, cache=True, error_model="numpy", inline="always")
def slopes(t: float) -> tuple[float, float, float, float]:
    """Derivatives of `weights`, per cell."""
    s = 1.0 - t
    return (
        -0.5 * s * s,
        1.5 * t * t - 2.0 * t,
        2.0 * s - 1.5 * s * s,
        0.5 * t * t,
    )
