"""Compiled loops that move parcels by one step of RK4 through a field of splines.

A field is a tuple of four frames, arrays of coefficients of shape (rows, columns, components). Each
of the three moments of a step (begin, middle, end) is a weighted sum of them, by weights of shape
(3, 4).
An axis is a tuple (nodes, first, tables, even, period), see `Axis`. All loops are serial and
`nogil`; whoever calls them cuts the batch into slices.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

_FAST = {"contract", "nsz", "arcp"}  # as in engines/equations/compiling.py: NaN stays NaN
_EDGE = 1e-6  # of a cell: so far outside a parcel on a wall may be by rounding
_DEGREE = math.pi / 180.0


@njit(nogil=True, cache=True, error_model="numpy", fastmath=_FAST)
def _cell(place, nodes, even, period):  # type: ignore[no-untyped-def]
    """Index of the cell and place within it from 0 to 1; index -1 outside or for NaN."""
    low, cells = nodes[0], len(nodes) - 1
    if period > 0.0:
        place -= period * math.floor((place - low) / period)
    if not (
        place >= low - _EDGE * (nodes[1] - low)
        and place <= nodes[cells] + _EDGE * (nodes[cells] - nodes[cells - 1])
    ):
        return -1, 0.0
    i = int((place - low) / even) if even > 0.0 else np.searchsorted(nodes, place, "right") - 1
    i = min(max(i, 0), cells - 1)
    return i, (place - nodes[i]) / (nodes[i + 1] - nodes[i])


@njit(nogil=True, cache=True, error_model="numpy", fastmath=_FAST)
def _splines(table, p, values, slopes):  # type: ignore[no-untyped-def]
    """Values and slopes (per cell) of the splines of one cell at `p`."""
    if table.shape[0] == 4:
        for j in range(4):
            a, b, c, d = table[j, 0], table[j, 1], table[j, 2], table[j, 3]
            values[j] = a + p * (b + p * (c + p * d))
            slopes[j] = b + p * (2.0 * c + p * 3.0 * d)
    else:
        for j in range(2):
            values[j] = table[j, 0] + p * table[j, 1]
            slopes[j] = table[j, 1]


@njit(nogil=True, cache=True, error_model="numpy", fastmath=_FAST)
def sampled(field, weights, bad, ax, ay, x, y, work, out):  # type: ignore[no-untyped-def]
    """out[c] = (value, slope along x, slope along y) of each component; False where there is
    none. `work` is scratch, shape (4, 4).
    """
    nodes_x, first_x, tables_x, even_x, period_x = ax
    nodes_y, first_y, tables_y, even_y, period_y = ay
    i, p = _cell(x, nodes_x, even_x, period_x)
    j, q = _cell(y, nodes_y, even_y, period_y)
    if i < 0 or j < 0 or bad[j, i]:
        return False
    _splines(tables_x[i], p, work[0], work[1])
    _splines(tables_y[j], q, work[2], work[3])
    width, components = tables_x.shape[1], field[0].shape[2]
    column, row = first_x[i], first_y[j]
    for c in range(components):
        total = 0.0
        along_x = 0.0
        along_y = 0.0
        for f in range(4):
            weight = weights[f]
            if weight == 0.0:
                continue
            frame = field[f]
            value = 0.0
            slope_x = 0.0
            slope_y = 0.0
            if width == 4:
                for b in range(4):
                    f0 = frame[row + b, column, c]
                    f1 = frame[row + b, column + 1, c]
                    f2 = frame[row + b, column + 2, c]
                    f3 = frame[row + b, column + 3, c]
                    here = work[0, 0] * f0 + work[0, 1] * f1 + work[0, 2] * f2 + work[0, 3] * f3
                    lean = work[1, 0] * f0 + work[1, 1] * f1 + work[1, 2] * f2 + work[1, 3] * f3
                    value += work[2, b] * here
                    slope_x += work[2, b] * lean
                    slope_y += work[3, b] * here
            else:
                for b in range(2):
                    f0 = frame[row + b, column, c]
                    f1 = frame[row + b, column + 1, c]
                    here = work[0, 0] * f0 + work[0, 1] * f1
                    value += work[2, b] * here
                    slope_x += work[2, b] * (f1 - f0)
                    slope_y += work[3, b] * here
            total += weight * value
            along_x += weight * slope_x
            along_y += weight * slope_y
        out[c, 0] = total
        out[c, 1] = along_x / (nodes_x[i + 1] - nodes_x[i])
        out[c, 2] = along_y / (nodes_y[j + 1] - nodes_y[j])
    return True


@njit(nogil=True, cache=True, error_model="numpy", fastmath=_FAST)
def evaluate_plane(z, out, first, last, field, weights, bad, ax, ay):  # type: ignore[no-untyped-def]
    """out[n, c] = (value, slope along x, along y) at z[n]; NaN where there is none."""
    work = np.zeros((4, 4))
    for n in range(first, last):
        if not sampled(field, weights, bad, ax, ay, z[n, 0], z[n, 1], work, out[n]):
            out[n, :, :] = np.nan


@njit(nogil=True, cache=True, error_model="numpy", fastmath=_FAST)
def step_plane(z, m, tangent, first, last, h, field, weights, bad, ax, ay):  # type: ignore[no-untyped-def]
    """Move z[first:last], shape (n, 2), and with `tangent` m[first:last], shape (n, 2, 2), on by h.

    A parcel that leaves the grid or comes too near to land becomes NaN.
    """
    work, g = np.zeros((4, 4)), np.zeros((2, 3))
    y, total = np.zeros(6), np.zeros(6)
    start, rate = np.zeros(6), np.zeros(6)
    for n in range(first, last):
        start[0], start[1] = z[n, 0], z[n, 1]
        if math.isnan(start[0]):
            continue
        if tangent:
            for k in range(4):
                start[2 + k] = m[n, k // 2, k % 2]
        y[:] = start
        total[:] = 0.0
        inside = True
        for stage in range(4):
            moment = (stage + 1) // 2
            inside = sampled(field, weights[moment], bad, ax, ay, y[0], y[1], work, g)
            if not inside:
                break
            rate[0], rate[1] = g[0, 0], g[1, 0]
            if tangent:
                for k in range(2):
                    rate[2 + k] = g[0, 1] * y[2 + k] + g[0, 2] * y[4 + k]
                    rate[4 + k] = g[1, 1] * y[2 + k] + g[1, 2] * y[4 + k]
            share = h / 3.0 if stage == 1 or stage == 2 else h / 6.0
            ahead = h if stage == 2 else 0.5 * h
            for k in range(6):
                total[k] += share * rate[k]
                y[k] = start[k] + ahead * rate[k]
        if inside:
            z[n, 0], z[n, 1] = start[0] + total[0], start[1] + total[1]
            if tangent:
                for k in range(4):
                    m[n, k // 2, k % 2] = start[2 + k] + total[2 + k]
        else:
            z[n, 0] = z[n, 1] = np.nan


@njit(nogil=True, cache=True, error_model="numpy", fastmath=_FAST)
def _on_sphere(field, weights, bad, ax, ay, y, columns, work, g, rate):  # type: ignore[no-untyped-def]
    """Rates of a unit vector y[:3] and of its `columns` tangents y[3:]; False where there is none.

    The velocity V is known as three Cartesian components over longitude and latitude. With n = y/|y|

        y' = W(n) = V - n (n.V),    M' = dW/dn (I - n n^T) M / |y|
    """
    size = math.sqrt(y[0] * y[0] + y[1] * y[1] + y[2] * y[2])
    nx, ny, nz = y[0] / size, y[1] / size, y[2] / size
    flat = math.hypot(nx, ny)
    longitude = math.atan2(ny, nx) / _DEGREE
    latitude = math.atan2(nz, flat) / _DEGREE
    nodes = ax[0]
    if longitude < nodes[0]:
        longitude += 360.0  # a part of the sphere may lie on either side of 180 degrees
    if longitude > nodes[len(nodes) - 1] + _EDGE * (nodes[1] - nodes[0]):
        longitude -= 360.0
    if not sampled(field, weights, bad, ax, ay, longitude, latitude, work, g):
        return False
    across = g[0, 0] * nx + g[1, 0] * ny + g[2, 0] * nz
    rate[0], rate[1], rate[2] = g[0, 0] - nx * across, g[1, 0] - ny * across, g[2, 0] - nz * across
    if columns == 0:
        return True
    narrow = max(flat, 1e-9)
    ex, ey = -ny / narrow, nx / narrow  # east
    sx, sy, sz = -nz * nx / narrow, -nz * ny / narrow, flat  # north
    if flat < 1e-9:
        ex, ey, sx, sy, sz = 0.0, 1.0, -nz, 0.0, 0.0
    for k in range(columns):
        ux, uy, uz = y[3 + k] / size, y[3 + columns + k] / size, y[3 + 2 * columns + k] / size
        east = (ex * ux + ey * uy) / (narrow * _DEGREE)
        north = (sx * ux + sy * uy + sz * uz) / _DEGREE
        radial = nx * ux + ny * uy + nz * uz
        ux, uy, uz = ux - nx * radial, uy - ny * radial, uz - nz * radial
        dx = g[0, 1] * east + g[0, 2] * north
        dy = g[1, 1] * east + g[1, 2] * north
        dz = g[2, 1] * east + g[2, 2] * north
        tilt = ux * g[0, 0] + uy * g[1, 0] + uz * g[2, 0] + nx * dx + ny * dy + nz * dz
        rate[3 + k] = dx - ux * across - nx * tilt
        rate[3 + columns + k] = dy - uy * across - ny * tilt
        rate[3 + 2 * columns + k] = dz - uz * across - nz * tilt
    return True


@njit(nogil=True, cache=True, error_model="numpy", fastmath=_FAST)
def rates_sphere(z, m, out, first, last, field, weights, bad, ax, ay):  # type: ignore[no-untyped-def]
    """out[n] = rates of z[n], shape (3,), then of its tangents m[n], shape (3, columns), row by row."""
    columns = m.shape[2]
    work, g = np.zeros((4, 4)), np.zeros((3, 3))
    y, rate = np.zeros(3 + 3 * columns), np.zeros(3 + 3 * columns)
    for n in range(first, last):
        for k in range(3):
            y[k] = z[n, k]
            for c in range(columns):
                y[3 + k * columns + c] = m[n, k, c]
        if _on_sphere(field, weights, bad, ax, ay, y, columns, work, g, rate):
            out[n] = rate
        else:
            out[n, :] = np.nan


@njit(nogil=True, cache=True, error_model="numpy", fastmath=_FAST)
def step_sphere(z, m, tangent, first, last, h, field, weights, bad, ax, ay):  # type: ignore[no-untyped-def]
    """Move unit vectors z[first:last], shape (n, 4), and their tangents m, shape (n, 3, columns),
    on by h. The fourth number is the longitude in degrees, which does not jump at 180.
    """
    columns = m.shape[2] if tangent else 0
    size = 3 + 3 * columns
    work, g = np.zeros((4, 4)), np.zeros((3, 3))
    y, total = np.zeros(size), np.zeros(size)
    start, rate = np.zeros(size), np.zeros(size)
    for n in range(first, last):
        if math.isnan(z[n, 0]):
            continue
        for k in range(3):
            start[k] = z[n, k]
            for c in range(columns):
                start[3 + k * columns + c] = m[n, k, c]
        y[:] = start
        total[:] = 0.0
        inside = True
        for stage in range(4):
            moment = (stage + 1) // 2
            inside = _on_sphere(field, weights[moment], bad, ax, ay, y, columns, work, g, rate)
            if not inside:
                break
            share = h / 3.0 if stage == 1 or stage == 2 else h / 6.0
            ahead = h if stage == 2 else 0.5 * h
            for k in range(size):
                total[k] += share * rate[k]
                y[k] = start[k] + ahead * rate[k]
        if not inside:
            z[n, :] = np.nan
            continue
        for k in range(size):
            y[k] = start[k] + total[k]
        long = math.sqrt(y[0] * y[0] + y[1] * y[1] + y[2] * y[2])
        for k in range(3):
            z[n, k] = y[k] / long
        turned = math.atan2(
            start[0] * z[n, 1] - start[1] * z[n, 0], start[0] * z[n, 0] + start[1] * z[n, 1]
        )
        z[n, 3] += turned / _DEGREE
        for c in range(columns):
            across = 0.0
            for k in range(3):
                across += z[n, k] * y[3 + k * columns + c]
            for k in range(3):
                m[n, k, c] = (y[3 + k * columns + c] - z[n, k] * across) / long


@njit(nogil=True, cache=True, error_model="numpy", fastmath=_FAST)
def blend(field, weights, out, first, last):  # type: ignore[no-untyped-def]
    """out[first:last], rows of one moment, = sum of the four frames times weights, shape (4,)."""
    f0, f1, f2, f3 = field
    a, b, c, d = weights[0], weights[1], weights[2], weights[3]
    for row in range(first, last):
        for column in range(out.shape[1]):
            for k in range(out.shape[2]):
                out[row, column, k] = (
                    a * f0[row, column, k]
                    + b * f1[row, column, k]
                    + c * f2[row, column, k]
                    + d * f3[row, column, k]
                )
