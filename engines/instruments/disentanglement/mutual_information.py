"""How much one coordinate of a code tells of one factor, and by how much it tells more than others."""

from __future__ import annotations

import numpy as np

from engines.instruments.disentanglement.codes import matched

BINS = 20


def mutual_information(codes: np.ndarray, factors: np.ndarray, bins: int = BINS) -> np.ndarray:
    """I(z_i; v_f) in nats, shape (d, F), with each coordinate cut into `bins` of equal width.

        I = sum_{b, v} p(b, v) ln [ p(b, v) / (p(b) p(v)) ]

    Args:
        codes: Shape (n, d).
        factors: One of few values each, shape (n, F).
        bins: Number of bins of each coordinate.

    Raises:
        ParameterError: If shapes do not agree, a code is not finite, or a factor never changes.
    """
    codes, values = matched(codes, factors)
    cut = _cut(codes, bins)
    found = np.empty((codes.shape[1], values.shape[1]))
    for i, column in enumerate(cut.T):
        for f, value in enumerate(values.T):
            found[i, f] = _information(column, value)
    return found


def _cut(columns: np.ndarray, bins: int) -> np.ndarray:
    """Which of `bins` parts of equal width of its column each number falls into."""
    low, high = columns.min(axis=0), columns.max(axis=0)
    width = np.where(high > low, high - low, 1)
    return np.minimum((bins * (columns - low) / width).astype(int), bins - 1)


def entropies(factors: np.ndarray) -> np.ndarray:
    """Entropy of each factor in nats, shape (F,)."""
    return np.array([_information(column, column) for column in np.asarray(factors).T])


def _information(a: np.ndarray, b: np.ndarray) -> float:
    _, rows = np.unique(a, return_inverse=True)
    _, columns = np.unique(b, return_inverse=True)
    table = np.zeros((rows.max() + 1, columns.max() + 1))
    np.add.at(table, (rows, columns), 1.0 / len(a))
    alone = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True)
    there = table > 0.0
    return float((table[there] * np.log(table[there] / alone[there])).sum())


def mutual_information_gaps(codes: np.ndarray, factors: np.ndarray, bins: int = BINS) -> np.ndarray:
    """The gap of each factor, shape (F,); their mean is the score MIG, 1 at best.

        gap_f = (I_first - I_second) / H(v_f)

    with the two coordinates that tell most of factor f. A factor of more values than bins is cut
    like a coordinate: otherwise not even the factor itself would tell it wholly.

    Args:
        codes: Shape (n, d).
        factors: One of few values each, shape (n, F).
        bins: Number of bins of each coordinate, and the most parts of a factor.

    Raises:
        ParameterError: If shapes do not agree, a code is not finite, or a factor never changes.

    Source:
        Chen, Li, Grosse & Duvenaud (2018), NeurIPS, arXiv:1802.04942, section 4.1.
    """
    _, values = matched(codes, factors)
    counts = values.max(axis=0) + 1
    grouped = np.where(counts > bins, _cut(values, bins), values)
    told = mutual_information(codes, grouped, bins)
    if len(told) == 1:
        told = np.concatenate([told, np.zeros_like(told)])
    second, first = np.sort(told, axis=0)[-2:]
    return np.asarray((first - second) / entropies(grouped))
