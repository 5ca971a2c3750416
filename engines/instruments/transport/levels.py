"""How a grid is worked through: coarse ones first, and each in strips of rows."""

from __future__ import annotations

from collections.abc import Iterator


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
