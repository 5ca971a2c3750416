"""Compiled loops that move unit vectors by one step of RK4 through a field on the sphere.

The field is as in `kernels`, with three components: those of the velocity of a unit vector in space.
"""

from __future__ import annotations

import math

import numpy as np

from engines.systems.gridded.splines.kernels import EDGE, cell, component, inlined, loop, spline

_DEGREE = math.pi / 180.0
_POLAR = 1e-6  # distance to a pole, of the radius


@inlined
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
    if longitude > nodes_x[len(nodes_x) - 1] + EDGE * (nodes_x[1] - nodes_x[0]):
        longitude -= 360.0
    i, p = cell(longitude, nodes_x, even_x, period_x)
    j, q = cell(latitude, nodes_y, even_y, period_y)
    if i < 0 or j < 0 or bad[j, i]:
        return False
    c, r = first_x[i], first_y[j]
    u, ux, uy = component(field, shares, moment, 0, 3, c, r, i, j, p, q, tables_x, tables_y)
    v, vx, vy = component(field, shares, moment, 1, 3, c, r, i, j, p, q, tables_x, tables_y)
    w, wx, wy = component(field, shares, moment, 2, 3, c, r, i, j, p, q, tables_x, tables_y)
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


@loop
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


@loop
def step_sphere(z, m, tangent, first, last, h, field, shares, bad, ax, ay):  # type: ignore[no-untyped-def]
    """Move unit vectors z[first:last], shape (n, 4), and with `tangent` their tangents m, shape
    (n, 3, columns), on by h. The fourth number is the longitude in degrees, which does not jump.

    A parcel that leaves the grid or comes too near to land becomes NaN. `_on_sphere` is written out
    here, for the same reason as in `step_plane`.
    """
    nodes_x, first_x, tables_x, even_x, period_x = ax
    nodes_y, first_y, tables_y, even_y, period_y = ay
    west, east_end = nodes_x[0], nodes_x[len(nodes_x) - 1] + EDGE * (nodes_x[1] - nodes_x[0])
    frames = field.shape[0]
    columns = m.shape[2] if tangent else 0
    size = 3 + 3 * columns
    y, total = np.zeros(size), np.zeros(size)
    start, rate, g = np.zeros(size), np.zeros(size), np.zeros(9)
    for n in range(first, last):
        if math.isnan(z[n, 0]):
            continue
        for k in range(3):
            start[k] = z[n, k]
            for c in range(columns):
                start[3 + k * columns + c] = m[n, k, c]
        for k in range(size):
            y[k] = start[k]
            total[k] = 0.0
        inside = True
        for stage in range(4):
            long = math.sqrt(y[0] * y[0] + y[1] * y[1] + y[2] * y[2])
            nx, ny, nz = y[0] / long, y[1] / long, y[2] / long
            flat = math.sqrt(nx * nx + ny * ny)
            if flat < _POLAR:
                nx, ny, flat = _POLAR, 0.0, _POLAR
            longitude = math.atan2(ny, nx) / _DEGREE
            if longitude < west:
                longitude += 360.0
            if longitude > east_end:
                longitude -= 360.0
            i, p = cell(longitude, nodes_x, even_x, period_x)
            j, q = cell(math.atan2(nz, flat) / _DEGREE, nodes_y, even_y, period_y)
            if i < 0 or j < 0 or bad[j, i]:
                inside = False
                break
            moment = (stage + 1) // 2
            row = first_y[j]
            v0, l0 = spline(tables_y, j, 0, q)
            v1, l1 = spline(tables_y, j, 1, q)
            v2, l2 = spline(tables_y, j, 2, q)
            v3, l3 = spline(tables_y, j, 3, q)
            b0, s0 = spline(tables_x, i, 0, p)
            b1, s1 = spline(tables_x, i, 1, p)
            b2, s2 = spline(tables_x, i, 2, p)
            b3, s3 = spline(tables_x, i, 3, p)
            for c in range(3):
                column = 3 * first_x[i] + c
                value = along = up = 0.0
                for f in range(frames):
                    share = shares[moment, f]
                    if share == 0.0:
                        continue
                    h0 = h1 = h2 = h3 = 0.0
                    for k in range(4):
                        flat_k = v0 if k == 0 else v1 if k == 1 else v2 if k == 2 else v3
                        lean_k = l0 if k == 0 else l1 if k == 1 else l2 if k == 2 else l3
                        r0, r1 = field[f, row + k, column], field[f, row + k, column + 3]
                        r2, r3 = field[f, row + k, column + 6], field[f, row + k, column + 9]
                        h0 += flat_k * r0
                        h1 += flat_k * r1
                        h2 += flat_k * r2
                        h3 += flat_k * r3
                        up += share * lean_k * (b0 * r0 + b1 * r1 + b2 * r2 + b3 * r3)
                    value += share * (b0 * h0 + b1 * h1 + b2 * h2 + b3 * h3)
                    along += share * (s0 * h0 + s1 * h1 + s2 * h2 + s3 * h3)
                g[3 * c], g[3 * c + 1], g[3 * c + 2] = value, along, up
            u, v, w = g[0], g[3], g[6]
            across = u * nx + v * ny + w * nz
            rate[0], rate[1], rate[2] = u - nx * across, v - ny * across, w - nz * across
            if columns:
                per_x = 1.0 / (_DEGREE * (nodes_x[i + 1] - nodes_x[i]) * flat)
                per_y = 1.0 / (_DEGREE * (nodes_y[j + 1] - nodes_y[j]))
                ex, ey = -ny / flat, nx / flat  # east
                sx, sy, sz = -nz * nx / flat, -nz * ny / flat, flat  # north
                for k in range(columns):
                    tx, ty = y[3 + k] / long, y[3 + columns + k] / long
                    tz = y[3 + 2 * columns + k] / long
                    a = (ex * tx + ey * ty) * per_x
                    b = (sx * tx + sy * ty + sz * tz) * per_y
                    radial = nx * tx + ny * ty + nz * tz
                    tx, ty, tz = tx - nx * radial, ty - ny * radial, tz - nz * radial
                    dx, dy, dz = g[1] * a + g[2] * b, g[4] * a + g[5] * b, g[7] * a + g[8] * b
                    tilt = tx * u + ty * v + tz * w + nx * dx + ny * dy + nz * dz
                    rate[3 + k] = dx - tx * across - nx * tilt
                    rate[3 + columns + k] = dy - ty * across - ny * tilt
                    rate[3 + 2 * columns + k] = dz - tz * across - nz * tilt
            part = h / 3.0 if stage == 1 or stage == 2 else h / 6.0
            ahead = h if stage == 2 else 0.5 * h
            for k in range(size):
                total[k] += part * rate[k]
                y[k] = start[k] + ahead * rate[k]
        if not inside:
            for k in range(4):
                z[n, k] = np.nan
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
