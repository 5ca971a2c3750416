"""How near made pictures are to those that were learned from."""

from __future__ import annotations

import numpy as np


def nearest(pictures: np.ndarray, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which known picture is nearest to each, and how far it is: root of summed squared ink.

    Args:
        pictures: Shape (n, ...).
        known: Shape (m, ...), m > 0.

    Returns:
        Indices, shape (n,), and distances, shape (n,).
    """
    a, b = (np.asarray(x, dtype=np.float64).reshape(len(x), -1) for x in (pictures, known))
    squares = (a**2).sum(axis=1)[:, None] - 2.0 * a @ b.T + (b**2).sum(axis=1)
    which = squares.argmin(axis=1)
    return which, np.linalg.norm(a - b[which], axis=1)


def usual(known: np.ndarray) -> float:
    """Median distance from a known picture to the nearest other one; NaN if there is only one."""
    flat = np.asarray(known, dtype=np.float64).reshape(len(known), -1)
    if len(flat) < 2:
        return float("nan")
    norms = (flat**2).sum(axis=1)
    squares = norms[:, None] - 2.0 * flat @ flat.T + norms
    np.fill_diagonal(squares, np.inf)
    return float(np.median(np.sqrt(np.maximum(squares.min(axis=1), 0.0))))
