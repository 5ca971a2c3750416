"""Points of ridges, finer than the grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.instruments.lcs.lines.chart import PLANE, Chart
from engines.running.ticket import Ticket

_BLOCK = 1 << 15  # nodes between two looks at the ticket
_POLE = 0.03  # of the equator: circles of latitude on which neighbours are too near to tell


@dataclass(frozen=True, slots=True, eq=False)
class RidgePoints:
    """At most one point of a ridge per node.

    Attributes:
        found: Whether the node has one, shape (ny, nx); without the last column, or row, where
            that repeats the first.
        places: Where it is, shape (ny, nx, 2), world units.
        normals: Unit normal of the ridge, shape (ny, nx, 2).
        sharpness: Minus the second derivative across the ridge, shape (ny, nx).
    """

    found: np.ndarray
    places: np.ndarray
    normals: np.ndarray
    sharpness: np.ndarray


def ridge_points(
    x: np.ndarray,
    y: np.ndarray,
    values: np.ndarray,
    normals: np.ndarray,
    *,
    sdd: float,
    percentile: float,
    chart: Chart = PLANE,
    ticket: Ticket | None = None,
) -> RidgePoints:
    """Maxima of a field along given directions, where the parabola through its neighbours tops.

        tau = -(g.n) / (n.H n),   place = node + tau n

    with gradient g and Hessian H by central differences. A node has a point if it lies within
    half a cell of the node, the field falls off on both sides, n.H n < -sdd, and the field is
    above a percentile of its values. On a sphere g and H are those along the surface, towards
    east and north, and the offset goes along a great circle.

    Args:
        x: Shape (nx,), equidistant.
        y: Shape (ny,), equidistant.
        values: Shape (ny, nx); nodes beside NaN have no point.
        normals: Unit vectors of any sign, shape (ny, nx, 2); on a sphere east, north.
        sdd: Least second derivative across a ridge, units of the field per length squared.
        percentile: From 0 to 100.
        chart: What x and y are; where they go round, the last node repeats the first.
        ticket: Looked at every few ms.

    Raises:
        Withdrawn: If the ticket was withdrawn.

    Source:
        Steger (1998). IEEE Trans. Pattern Anal. Mach. Intell. 20, 113-125.
    """
    finite = values[np.isfinite(values)]
    least = np.percentile(finite, percentile) if percentile > 0.0 and finite.size else -np.inf
    dx, dy = float(x[1] - x[0]), float(y[1] - y[0])
    ax, ay = (int(goes) for goes in chart.around)
    wide, shape = chart.joined_up(values), (len(y) - ay, len(x) - ax)
    found = np.zeros(shape, bool)
    places = np.full((*shape, 2), np.nan)
    sharpness = np.zeros(shape)
    # nodes with neighbours on all sides, and how far `wide` is ahead of them
    left, right, bottom, top = 1 - ax, len(x) - 1, 1 - ay, len(y) - 1
    rows = max(1, _BLOCK // len(x))
    for first in range(bottom, top, rows):
        if ticket is not None:
            ticket.check()
        last = min(first + rows, top)
        inner = (slice(first, last), slice(left, right))
        f = wide[first - 1 + ay : last + 1 + ay, left - 1 + ax : right + 1 + ax]
        n = normals[inner]
        w, lean = (of(y[first:last])[:, None] for of in (chart.widths, chart.leans))
        n1, n2 = n[..., 0], n[..., 1]
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            slope = n1 * (f[1:-1, 2:] - f[1:-1, :-2]) / (2.0 * dx * w)
            slope += n2 * (f[2:, 1:-1] - f[:-2, 1:-1]) / (2.0 * dy)
            bend = bend_across(f, n, dx, dy, w, lean)
            tau = -slope / bend
            found[inner] = (
                (bend < -max(sdd, 0.0))
                & (np.abs(tau * n1) <= 0.5 * dx * w)
                & (np.abs(tau * n2) <= 0.5 * dy)
                & (f[1:-1, 1:-1] > least)
                & (w > _POLE)
            )
            aside = np.where(found[inner], tau, np.nan)
            places[(*inner, 0)] = x[None, left:right] + aside * n1 / w
        places[(*inner, 1)] = y[first:last, None] + aside * n2
        sharpness[inner] = np.where(found[inner], -bend, 0.0)
    return RidgePoints(found, places, normals[: shape[0], : shape[1]], sharpness)


def bend_across(
    f: np.ndarray,
    n: np.ndarray,
    dx: float,
    dy: float,
    width: np.ndarray | float = 1.0,
    lean: np.ndarray | float = 0.0,
) -> np.ndarray:
    """Second derivative n.H n of a field by central differences.

    With the cosine w and the tangent k of latitude, of a field on a sphere

        H_ee = f_xx / w^2 - k f_y,   H_en = (f_xy + k f_x) / w,   H_nn = f_yy

    Args:
        f: Shape (ny, nx).
        n: Directions at the inner nodes, shape (ny - 2, nx - 2, 2).
        dx: Distance of columns.
        dy: Distance of rows.
        width: Length of a unit of x at the inner rows, shape (ny - 2, 1).
        lean: How circles of equal y bend there, shape (ny - 2, 1); see `Chart.leans`.

    Returns:
        Shape (ny - 2, nx - 2).
    """
    n1, n2, middle = n[..., 0] / width, n[..., 1], 2.0 * f[1:-1, 1:-1]
    mixed = f[2:, 2:] - f[2:, :-2] - f[:-2, 2:] + f[:-2, :-2]
    found: np.ndarray = (
        n1 * n1 * (f[1:-1, 2:] - middle + f[1:-1, :-2]) / dx**2
        + n1 * n2 * mixed / (2.0 * dx * dy)
        + n2 * n2 * (f[2:, 1:-1] - middle + f[:-2, 1:-1]) / dy**2
    )
    if np.any(lean):
        found = found - (n[..., 0] ** 2 * lean) * (f[2:, 1:-1] - f[:-2, 1:-1]) / (2.0 * dy)
        found = found + 2.0 * n1 * n2 * lean * (f[1:-1, 2:] - f[1:-1, :-2]) / (2.0 * dx)
    return found
