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
EDGE = 1e-6  # of a cell: so far outside a parcel on a wall may be by rounding
loop = njit(nogil=True, cache=True, error_model="numpy", fastmath=_FAST)
inlined = njit(nogil=True, cache=True, error_model="numpy", fastmath=_FAST, forceinline=True)


@inlined
def cell(place, nodes, even, period):  # type: ignore[no-untyped-def]
    """Index of the cell and place within it from 0 to 1; index -1 outside or for NaN."""
    low, cells = nodes[0], len(nodes) - 1
    if period > 0.0:
        place -= period * math.floor((place - low) / period)
    if not (
        place >= low - EDGE * (nodes[1] - low)
        and place <= nodes[cells] + EDGE * (nodes[cells] - nodes[cells - 1])
    ):
        return -1, 0.0
    i = int((place - low) / even) if even > 0.0 else np.searchsorted(nodes, place, "right") - 1
    i = min(max(i, 0), cells - 1)
    return i, (place - nodes[i]) / (nodes[i + 1] - nodes[i])


@inlined
def spline(tables, i, j, p):  # type: ignore[no-untyped-def]
    """Value and slope (per cell) of spline j of cell i at `p`."""
    t0, t1, t2, t3 = tables[i, j, 0], tables[i, j, 1], tables[i, j, 2], tables[i, j, 3]
    return t0 + p * (t1 + p * (t2 + p * t3)), t1 + p * (2.0 * t2 + p * 3.0 * t3)


@inlined
def component(field, shares, moment, c, components, column, row, i, j, p, q, tables_x, tables_y):  # type: ignore[no-untyped-def]
    """Value of component c at place (p, q) of cell (i, j), and its slopes per cell along x and y."""
    column = components * column + c
    two, three = column + 2 * components, column + 3 * components
    h0 = h1 = h2 = h3 = 0.0
    d0 = d1 = d2 = d3 = 0.0
    for b in range(4):
        value, slope = spline(tables_y, j, b, q)
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
    b0, s0 = spline(tables_x, i, 0, p)
    b1, s1 = spline(tables_x, i, 1, p)
    b2, s2 = spline(tables_x, i, 2, p)
    b3, s3 = spline(tables_x, i, 3, p)
    return (
        b0 * h0 + b1 * h1 + b2 * h2 + b3 * h3,
        (s0 * h0 + s1 * h1 + s2 * h2 + s3 * h3),
        (b0 * d0 + b1 * d1 + b2 * d2 + b3 * d3),
    )


@inlined
def _in_plane(  # type: ignore[no-untyped-def]
    field, shares, moment, bad, x, y,
    nodes_x, first_x, tables_x, even_x, period_x,
    nodes_y, first_y, tables_y, even_y, period_y,
):  # fmt: skip
    """Whether there is a velocity; both components, each followed by its slopes along x and y."""
    i, p = cell(x, nodes_x, even_x, period_x)
    j, q = cell(y, nodes_y, even_y, period_y)
    if i < 0 or j < 0 or bad[j, i]:
        return False, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    column, row = first_x[i], first_y[j]
    u, ux, uy = component(field, shares, moment, 0, 2, column, row, i, j, p, q, tables_x, tables_y)
    v, vx, vy = component(field, shares, moment, 1, 2, column, row, i, j, p, q, tables_x, tables_y)
    per_x, per_y = 1.0 / (nodes_x[i + 1] - nodes_x[i]), 1.0 / (nodes_y[j + 1] - nodes_y[j])
    return True, u, ux * per_x, uy * per_y, v, vx * per_x, vy * per_y


@loop
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


@loop
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
            i, p = cell(px, nodes_x, even_x, period_x)
            j, q = cell(py, nodes_y, even_y, period_y)
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
                    value, slope = spline(tables_y, j, k, q)
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
                    if tangent:
                        d0 += slope * r0
                        d1 += slope * r1
                        d2 += slope * r2
                        d3 += slope * r3
                        d4 += slope * r4
                        d5 += slope * r5
                        d6 += slope * r6
                        d7 += slope * r7
            b0, s0 = spline(tables_x, i, 0, p)
            b1, s1 = spline(tables_x, i, 1, p)
            b2, s2 = spline(tables_x, i, 2, p)
            b3, s3 = spline(tables_x, i, 3, p)
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


@loop
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


@loop
def eliminate(lower, upper, values):  # type: ignore[no-untyped-def]
    """Solve L U x = values in place, rows of `values`, shape (n, m), at a time.

    `lower` holds the entries of L left of its diagonal of ones, shape (n, below), `upper` those of
    U from its diagonal on, shape (n, 1 + above).
    """
    n, m = values.shape
    below, above = lower.shape[1], upper.shape[1] - 1
    for i in range(n):
        for k in range(below):
            row, factor = i - below + k, lower[i, k]
            if row >= 0 and factor != 0.0:
                for c in range(m):
                    values[i, c] -= factor * values[row, c]
    for back in range(n):
        i = n - 1 - back
        for k in range(1, above + 1):
            factor = upper[i, k]
            if i + k < n and factor != 0.0:
                for c in range(m):
                    values[i, c] -= factor * values[i + k, c]
        scale = 1.0 / upper[i, 0]
        for c in range(m):
            values[i, c] *= scale
