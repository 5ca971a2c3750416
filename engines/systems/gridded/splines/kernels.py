"""Compiled loops that move parcels by one step of RK4 through a field of splines.

A field is an array of coefficients, shape (frames, rows, columns x components). What it is at a
moment is a sum of frames: `shares` holds for each of the three moments of a step (begin, middle, end)
the weight of every frame. An axis is a tuple (nodes, first, tables, even, period), see `Axis`. All
loops are serial and `nogil`; whoever calls them cuts the batch into slices.

Four neighbours along x lie side by side with all their components. Rows are summed first, so that a
processor can do so for all these numbers at once.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

_FAST = {"contract", "nsz", "arcp"}  # as in engines/equations/compiling.py: NaN stays NaN
_EDGE = 1e-6  # of a cell: so far outside a parcel on a wall may be by rounding
_DEGREE = math.pi / 180.0
_POLAR = 1e-6  # distance to a pole, of the radius
_loop = njit(nogil=True, cache=True, error_model="numpy", fastmath=_FAST)
_inlined = njit(nogil=True, cache=True, error_model="numpy", fastmath=_FAST, forceinline=True)


@_inlined
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


@_inlined
def _spline(tables, i, j, p):  # type: ignore[no-untyped-def]
    """Value and slope (per cell) of spline j of cell i at `p`."""
    t0, t1, t2, t3 = tables[i, j, 0], tables[i, j, 1], tables[i, j, 2], tables[i, j, 3]
    return t0 + p * (t1 + p * (t2 + p * t3)), t1 + p * (2.0 * t2 + p * 3.0 * t3)


@_inlined
def _component(field, shares, moment, c, components, column, row, i, j, p, q, tables_x, tables_y):  # type: ignore[no-untyped-def]
    """Value of component c at place (p, q) of cell (i, j), and its slopes per cell along x and y."""
    column = components * column + c
    two, three = column + 2 * components, column + 3 * components
    h0 = h1 = h2 = h3 = 0.0
    d0 = d1 = d2 = d3 = 0.0
    for b in range(4):
        value, slope = _spline(tables_y, j, b, q)
        for f in range(field.shape[0]):
            share = shares[moment, f]
            if share == 0.0:
                continue
            flat, lean = share * value, share * slope
            r0, r1 = field[f, row + b, column], field[f, row + b, column + components]
            r2, r3 = field[f, row + b, two], field[f, row + b, three]
            h0 += flat * r0
            h1 += flat * r1
            h2 += flat * r2
            h3 += flat * r3
            d0 += lean * r0
            d1 += lean * r1
            d2 += lean * r2
            d3 += lean * r3
    b0, s0 = _spline(tables_x, i, 0, p)
    b1, s1 = _spline(tables_x, i, 1, p)
    b2, s2 = _spline(tables_x, i, 2, p)
    b3, s3 = _spline(tables_x, i, 3, p)
    return (
        b0 * h0 + b1 * h1 + b2 * h2 + b3 * h3,
        (s0 * h0 + s1 * h1 + s2 * h2 + s3 * h3),
        (b0 * d0 + b1 * d1 + b2 * d2 + b3 * d3),
    )


@_inlined
def _in_plane(  # type: ignore[no-untyped-def]
    field, shares, moment, bad, x, y,
    nodes_x, first_x, tables_x, even_x, period_x,
    nodes_y, first_y, tables_y, even_y, period_y,
):  # fmt: skip
    """Whether there is a velocity; both components, each followed by its slopes along x and y."""
    i, p = _cell(x, nodes_x, even_x, period_x)
    j, q = _cell(y, nodes_y, even_y, period_y)
    if i < 0 or j < 0 or bad[j, i]:
        return False, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    column, row = first_x[i], first_y[j]
    u, ux, uy = _component(field, shares, moment, 0, 2, column, row, i, j, p, q, tables_x, tables_y)
    v, vx, vy = _component(field, shares, moment, 1, 2, column, row, i, j, p, q, tables_x, tables_y)
    per_x, per_y = 1.0 / (nodes_x[i + 1] - nodes_x[i]), 1.0 / (nodes_y[j + 1] - nodes_y[j])
    return True, u, ux * per_x, uy * per_y, v, vx * per_x, vy * per_y


@_loop
def evaluate_plane(z, out, first, last, field, shares, bad, ax, ay):  # type: ignore[no-untyped-def]
    """out[n] = (value, slope along x, along y) of both components at z[n], shape (6,); NaN where
    there is none.
    """
    nodes_x, first_x, tables_x, even_x, period_x = ax
    nodes_y, first_y, tables_y, even_y, period_y = ay
    for n in range(first, last):
        inside, u, ux, uy, v, vx, vy = _in_plane(
            field,
            shares,
            0,
            bad,
            z[n, 0],
            z[n, 1],
            nodes_x,
            first_x,
            tables_x,
            even_x,
            period_x,
            nodes_y,
            first_y,
            tables_y,
            even_y,
            period_y,
        )
        if inside:
            out[n, 0], out[n, 1], out[n, 2] = u, ux, uy
            out[n, 3], out[n, 4], out[n, 5] = v, vx, vy
        else:
            out[n, :] = np.nan


@_loop
def step_plane(z, m, tangent, first, last, h, field, shares, bad, ax, ay):  # type: ignore[no-untyped-def]
    """Move z[first:last], shape (n, 2), and with `tangent` m[first:last], shape (n, 2, 2), on by h.

    A parcel that leaves the grid or comes too near to land becomes NaN. `_in_plane` is written out
    here: a call would count references to ten arrays, which takes four times as long as the rest.
    """
    nodes_x, first_x, tables_x, even_x, period_x = ax
    nodes_y, first_y, tables_y, even_y, period_y = ay
    frames = field.shape[0]
    for n in range(first, last):
        x, y = z[n, 0], z[n, 1]
        if math.isnan(x):
            continue
        a = d = 1.0
        b = c = 0.0
        if tangent:
            a, b, c, d = m[n, 0, 0], m[n, 0, 1], m[n, 1, 0], m[n, 1, 1]
        sx = sy = sa = sb = sc = sd = 0.0  # sums of slopes
        px, py, pa, pb, pc, pd = x, y, a, b, c, d  # where the stage is
        inside = True
        for stage in range(4):
            i, p = _cell(px, nodes_x, even_x, period_x)
            j, q = _cell(py, nodes_y, even_y, period_y)
            if i < 0 or j < 0 or bad[j, i]:
                inside = False
                break
            moment = (stage + 1) // 2
            column, row = 2 * first_x[i], first_y[j]
            h0 = h1 = h2 = h3 = h4 = h5 = h6 = h7 = 0.0
            d0 = d1 = d2 = d3 = d4 = d5 = d6 = d7 = 0.0
            for f in range(frames):
                share = shares[moment, f]
                if share == 0.0:
                    continue
                for k in range(4):
                    value, slope = _spline(tables_y, j, k, q)
                    value *= share
                    slope *= share
                    r0, r1 = field[f, row + k, column], field[f, row + k, column + 1]
                    r2, r3 = field[f, row + k, column + 2], field[f, row + k, column + 3]
                    r4, r5 = field[f, row + k, column + 4], field[f, row + k, column + 5]
                    r6, r7 = field[f, row + k, column + 6], field[f, row + k, column + 7]
                    h0 += value * r0
                    h1 += value * r1
                    h2 += value * r2
                    h3 += value * r3
                    h4 += value * r4
                    h5 += value * r5
                    h6 += value * r6
                    h7 += value * r7
                    d0 += slope * r0
                    d1 += slope * r1
                    d2 += slope * r2
                    d3 += slope * r3
                    d4 += slope * r4
                    d5 += slope * r5
                    d6 += slope * r6
                    d7 += slope * r7
            b0, s0 = _spline(tables_x, i, 0, p)
            b1, s1 = _spline(tables_x, i, 1, p)
            b2, s2 = _spline(tables_x, i, 2, p)
            b3, s3 = _spline(tables_x, i, 3, p)
            u = b0 * h0 + b1 * h2 + b2 * h4 + b3 * h6
            v = b0 * h1 + b1 * h3 + b2 * h5 + b3 * h7
            share = h / 3.0 if stage == 1 or stage == 2 else h / 6.0
            ahead = h if stage == 2 else 0.5 * h
            sx += share * u
            sy += share * v
            px, py = x + ahead * u, y + ahead * v
            if tangent:
                per_x = 1.0 / (nodes_x[i + 1] - nodes_x[i])
                per_y = 1.0 / (nodes_y[j + 1] - nodes_y[j])
                ux = (s0 * h0 + s1 * h2 + s2 * h4 + s3 * h6) * per_x
                vx = (s0 * h1 + s1 * h3 + s2 * h5 + s3 * h7) * per_x
                uy = (b0 * d0 + b1 * d2 + b2 * d4 + b3 * d6) * per_y
                vy = (b0 * d1 + b1 * d3 + b2 * d5 + b3 * d7) * per_y
                ka, kb = ux * pa + uy * pc, ux * pb + uy * pd
                kc, kd = vx * pa + vy * pc, vx * pb + vy * pd
                sa += share * ka
                sb += share * kb
                sc += share * kc
                sd += share * kd
                pa, pb, pc, pd = a + ahead * ka, b + ahead * kb, c + ahead * kc, d + ahead * kd
        if inside:
            z[n, 0], z[n, 1] = x + sx, y + sy
            if tangent:
                m[n, 0, 0], m[n, 0, 1], m[n, 1, 0], m[n, 1, 1] = a + sa, b + sb, c + sc, d + sd
        else:
            z[n, 0] = z[n, 1] = np.nan


@_inlined
def _on_sphere(  # type: ignore[no-untyped-def]
    field, shares, moment, bad, y, columns, rate,
    nodes_x, first_x, tables_x, even_x, period_x,
    nodes_y, first_y, tables_y, even_y, period_y,
):  # fmt: skip
    """Rates of a unit vector y[:3] and of its `columns` tangents y[3:]; False where there is none.

    The velocity V is known as three Cartesian components over longitude and latitude. With n = y/|y|

        y' = W(n) = V - n (n.V),    M' = dW/dn (I - n n^T) M / |y|
    """
    size = math.sqrt(y[0] * y[0] + y[1] * y[1] + y[2] * y[2])
    nx, ny, nz = y[0] / size, y[1] / size, y[2] / size
    flat = math.hypot(nx, ny)
    if flat < _POLAR:  # on a pole itself there is no east; a few metres beside it there is
        nx, ny, flat = _POLAR, 0.0, _POLAR
    longitude = math.atan2(ny, nx) / _DEGREE
    latitude = math.atan2(nz, flat) / _DEGREE
    if longitude < nodes_x[0]:
        longitude += 360.0  # a part of the sphere may lie on either side of 180 degrees
    if longitude > nodes_x[len(nodes_x) - 1] + _EDGE * (nodes_x[1] - nodes_x[0]):
        longitude -= 360.0
    i, p = _cell(longitude, nodes_x, even_x, period_x)
    j, q = _cell(latitude, nodes_y, even_y, period_y)
    if i < 0 or j < 0 or bad[j, i]:
        return False
    c, r = first_x[i], first_y[j]
    u, ux, uy = _component(field, shares, moment, 0, 3, c, r, i, j, p, q, tables_x, tables_y)
    v, vx, vy = _component(field, shares, moment, 1, 3, c, r, i, j, p, q, tables_x, tables_y)
    w, wx, wy = _component(field, shares, moment, 2, 3, c, r, i, j, p, q, tables_x, tables_y)
    across = u * nx + v * ny + w * nz
    rate[0], rate[1], rate[2] = u - nx * across, v - ny * across, w - nz * across
    if columns == 0:
        return True
    ex, ey = -ny / flat, nx / flat  # east
    sx, sy, sz = -nz * nx / flat, -nz * ny / flat, flat  # north
    per_x = 1.0 / (_DEGREE * (nodes_x[i + 1] - nodes_x[i]))
    per_y = 1.0 / (_DEGREE * (nodes_y[j + 1] - nodes_y[j]))
    for k in range(columns):
        tx, ty, tz = y[3 + k] / size, y[3 + columns + k] / size, y[3 + 2 * columns + k] / size
        east = (ex * tx + ey * ty) / flat * per_x
        north = (sx * tx + sy * ty + sz * tz) * per_y
        radial = nx * tx + ny * ty + nz * tz
        tx, ty, tz = tx - nx * radial, ty - ny * radial, tz - nz * radial
        dx, dy, dz = ux * east + uy * north, vx * east + vy * north, wx * east + wy * north
        tilt = tx * u + ty * v + tz * w + nx * dx + ny * dy + nz * dz
        rate[3 + k] = dx - tx * across - nx * tilt
        rate[3 + columns + k] = dy - ty * across - ny * tilt
        rate[3 + 2 * columns + k] = dz - tz * across - nz * tilt
    return True


@_loop
def rates_sphere(z, m, out, first, last, field, shares, bad, ax, ay):  # type: ignore[no-untyped-def]
    """out[n] = rates of z[n], shape (3,), then of its tangents m[n], shape (3, columns), row by row."""
    nodes_x, first_x, tables_x, even_x, period_x = ax
    nodes_y, first_y, tables_y, even_y, period_y = ay
    columns = m.shape[2]
    y, rate = np.zeros(3 + 3 * columns), np.zeros(3 + 3 * columns)
    for n in range(first, last):
        for k in range(3):
            y[k] = z[n, k]
            for c in range(columns):
                y[3 + k * columns + c] = m[n, k, c]
        if _on_sphere(
            field,
            shares,
            0,
            bad,
            y,
            columns,
            rate,
            nodes_x,
            first_x,
            tables_x,
            even_x,
            period_x,
            nodes_y,
            first_y,
            tables_y,
            even_y,
            period_y,
        ):
            out[n] = rate
        else:
            out[n, :] = np.nan


@_loop
def step_sphere(z, m, tangent, first, last, h, field, shares, bad, ax, ay):  # type: ignore[no-untyped-def]
    """Move unit vectors z[first:last], shape (n, 4), and their tangents m, shape (n, 3, columns),
    on by h. The fourth number is the longitude in degrees, which does not jump at 180.
    """
    nodes_x, first_x, tables_x, even_x, period_x = ax
    nodes_y, first_y, tables_y, even_y, period_y = ay
    columns = m.shape[2] if tangent else 0
    size = 3 + 3 * columns
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
            inside = _on_sphere(
                field,
                shares,
                moment,
                bad,
                y,
                columns,
                rate,
                nodes_x,
                first_x,
                tables_x,
                even_x,
                period_x,
                nodes_y,
                first_y,
                tables_y,
                even_y,
                period_y,
            )
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


@_loop
def blend(field, shares, out, first, last):  # type: ignore[no-untyped-def]
    """out[first:last], rows of one moment, = the four frames of `field` summed with `shares`."""
    a, b, c, d = shares[0], shares[1], shares[2], shares[3]
    for row in range(first, last):
        for k in range(out.shape[1]):
            out[row, k] = (
                a * field[0, row, k]
                + b * field[1, row, k]
                + c * field[2, row, k]
                + d * field[3, row, k]
            )
