"""The edges of a power diagram in the plane."""

from __future__ import annotations

import numpy as np

from engines.errors import FlowError
from engines.numerics.semidiscrete.power_cells import PowerCells

FAR = 1e3  # widths of the box, for edges that never end


def edges(
    cells: PowerCells, low: tuple[float, float], high: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """Where two cells meet, inside a box.

    The latents that own a cell lie on the lower hull of (y_i, -h_i); each of its triangles is a
    corner of three cells, the slope of its plane the place of that corner.

    Args:
        cells: Points in the plane and heights.
        low: Lower corner of the box.
        high: Upper corner.

    Returns:
        Ends of the edges, shape (m, 2, 2), and the two cells beside each, shape (m, 2); none where
        fewer than four points own a cell or all of them lie on a line.

    Raises:
        FlowError: If the points are not in the plane.

    Source:
        Aurenhammer (1987), SIAM J. Comput. 16, 78-96.
    """
    from scipy.spatial import ConvexHull, QhullError

    y, h = cells.points, cells.heights
    if y.shape[1] != 2:
        raise FlowError(f"points of shape {y.shape}, allowed are (n, 2)")
    none = np.empty((0, 2, 2)), np.empty((0, 2), dtype=np.int64)
    if len(y) < 4:
        return none
    try:
        hull = ConvexHull(np.column_stack([y, -h]))
    except QhullError:
        return none
    normals = hull.equations[:, :3]
    lower = normals[:, 2] < -1e-12
    with np.errstate(divide="ignore", invalid="ignore"):
        corners = -normals[:, :2] / normals[:, 2:]
    ends, pairs = [], []
    far = FAR * float(np.subtract(high, low).max())
    for k in np.flatnonzero(lower):
        for side in range(3):
            other = int(hull.neighbors[k, side])
            a, b = (int(v) for v in np.delete(hull.simplices[k], side))
            if lower[other]:
                if other > k:
                    ends.append((corners[k], corners[other]))
                    pairs.append((a, b))
                continue
            along = y[b] - y[a]
            out = np.array([along[1], -along[0]])
            if out @ (y[hull.simplices[k, side]] - y[a]) > 0.0:
                out = -out
            ends.append((corners[k], corners[k] + far * out / np.linalg.norm(out)))
            pairs.append((a, b))
    if not ends:
        return none
    return _clipped(np.array(ends), np.array(pairs), np.array(low), np.array(high))


def _clipped(
    ends: np.ndarray, pairs: np.ndarray, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The parts of segments inside a box, by Liang and Barsky."""
    begin, along = ends[:, 0], ends[:, 1] - ends[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        one, two = (low - begin) / along, (high - begin) / along
    still = along == 0.0
    inside = (begin >= low) & (begin <= high)
    one = np.where(still, np.where(inside, -np.inf, np.inf), one)
    two = np.where(still, np.where(inside, np.inf, -np.inf), two)
    first = np.maximum(np.minimum(one, two).max(axis=1), 0.0)
    last = np.minimum(np.maximum(one, two).min(axis=1), 1.0)
    kept = last > first
    first, last, begin, along = (part[kept] for part in (first, last, begin, along))
    found = np.stack([begin + first[:, None] * along, begin + last[:, None] * along], axis=1)
    return found, pairs[kept]
