"""How a grid is worked through: coarse ones first, each in strips of rows; and its colours."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engines.instruments.portrait.scales import rounded_outwards


def levels(nx: int, ny: int, coarse: int) -> list[tuple[int, int]]:
    """Grids up to (nx, ny), each with about four times the nodes of the one before it.

    Args:
        nx: Columns of the last grid.
        ny: Rows of the last grid.
        coarse: Wanted number of nodes of the first; it has at most twice as many.
    """
    grids = [(nx, ny)]
    while grids[0][0] * grids[0][1] > 2 * coarse:
        grids.insert(0, (max(3, grids[0][0] // 2), max(3, grids[0][1] // 2)))
    return grids


def strips(nx: int, ny: int, nodes: int, halo: int = 0) -> Iterator[tuple[int, int, int, int]]:
    """Cut ny rows into strips.

    Args:
        nx: Nodes per row.
        ny: Rows.
        nodes: Nodes per strip, roughly.
        halo: Rows needed on either side of a strip.

    Yields:
        (first, last, low, high): rows [low, high) have to be computed to know [first, last).
    """
    size = max(4, nodes // nx)
    for first in range(0, ny, size):
        last = min(first + size, ny)
        low, high = max(0, first - halo), min(ny, last + halo)
        if halo:  # central differences need three rows
            low, high = min(low, max(0, high - 3)), max(high, min(ny, low + 3))
        yield first, last, low, high


CONTRACTING = 0.5  # of the high end: how far below zero the colours of a plane go


def colour_limits(*fields: np.ndarray, plane: bool = False) -> tuple[float, float] | None:
    """Range of the colours of fields of exponents that are seen together.

    From 0, or the 0.5th percentile if that is negative, to the 99.5th, rounded outwards to
    friendly numbers. The border is left out: a wall of the domain is often a separatrix all along, and a
    single row of it would leave no colours for the walls inside.

    Args:
        fields: Each of shape (ny, nx).
        plane: Whether it cuts through a space of many coordinates, of which most contract: walls
            then get two thirds of the colours at least.

    Returns:
        Low and high end; None if nothing lies between them.
    """
    inner = np.concatenate([values[1:-1, 1:-1].ravel() for values in fields])
    inner = inner[np.isfinite(inner)]
    if not inner.size:
        return None
    low, high = (float(q) for q in np.percentile(inner, (0.5, 99.5)))
    if plane and high > 0.0:
        low = max(low, -CONTRACTING * high)
    size = max(abs(low), abs(high))
    if size < 1e-12:
        return None
    if high - low < 1e-3 * size:  # a uniform field stands in the middle of its colours
        low, high = min(2.0 * low, 0.0), max(2.0 * high, 0.0)
    return rounded_outwards(min(0.0, low), max(0.0, high))
