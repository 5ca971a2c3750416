"""What is found at a given distance from an edge, on average."""

from __future__ import annotations

import numpy as np

REACH = 15  # cells on either side
EDGE = 1.0  # cells: how near counts as at the edge
DEEP = 4.0  # cells: from where on it counts as inside
FEW = 0.005  # of the cells within reach: a bin with fewer is the middle of one vortex, no average


def centres(reach: int = REACH) -> np.ndarray:
    """Middles of the bins, one cell wide, shape (2 reach,)."""
    return np.arange(-reach, reach) + 0.5


def conditional(distance: np.ndarray, values: np.ndarray, reach: int = REACH) -> np.ndarray:
    """Mean of `values` in bins of `distance`, one cell wide: shape (2 reach,).

    NaN in a bin without cells; cells without a value do not count.
    """
    bins = np.floor(np.where(np.isfinite(distance), distance, reach + 1.0)).astype(int) + reach
    counted = (bins >= 0) & (bins < 2 * reach) & np.isfinite(values)
    numbers = np.bincount(bins[counted], minlength=2 * reach)
    sums = np.bincount(bins[counted], values[counted], minlength=2 * reach)
    return np.divide(sums, numbers, out=np.full(2 * reach, np.nan), where=numbers > 0)


def populated(distance: np.ndarray, reach: int = REACH) -> np.ndarray:
    """Whether a bin of `conditional` holds enough cells for an average, shape (2 reach,)."""
    numbers, _ = np.histogram(distance[np.isfinite(distance)], np.arange(-reach, reach + 1))
    found: np.ndarray = numbers >= max(1.0, FEW * numbers.sum())
    return found


def at(profile: np.ndarray, place: float) -> float:
    """A profile of `conditional` at a distance of `place` cells, between bins linearly."""
    return float(np.interp(place, centres(len(profile) // 2), profile))


def contrast(distance: np.ndarray, values: np.ndarray) -> float:
    """How much more of it there is at the edge than inside.

    mean over |s| <= 1  /  mean over s > 4  -  1
    """
    known = np.isfinite(values)
    edge, deep = values[known & (np.abs(distance) <= EDGE)], values[known & (distance > DEEP)]
    if not edge.size or not deep.size:
        return float("nan")
    return float(edge.mean() / deep.mean() - 1.0)


def taylor_microscale(
    distance: np.ndarray, u: np.ndarray, u_along: np.ndarray, cell: float
) -> float:
    """Size of the eddies that carry the strain, in cells.

        lambda = sqrt(<u'^2> / <(du'/dx)^2>),   over s > 0,   u' = u - mean of u along x

    The mean along x is one of each row: what shears the fluid on average is no eddy.

    Args:
        distance: From the edge, cells, shape (ny, nx).
        u: Velocity along x, which is the edge's mean direction, shape (ny, nx); around x it
            repeats, so that its derivative has no mean.
        u_along: Its derivative along that direction, shape (ny, nx).
        cell: Side of a cell, in units of length.
    """
    inside = distance > 0.0
    part = (u - u.mean(axis=1, keepdims=True))[inside]
    return float(np.sqrt((part**2).mean() / (u_along[inside] ** 2).mean()) / cell)
