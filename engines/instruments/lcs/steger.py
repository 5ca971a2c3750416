"""Points of ridges, finer than the grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


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

    Source:
        Steger (1998). IEEE Trans. Pattern Anal. Mach. Intell. 20, 113-125.
    """
    dx, dy = float(x[1] - x[0]), float(y[1] - y[0])
    found = np.zeros(values.shape, bool)
    places = np.full((*values.shape, 2), np.nan)
    sharpness = np.zeros(values.shape)
    inner = (slice(1, -1), slice(1, -1))
    f, n1, n2 = values[inner], normals[inner][..., 0], normals[inner][..., 1]
    east, west, north, south = (
        values[1:-1, 2:],
        values[1:-1, :-2],
        values[2:, 1:-1],
        values[:-2, 1:-1],
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = n1 * (east - west) / (2.0 * dx) + n2 * (north - south) / (2.0 * dy)
        mixed = values[2:, 2:] - values[2:, :-2] - values[:-2, 2:] + values[:-2, :-2]
        bend = (
            n1 * n1 * (east - 2.0 * f + west) / dx**2
            + n1 * n2 * mixed / (2.0 * dx * dy)
            + n2 * n2 * (north - 2.0 * f + south) / dy**2
        )
        tau = -slope / bend
        finite = values[np.isfinite(values)]
        least = np.percentile(finite, percentile) if percentile > 0.0 and finite.size else -np.inf
        found[inner] = (
            (bend < -max(sdd, 0.0))
            & (np.abs(tau * n1) <= 0.5 * dx)
            & (np.abs(tau * n2) <= 0.5 * dy)
            & (f > least)
        )
    places[inner] = np.stack([x[None, 1:-1] + tau * n1, y[1:-1, None] + tau * n2], axis=-1)
    sharpness[inner] = np.where(found[inner], -bend, 0.0)
    return RidgePoints(found, places, normals, sharpness)
