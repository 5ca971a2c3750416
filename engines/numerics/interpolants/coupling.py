"""Which draw of the first cloud is joined to which of the last."""

from __future__ import annotations

import numpy as np

from engines.errors import FlowError, near_miss

COUPLINGS = ("independent", "nearest in batch")
BATCH = 250  # points that are paired at once


def paired(
    first: np.ndarray, last: np.ndarray, coupling: str = "independent", batch: int = BATCH
) -> tuple[np.ndarray, np.ndarray]:
    """Two random clouds, rows of equal number joined.

    Independent draws stay as they are. Within each batch the nearest pairing has the least sum of
    squared distances; as batches grow it becomes the optimal transport of the clouds.

    Args:
        first: Shape (n, d), in random order.
        last: Shape (n, d), in random order.
        coupling: One of `COUPLINGS`.
        batch: Points in a batch; the last one may have fewer.

    Raises:
        FlowError: If the coupling is unknown or the shapes differ.

    Source:
        Tong et al. (2024), TMLR, arXiv:2302.00482, for batches.
    """
    if coupling not in COUPLINGS:
        raise FlowError(f"coupling = '{coupling}', {near_miss(coupling, COUPLINGS)}")
    if first.shape != last.shape:
        raise FlowError(f"clouds of shape {first.shape} and {last.shape}, must be alike")
    if coupling == "independent":
        return first, last
    from scipy.optimize import linear_sum_assignment
    from scipy.spatial.distance import cdist

    order = np.arange(len(last))
    for begin in range(0, len(first), batch):
        piece = slice(begin, begin + batch)
        rows, columns = linear_sum_assignment(cdist(first[piece], last[piece], "sqeuclidean"))
        order[piece][rows] = begin + columns
    return first, last[order]
