"""How far a walk through codes is from the transformation it stands for, seen in pictures."""

from __future__ import annotations

import numpy as np

from engines.errors import ParameterError


def equivariance_errors(
    made: np.ndarray, wanted: np.ndarray, ways: np.ndarray, count: int
) -> np.ndarray:
    """Mean squared difference of pixels for each transformation, shape (count,).

        e_k = mean over pixels of | g(z^_s) - x_s |^2

    Args:
        made: Pictures decoded after s steps along the way of a transformation, shape (n, ...).
        wanted: The first pictures transformed s times, of the same shape.
        ways: Which of the `count` transformations, shape (n,).
        count: Number of transformations.

    Raises:
        ParameterError: If shapes do not agree, or a transformation has no pictures.

    Source:
        Song, Keller, Sebe & Welling (2023), ICML, section 4.
    """
    if made.shape != wanted.shape or len(ways) != len(made):
        raise ParameterError(
            f"pictures of shapes {made.shape} and {wanted.shape} for {len(ways)} ways, "
            "must be the same"
        )
    off = np.subtract(made, wanted, dtype=np.float64).reshape(len(made), -1)
    each = (off**2).mean(axis=1)
    found = np.empty(count)
    for k in range(count):
        walked = np.asarray(ways) == k
        if not walked.any():
            raise ParameterError(f"transformation {k + 1} of {count} has no pictures")
        found[k] = each[walked].mean()
    return found
