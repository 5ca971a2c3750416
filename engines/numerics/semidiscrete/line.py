"""Heights on a line, in closed form."""

from __future__ import annotations

import numpy as np

from engines.numerics.semidiscrete.sources import Source, checked_weights


def heights_on_line(points: np.ndarray, weights: np.ndarray, source: Source) -> np.ndarray:
    r"""Heights whose cells have the masses nu, for points on a line.

        h_{i+1} - h_i = -F^{-1}(nu_1 + ... + nu_i) (y_{i+1} - y_i),   sum h = 0

    with the points in rising order: cells are intervals that end where two lines of the potential
    cross.

    Args:
        points: y, shape (n,), in any order.
        weights: nu, shape (n,).
        source: What is transported.

    Returns:
        Heights, shape (n,), in the order of the points.

    Raises:
        FlowError: If the weights are not a distribution.
    """
    order = np.argsort(points, kind="stable")
    y, nu = np.asarray(points, dtype=np.float64)[order], checked_weights(weights)[order]
    ends = source.quantile(np.cumsum(nu)[:-1])
    steps = np.concatenate(([0.0], np.cumsum(-ends * np.diff(y))))
    heights = np.empty(len(y))
    heights[order] = steps - steps.mean()
    return heights
