"""What a set of measured exponents says: means, margins, dimension and entropy."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

NEUTRAL = 1.5  # margins: an exponent nearer to zero counts as zero


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """Exponents of one flow, the largest first, and what follows from them.

    Each margin is half the width of the interval that holds the true mean in 19 of 20 cases.

    Attributes:
        exponents: Shape (k,), per unit time.
        margins: Shape (k,).
        dimension: Kaplan-Yorke dimension; NaN where too few exponents are known to tell.
        dimension_margin: Its margin.
        entropy: Sum of the positive exponents, per unit time.
        entropy_margin: Its margin.
    """

    exponents: np.ndarray
    margins: np.ndarray
    dimension: float
    dimension_margin: float
    entropy: float
    entropy_margin: float


def kaplan_yorke(exponents: np.ndarray, dimension: int) -> float:
    """Dimension at which a volume neither grows nor shrinks.

        D = j + (l_1 + ... + l_j) / |l_{j+1}|

    with the largest j whose sum is not negative; d if no sum is.

    Args:
        exponents: Largest first, shape (k,).
        dimension: Number d of coordinates.

    Returns:
        0 if the largest is negative; NaN if the sum of all that are known is not negative but
        fewer than d are.

    Source:
        Kaplan & Yorke (1979), Lecture Notes in Mathematics 730, 204-227.
    """
    sums = np.cumsum(exponents)
    if sums[0] < 0.0:
        return 0.0
    j = int(np.flatnonzero(sums >= 0.0)[-1]) + 1
    if j == len(exponents):
        return float(dimension) if j == dimension else math.nan
    return float(min(j + sums[j - 1] / abs(exponents[j]), dimension))


def estimate(samples: np.ndarray, dimension: int, drift: np.ndarray | float = 0.0) -> Estimate:
    """Means of independent measurements of the same exponents.

    The margin of a mean of m samples is t std / sqrt(m), with the quantile t of Student's
    distribution; that of a function of the means comes from leaving out one sample at a time.
    Exponents within `NEUTRAL` margins of zero count as zero for dimension and entropy.

    Args:
        samples: Shape (m, k), m at least 2.
        dimension: Number d of coordinates.
        drift: By how much each mean has changed lately, shape (k,): no margin is smaller. The
            exponents of a regular orbit all but vanish, as ln t / t, while their samples agree.

    Source:
        Law & Kelton (1979), Management Science 25, 1161-1175, for batch means; Miller (1974),
        Biometrika 61, 1-15, for the jackknife.
    """
    m = len(samples)
    means = samples.mean(axis=0)
    order = np.argsort(-means, kind="stable")
    samples, means = samples[:, order], means[order]
    t = float(stdtrit(m - 1, 0.975))
    margins = t * samples.std(axis=0, ddof=1) / math.sqrt(m)
    margins = np.maximum(margins, np.broadcast_to(drift, margins.shape)[order])
    small = np.abs(means) <= NEUTRAL * margins

    def dimension_of(mean: np.ndarray) -> float:
        return kaplan_yorke(np.where(small, 0.0, mean), dimension)

    def entropy_of(mean: np.ndarray) -> float:
        return float(np.where(small, 0.0, mean).clip(min=0.0).sum())

    without = (m * means - samples) / (m - 1)

    def margin(of: Callable[[np.ndarray], float]) -> float:
        left = np.array([of(one) for one in without])
        return t * math.sqrt((m - 1) / m * float(((left - left.mean()) ** 2).sum()))

    return Estimate(
        means,
        margins,
        dimension_of(means),
        margin(dimension_of),
        entropy_of(means),
        margin(entropy_of),
    )


def in_stretches(sums: np.ndarray, times: np.ndarray, stretches: int) -> np.ndarray:
    """Mean rates over consecutive stretches of one orbit, which then are the samples.

    Args:
        sums: What has grown up to each time, shape (p, k).
        times: Rising, shape (p,); all begins with 0 at time 0.
        stretches: Number b of stretches, at most p.

    Returns:
        Shape (b, k).
    """
    edges = np.round(np.linspace(0, len(times), stretches + 1)).astype(int)
    elapsed = np.concatenate([[0.0], times])[edges]
    grown = np.concatenate([np.zeros((1, sums.shape[1])), sums])[edges]
    return np.diff(grown, axis=0) / np.diff(elapsed)[:, None]
