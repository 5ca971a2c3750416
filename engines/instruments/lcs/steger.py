"""Points of ridges, finer than the grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.running.ticket import Ticket

_BLOCK = 1 << 15  # nodes between two looks at the ticket


@dataclass(frozen=True, slots=True, eq=False)
class RidgePoints:
    """At most one point of a ridge per node.

    Attributes:
        found: Whether the node has one, shape (ny, nx).
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
    ticket: Ticket | None = None,
) -> RidgePoints:
    """Maxima of a field along given directions, where the parabola through its neighbours tops.

        tau = -(g.n) / (n.H n),   place = node + tau n

    with gradient g and Hessian H by central differences. A node has a point if it lies within
    half a cell of the node, the field falls off on both sides, n.H n < -sdd, and the field is
    above a percentile of its values.

    Args:
        x: Shape (nx,), equidistant.
        y: Shape (ny,), equidistant.
        values: Shape (ny, nx); nodes beside NaN have no point.
        normals: Unit vectors of any sign, shape (ny, nx, 2).
        sdd: Least second derivative across a ridge, units of the field per length squared.
        percentile: From 0 to 100.
        ticket: Looked at every few ms.

    Raises:
        Withdrawn: If the ticket was withdrawn.

    Source:
        Steger (1998). IEEE Trans. Pattern Anal. Mach. Intell. 20, 113-125.
    """
    finite = values[np.isfinite(values)]
    least = np.percentile(finite, percentile) if percentile > 0.0 and finite.size else -np.inf
    dx, dy = float(x[1] - x[0]), float(y[1] - y[0])
    found = np.zeros(values.shape, bool)
    places = np.full((*values.shape, 2), np.nan)
    sharpness = np.zeros(values.shape)
    rows = max(1, _BLOCK // len(x))
    for first in range(1, len(y) - 1, rows):
        if ticket is not None:
            ticket.check()
        last = min(first + rows, len(y) - 1)
        inner = (slice(first, last), slice(1, -1))
        f, n = values[first - 1 : last + 1], normals[inner]
        n1, n2 = n[..., 0], n[..., 1]
        with np.errstate(divide="ignore", invalid="ignore"):
            slope = n1 * (f[1:-1, 2:] - f[1:-1, :-2]) / (2.0 * dx)
            slope += n2 * (f[2:, 1:-1] - f[:-2, 1:-1]) / (2.0 * dy)
            bend = bend_across(f, n, dx, dy)
            tau = -slope / bend
            found[inner] = (
                (bend < -max(sdd, 0.0))
                & (np.abs(tau * n1) <= 0.5 * dx)
                & (np.abs(tau * n2) <= 0.5 * dy)
                & (f[1:-1, 1:-1] > least)
            )
            aside = np.where(found[inner], tau, np.nan)
        places[(*inner, 0)] = x[None, 1:-1] + aside * n1
        places[(*inner, 1)] = y[first:last, None] + aside * n2
        sharpness[inner] = np.where(found[inner], -bend, 0.0)
    return RidgePoints(found, places, normals, sharpness)


def bend_across(f: np.ndarray, n: np.ndarray, dx: float, dy: float) -> np.ndarray:
    """Second derivative n.H n of a field by central differences.

    Args:
        f: Shape (ny, nx).
        n: Directions at the inner nodes, shape (ny - 2, nx - 2, 2).
        dx: Distance of columns.
        dy: Distance of rows.

    Returns:
        Shape (ny - 2, nx - 2).
    """
    n1, n2, middle = n[..., 0], n[..., 1], 2.0 * f[1:-1, 1:-1]
    mixed = f[2:, 2:] - f[2:, :-2] - f[:-2, 2:] + f[:-2, :-2]
    found: np.ndarray = (
        n1 * n1 * (f[1:-1, 2:] - middle + f[1:-1, :-2]) / dx**2
        + n1 * n2 * mixed / (2.0 * dx * dy)
        + n2 * n2 * (f[2:, 1:-1] - middle + f[:-2, 1:-1]) / dy**2
    )
    return found
