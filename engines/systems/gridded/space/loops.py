"""Compiled loops that move parcels through a field of splines in space.

As in `splines.kernels`, a field holds coefficients, shape (frames, rows, columns x 3), with the rows
of all levels below each other: row = level x rows of a level + row in it.
"""

from __future__ import annotations

import math

import numpy as np

from engines.systems.gridded.splines.kernels import cell, loop, spline


@loop
def rates(place, out, moment, field, shares, bad, ax, ay, az, flat):  # type: ignore[no-untyped-def]
    """out[0:3] = velocity at `place`, out[3:12] = its slopes, row by row; whether there is one.

    `flat`, shape (3, 12), holds sums over rows and levels: values, and slopes along y and z.
    """
    nodes_x, first_x, tables_x, even_x, period_x = ax
    nodes_y, first_y, tables_y, even_y, period_y = ay
    nodes_z, first_z, tables_z, even_z, period_z = az
    i, p = cell(place[0], nodes_x, even_x, period_x)
    j, q = cell(place[1], nodes_y, even_y, period_y)
    k, r = cell(place[2], nodes_z, even_z, period_z)
    if i < 0 or j < 0 or k < 0 or bad[k, j, i]:
        return False
    rows = first_y[len(first_y) - 1] + 4
    column = 3 * first_x[i]
    for n in range(12):
        flat[0, n] = flat[1, n] = flat[2, n] = 0.0
    for f in range(field.shape[0]):
        share = shares[moment, f]
        if share == 0.0:
            continue
        for c in range(4):
            high, up = spline(tables_z, k, c, r)
            for b in range(4):
                deep, along = spline(tables_y, j, b, q)
                row = (first_z[k] + c) * rows + first_y[j] + b
                v, vy, vz = share * high * deep, share * high * along, share * up * deep
                for n in range(12):
                    value = field[f, row, column + n]
                    flat[0, n] += v * value
                    flat[1, n] += vy * value
                    flat[2, n] += vz * value
    b0, s0 = spline(tables_x, i, 0, p)
    b1, s1 = spline(tables_x, i, 1, p)
    b2, s2 = spline(tables_x, i, 2, p)
    b3, s3 = spline(tables_x, i, 3, p)
    per_x = 1.0 / (nodes_x[i + 1] - nodes_x[i])
    per_y = 1.0 / (nodes_y[j + 1] - nodes_y[j])
    per_z = 1.0 / (nodes_z[k + 1] - nodes_z[k])
    for c in range(3):
        h0, h1, h2, h3 = flat[0, c], flat[0, 3 + c], flat[0, 6 + c], flat[0, 9 + c]
        out[c] = b0 * h0 + b1 * h1 + b2 * h2 + b3 * h3
        out[3 + 3 * c] = (s0 * h0 + s1 * h1 + s2 * h2 + s3 * h3) * per_x
        h0, h1, h2, h3 = flat[1, c], flat[1, 3 + c], flat[1, 6 + c], flat[1, 9 + c]
        out[4 + 3 * c] = (b0 * h0 + b1 * h1 + b2 * h2 + b3 * h3) * per_y
        h0, h1, h2, h3 = flat[2, c], flat[2, 3 + c], flat[2, 6 + c], flat[2, 9 + c]
        out[5 + 3 * c] = (b0 * h0 + b1 * h1 + b2 * h2 + b3 * h3) * per_z
    return True


@loop
def evaluate_space(z, out, first, last, field, shares, bad, ax, ay, az):  # type: ignore[no-untyped-def]
    """out[n] = velocity and slopes at z[n], shape (12,); NaN where there is none."""
    flat = np.empty((3, 12))
    for n in range(first, last):
        if not rates(z[n], out[n], 0, field, shares, bad, ax, ay, az, flat):
            out[n, :] = np.nan


@loop
def step_space(z, m, tangent, first, last, h, field, shares, bad, ax, ay, az):  # type: ignore[no-untyped-def]
    """Move z[first:last], shape (n, 3), and with `tangent` m[first:last], shape (n, 3, 3), on by h
    by RK4. A parcel that leaves the grid or comes too near to land becomes NaN.
    """
    flat, slopes, place = np.empty((3, 12)), np.empty(12), np.empty(3)
    moved, turned, at, k = np.empty(3), np.empty((3, 3)), np.empty((3, 3)), np.empty((3, 3))
    for n in range(first, last):
        if math.isnan(z[n, 0]):
            continue
        inside = True
        moved[:] = 0.0
        turned[:] = 0.0
        place[:] = z[n]
        if tangent:
            at[:] = m[n]
        for stage in range(4):
            moment = (stage + 1) // 2
            if not rates(place, slopes, moment, field, shares, bad, ax, ay, az, flat):
                inside = False
                break
            share = h / 3.0 if stage == 1 or stage == 2 else h / 6.0
            ahead = h if stage == 2 else 0.5 * h
            for c in range(3):
                moved[c] += share * slopes[c]
                place[c] = z[n, c] + ahead * slopes[c]
            if tangent:
                for c in range(3):
                    for e in range(3):
                        k[c, e] = (
                            slopes[3 + 3 * c] * at[0, e]
                            + slopes[4 + 3 * c] * at[1, e]
                            + slopes[5 + 3 * c] * at[2, e]
                        )
                for c in range(3):
                    for e in range(3):
                        turned[c, e] += share * k[c, e]
                        at[c, e] = m[n, c, e] + ahead * k[c, e]
        if inside:
            for c in range(3):
                z[n, c] += moved[c]
                if tangent:
                    for e in range(3):
                        m[n, c, e] += turned[c, e]
        else:
            z[n, 0] = z[n, 1] = z[n, 2] = np.nan
