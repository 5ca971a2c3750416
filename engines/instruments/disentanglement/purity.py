"""What each way through the codes changes: one known factor, or several."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engines.errors import ParameterError

FACTORS = ("shape", "scale", "turn", "x", "y")
# Turned by a whole turn divided by this, a square, an ellipse, a heart is what it was.
ORDERS = (4, 2, 1)


def changes(
    before: np.ndarray,
    after: np.ndarray,
    spreads: Sequence[float],
    orders: Sequence[int] = ORDERS,
) -> np.ndarray:
    """Squared change of each factor between readings, in variances of that factor.

        shape: |p' - p|^2 / (1 - 1/S);   scale, x, y: ((v' - v) / sigma_v)^2;
        turn:  |w'^(M/m') - w^(M/m)|^2,  w = r e^{i m theta},  M = max(m, m')

    where m is the order of symmetry of the likeliest shape, so that a square has not turned when
    it stands as before, and r <= 1 says how sure the reader is. Two independent draws of any
    factor differ by 2 on average.

    Args:
        before: Shape (n, S + 5): S probabilities of shapes, scale, r cos(m theta), r sin(m theta),
            x, y.
        after: The same later, shape (n, S + 5).
        spreads: Standard deviations of scale, x and y over all pictures.
        orders: Order m of each of the S shapes, each a divisor of the larger ones.

    Returns:
        Shape (n, 5): shape, scale, turn, x, y.

    Raises:
        ParameterError: If shapes do not agree or a reading is not finite.
    """
    count = len(orders)
    for readings in (before, after):
        if readings.ndim != 2 or readings.shape != (len(before), count + 5):
            raise ParameterError(f"readings of shape {readings.shape}, allowed (n, {count + 5})")
        if not np.isfinite(readings).all():
            raise ParameterError("readings hold numbers that are not finite")
    moved = np.asarray(after, dtype=np.float64) - before
    scale, x, y = (
        (moved[:, count + i] / spread) ** 2 for i, spread in zip((0, 3, 4), spreads, strict=True)
    )
    shape = (moved[:, :count] ** 2).sum(axis=1) / (1.0 - 1.0 / count)
    symmetry = np.asarray(orders)
    first, last = (symmetry[r[:, :count].argmax(axis=1)] for r in (before, after))
    most = np.maximum(first, last)
    turn = np.abs(_power(after, count, most // last) - _power(before, count, most // first)) ** 2
    return np.stack([shape, scale, turn, x, y], axis=1)


def _power(readings: np.ndarray, count: int, power: np.ndarray) -> np.ndarray:
    w = readings[:, count + 1] + 1j * readings[:, count + 2]
    return np.abs(w) * np.exp(1j * power * np.angle(w))


def purity_matrix(changed: np.ndarray, ways: np.ndarray, count: int) -> np.ndarray:
    """Mean squared change P[k, f] of factor f along way k, shape (count, F).

    Args:
        changed: Squared changes from `changes`, shape (n, F).
        ways: Which of the `count` ways each belongs to, shape (n,).
        count: Number of ways.

    Raises:
        ParameterError: If a way was never walked.
    """
    found = np.empty((count, changed.shape[1]))
    for k in range(count):
        walked = np.asarray(ways) == k
        if not walked.any():
            raise ParameterError(f"way {k + 1} of {count} was never walked")
        found[k] = changed[walked].mean(axis=0)
    return found


def purities(matrix: np.ndarray) -> np.ndarray:
    """Share max_f P[k, f] / sum_f P[k, f] of the factor each way changes most, shape (count,).

    A way that changes nothing has purity 1/F, the least there is.
    """
    total = matrix.sum(axis=1)
    share = np.divide(matrix.max(axis=1), total, out=np.zeros(len(matrix)), where=total > 0.0)
    return np.where(total > 0.0, share, 1.0 / matrix.shape[1])


def covered(matrix: np.ndarray) -> tuple[int, ...]:
    """Factors, by number, that some way changes more than any other factor."""
    alive = matrix.max(axis=1) > 0.0
    return tuple(sorted({int(f) for f in matrix[alive].argmax(axis=1)}))
