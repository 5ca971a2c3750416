"""The distance of two clouds of the plane, seen from many sides."""

from __future__ import annotations

import numpy as np

ANGLES = 64


def sliced(first: np.ndarray, last: np.ndarray) -> float:
    """Sliced W2 of two clouds of as many points: the root mean over even directions of W2 squared.

    Args:
        first: Shape (n, 2).
        last: Shape (n, 2).

    Raises:
        ValueError: If the shapes differ.

    Source:
        Bonneel et al. (2015), J. Math. Imaging Vision 51, 22-45.
    """
    if first.shape != last.shape:
        raise ValueError(f"clouds of shape {first.shape} and {last.shape}, expected equal shapes")
    angle = np.pi * (np.arange(ANGLES) + 0.5) / ANGLES
    ways = np.stack([np.cos(angle), np.sin(angle)])
    one, two = (np.sort(points @ ways, axis=0) for points in (first, last))
    return float(np.sqrt(((one - two) ** 2).mean()))
