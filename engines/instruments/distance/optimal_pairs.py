"""The cheapest pairing of two clouds of equally many points."""

from __future__ import annotations

import numpy as np


def mean_cost(first: np.ndarray, second: np.ndarray) -> float:
    """Smallest mean squared distance over all one-to-one pairings: the square of W2, exactly.

    Args:
        first: Shape (n, d).
        second: Shape (n, d).

    Raises:
        ValueError: If the shapes differ.

    Source:
        Crouse (2016), IEEE Trans. Aerosp. Electron. Syst. 52, for the algorithm SciPy uses.
    """
    from scipy.optimize import linear_sum_assignment

    if first.shape != second.shape:
        raise ValueError(f"clouds of shape {first.shape} and {second.shape}, expected equal shapes")
    costs = ((first[:, None, :] - second[None, :, :]) ** 2).sum(axis=2)
    rows, columns = linear_sum_assignment(costs)
    return float(costs[rows, columns].mean())
