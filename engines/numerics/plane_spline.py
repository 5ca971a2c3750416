"""Cubic splines over a regular grid of the plane: values and slopes anywhere, in machine code."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from scipy.linalg import solve_banded

_FAST = {"contract", "nsz"}
# Third derivative continuous at the second node: the first two cells are one cubic.
_NOT_A_KNOT = np.array([1.0, -4.0, 6.0, -4.0, 1.0])


def spline_coefficients(values: np.ndarray, periodic: bool) -> np.ndarray:
    """Coefficients of the cubic B-spline through equally spaced values, along the first axis.

        (c_{i-1} + 4 c_i + c_{i+1}) / 6 = f_i

    with the first two cells, and the last two, one cubic each; or going round.

    Args:
        values: Shape (n, ...), n at least 4.
        periodic: Whether node n is node 0 again.

    Returns:
        c_{-1} and on: shape (n + 2, ...), or (n + 3, ...) if it goes round.
    """
    n = len(values)
    flat = np.asarray(values, float).reshape(n, -1)
    if periodic:
        weight = (2.0 + np.cos(2.0 * np.pi * np.arange(n // 2 + 1) / n)) / 3.0
        inner = np.fft.irfft(np.fft.rfft(flat, axis=0) / weight[:, None], n, axis=0)
        found = inner[np.arange(-1, n + 2) % n]
    else:
        # Unknown k is c_{k-1}; rows 1 to n interpolate, the first and the last are the ends.
        bands = np.zeros((9, n + 2))
        for off, weight_of in ((-1, 1.0), (0, 4.0), (1, 1.0)):
            rows = np.arange(1, n + 1)
            bands[4 - off, rows + off] = weight_of / 6.0
        for off, end in enumerate(_NOT_A_KNOT):
            bands[4 - off, off] = end
            bands[4 + off, n + 1 - off] = end
        wanted = np.zeros((n + 2, flat.shape[1]))
        wanted[1:-1] = flat
        found = solve_banded((4, 4), bands, wanted)
    return found.reshape(len(found), *values.shape[1:])


def slopes_at_nodes(values: np.ndarray, step: float, periodic: bool, axis: int) -> np.ndarray:
    """Derivative of the spline through `values` at its own nodes, of the same shape.

    Args:
        values: Equally spaced along `axis`, at least 4 of them.
        step: Distance of neighbours.
        periodic: Whether the axis goes round; the repeated end is left out then.
        axis: Which axis.
    """
    c = spline_coefficients(np.moveaxis(np.asarray(values, float), axis, 0), periodic)
    n = values.shape[axis]
    return np.moveaxis((c[2 : n + 2] - c[:n]) / (2.0 * step), 0, axis)


@njit(nogil=True, cache=True, error_model="numpy", fastmath=_FAST)
def evaluate_spline(
    c: np.ndarray, grid: np.ndarray, px: float, py: float, value: np.ndarray, slope: np.ndarray
) -> None:
    """Values, shape (2,), and slopes d value_i / d x_j, shape (2, 2), of a pair of splines.

    Outside of the grid the nearest tangent plane is followed.

    Args:
        c: Shape (rows, columns, 2), see `PlaneSpline`.
        grid: First node, step and number of cells along x, then y, and whether each goes round.
        px: Place.
        py: Place.
        value: Written to.
        slope: Written to.
    """
    sx, sy = (px - grid[0]) / grid[1], (py - grid[3]) / grid[4]
    nx, ny = int(grid[2]), int(grid[5])
    if not (abs(sx) < 1e15 and abs(sy) < 1e15):
        value[:] = np.nan
        slope[:] = np.nan
        return
    ox, oy = 0.0, 0.0  # how far outside, in cells
    if grid[6] > 0.0:
        sx -= nx * math.floor(sx / nx)
    elif sx < 0.0:
        ox, sx = sx, 0.0
    elif sx > nx:
        ox, sx = sx - nx, float(nx)
    if grid[7] > 0.0:
        sy -= ny * math.floor(sy / ny)
    elif sy < 0.0:
        oy, sy = sy, 0.0
    elif sy > ny:
        oy, sy = sy - ny, float(ny)
    i, j = min(int(sx), nx - 1), min(int(sy), ny - 1)
    s, t = sx - i, sy - j
    r, q = 1.0 - s, 1.0 - t
    a0, a1 = r * r * r / 6.0, (4.0 + s * s * (3.0 * s - 6.0)) / 6.0
    a2, a3 = (4.0 + r * r * (3.0 * r - 6.0)) / 6.0, s * s * s / 6.0
    b0, b1 = q * q * q / 6.0, (4.0 + t * t * (3.0 * t - 6.0)) / 6.0
    b2, b3 = (4.0 + q * q * (3.0 * q - 6.0)) / 6.0, t * t * t / 6.0
    d0, d1 = -0.5 * r * r, s * (1.5 * s - 2.0)
    d2, d3 = -r * (1.5 * r - 2.0), 0.5 * s * s
    e0, e1 = -0.5 * q * q, t * (1.5 * t - 2.0)
    e2, e3 = -q * (1.5 * q - 2.0), 0.5 * t * t
    for k in range(2):
        f, fx, fy = 0.0, 0.0, 0.0
        for m in range(4):
            row = c[j + m]
            v = a0 * row[i, k] + a1 * row[i + 1, k] + a2 * row[i + 2, k] + a3 * row[i + 3, k]
            w = d0 * row[i, k] + d1 * row[i + 1, k] + d2 * row[i + 2, k] + d3 * row[i + 3, k]
            b = b0 if m == 0 else (b1 if m == 1 else (b2 if m == 2 else b3))
            e = e0 if m == 0 else (e1 if m == 1 else (e2 if m == 2 else e3))
            f += b * v
            fx += b * w
            fy += e * v
        value[k] = f + ox * fx + oy * fy
        slope[k, 0] = fx / grid[1]
        slope[k, 1] = fy / grid[4]


@njit(nogil=True, cache=True, error_model="numpy", fastmath=_FAST)
def _evaluate_all(
    c: np.ndarray, grid: np.ndarray, places: np.ndarray, values: np.ndarray, slopes: np.ndarray
) -> None:
    for n in range(len(places)):
        evaluate_spline(c, grid, places[n, 0], places[n, 1], values[n], slopes[n])


class PlaneSpline:
    """A pair of numbers known on a regular grid, smooth in between.

    Exact for cubics. Outside of the grid it goes on along its tangent plane; along a coordinate
    that goes round, it goes round.

    Args:
        x: Shape (nx,), equally spaced; without the repeated end if it goes round.
        y: Shape (ny,), likewise.
        values: Shape (ny, nx, 2), finite.
        periodic: Whether x and y go round.

    Attributes:
        coefficients: For `evaluate_spline`.
        grid: For `evaluate_spline`.
    """

    def __init__(
        self,
        x: np.ndarray,
        y: np.ndarray,
        values: np.ndarray,
        periodic: tuple[bool, bool] = (False, False),
    ) -> None:
        along = spline_coefficients(values, periodic[1])
        both = spline_coefficients(np.moveaxis(along, 1, 0), periodic[0])
        self.coefficients = np.ascontiguousarray(np.moveaxis(both, 0, 1))
        cells = [
            len(side) - (0 if round_ else 1) for side, round_ in zip((x, y), periodic, strict=True)
        ]
        steps = [float(side[-1] - side[0]) / (len(side) - 1) for side in (x, y)]
        self.grid = np.array(
            [x[0], steps[0], cells[0], y[0], steps[1], cells[1], *map(float, periodic)]
        )

    def evaluate(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Values, shape (n, 2), and slopes d value_i / d x_j, shape (n, 2, 2), at `places`."""
        places = np.ascontiguousarray(places, dtype=np.float64)
        values, slopes = np.empty((len(places), 2)), np.empty((len(places), 2, 2))
        _evaluate_all(self.coefficients, self.grid, places, values, slopes)
        return values, slopes
