"""Frames of directions made orthonormal again, many at once, in machine code."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True, error_model="numpy")  # type: ignore[untyped-decorator]
def orthonormalise(frames: np.ndarray, logs: np.ndarray) -> None:
    """Replace each frame by an orthonormal one with the same flags of subspaces.

        F = Q R by modified Gram-Schmidt,  F <- Q,  logs = ln R_ii

    A direction that has vanished gets the logarithm -inf, and NaN components.

    Args:
        frames: Shape (n, d, k), changed in place.
        logs: Shape (n, k), overwritten.

    Source:
        Bjorck (1967), BIT 7, 1-21.
    """
    n, d, k = frames.shape
    for o in range(n):
        for j in range(k):
            # Directions that have turned into each other lose their difference to rounding; the
            # second pass takes out what the first one left.
            for _ in range(2):
                for i in range(j):
                    along = 0.0
                    for r in range(d):
                        along += frames[o, r, i] * frames[o, r, j]
                    for r in range(d):
                        frames[o, r, j] -= along * frames[o, r, i]
            square = 0.0
            for r in range(d):
                square += frames[o, r, j] * frames[o, r, j]
            length = np.sqrt(square)
            logs[o, j] = np.log(length)
            for r in range(d):
                frames[o, r, j] /= length
