"""A step of RK4 for a crowd of parcels, for which the frames have been summed before they ask.

The same as `kernels.step_plane` with one field for each of the three moments of a step, a third
faster: there is nothing left to weigh.
"""

from __future__ import annotations

import math

import numpy as np

from engines.systems.gridded.splines.kernels import cell, loop, spline


@loop
def step_crowd(z, m, tangent, first, last, h, field, bad, ax, ay):  # type: ignore[no-untyped-def]
    """Move z[first:last], shape (n, 2), and with `tangent` m[first:last], shape (n, 2, 2), on by h.

    `field` holds the coefficients at begin, middle and end, shape (3, rows, columns x 2). Eight
    numbers side by side are summed over four rows at once, which a processor does in one go.
    """
    nodes_x, first_x, tables_x, even_x, period_x = ax
    nodes_y, first_y, tables_y, even_y, period_y = ay
    flat, lean = np.empty(8), np.empty(8)
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
            v0, t0 = spline(tables_y, j, 0, q)
            v1, t1 = spline(tables_y, j, 1, q)
            v2, t2 = spline(tables_y, j, 2, q)
            v3, t3 = spline(tables_y, j, 3, q)
            for k in range(8):
                flat[k] = (
                    v0 * field[moment, row, column + k]
                    + v1 * field[moment, row + 1, column + k]
                    + v2 * field[moment, row + 2, column + k]
                    + v3 * field[moment, row + 3, column + k]
                )
            b0, s0 = spline(tables_x, i, 0, p)
            b1, s1 = spline(tables_x, i, 1, p)
            b2, s2 = spline(tables_x, i, 2, p)
            b3, s3 = spline(tables_x, i, 3, p)
            u = b0 * flat[0] + b1 * flat[2] + b2 * flat[4] + b3 * flat[6]
            v = b0 * flat[1] + b1 * flat[3] + b2 * flat[5] + b3 * flat[7]
            share = h / 3.0 if stage == 1 or stage == 2 else h / 6.0
            ahead = h if stage == 2 else 0.5 * h
            sx += share * u
            sy += share * v
            px, py = x + ahead * u, y + ahead * v
            if tangent:
                for k in range(8):
                    lean[k] = (
                        t0 * field[moment, row, column + k]
                        + t1 * field[moment, row + 1, column + k]
                        + t2 * field[moment, row + 2, column + k]
                        + t3 * field[moment, row + 3, column + k]
                    )
                per_x = 1.0 / (nodes_x[i + 1] - nodes_x[i])
                per_y = 1.0 / (nodes_y[j + 1] - nodes_y[j])
                ux = (s0 * flat[0] + s1 * flat[2] + s2 * flat[4] + s3 * flat[6]) * per_x
                vx = (s0 * flat[1] + s1 * flat[3] + s2 * flat[5] + s3 * flat[7]) * per_x
                uy = (b0 * lean[0] + b1 * lean[2] + b2 * lean[4] + b3 * lean[6]) * per_y
                vy = (b0 * lean[1] + b1 * lean[3] + b2 * lean[5] + b3 * lean[7]) * per_y
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
