"""How far two clouds are apart if each is taken for a normal one."""

from __future__ import annotations

import numpy as np


def frechet_distance(first: np.ndarray, second: np.ndarray) -> float:
    r"""|m_1 - m_2|^2 + tr(C_1 + C_2 - 2 (C_1 C_2)^{1/2}), the square of W2 between two normal laws.

    The trace of the root is the sum of singular values of R_1 R_2^T, for C = R^T R: no root of a
    matrix that may be singular is taken.

    Args:
        first: Shape (n, d).
        second: Shape (m, d).

    Raises:
        ValueError: If they have different numbers of coordinates, or one has fewer than two points.

    Source:
        Dowson & Landau (1982), J. Multivariate Analysis 12, 450-455.
    """
    if first.shape[1] != second.shape[1]:
        raise ValueError(f"clouds in {first.shape[1]} and {second.shape[1]} coordinates")
    if min(len(first), len(second)) < 2:
        raise ValueError(f"clouds of {len(first)} and {len(second)} points, each needs two")
    roots: list[np.ndarray] = []
    traces = 0.0
    for points in (first, second):
        off = (points - points.mean(axis=0)) / np.sqrt(len(points) - 1.0)
        roots.append(np.asarray(np.linalg.qr(off, mode="r")))
        traces += float((off**2).sum())
    shift = float(((first.mean(axis=0) - second.mean(axis=0)) ** 2).sum())
    common = float(np.linalg.svd(roots[0] @ roots[1].T, compute_uv=False).sum())
    return max(shift + traces - 2.0 * common, 0.0)
