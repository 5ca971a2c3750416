"""Numbers sorted into a few groups: k-means, its exact optimum, and fuzzy c-means, in one dimension."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engines.errors import ParameterError

LONGEST = 300  # rounds of an iteration, which ends by itself long before
FUZZINESS = 2.0
STILL = 1e-9  # of the range of the values: fuzzy centres that move less have arrived


def thresholds(centres: np.ndarray) -> np.ndarray:
    """Midpoints between sorted centres, shape (k - 1,): who is above which belongs to which."""
    return 0.5 * (centres[1:] + centres[:-1])


def labels(values: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Number of the group of each of `values`, 0 for the lowest; -1 where a value is NaN."""
    found = np.searchsorted(thresholds(centres), values, side="right").astype(np.int8)
    return np.where(np.isfinite(values), found, np.int8(-1))


def lloyd(values: np.ndarray, k: int) -> np.ndarray:
    """Centres of k groups by Lloyd's rounds from k equally spaced ones.

    Each round gives every value to its nearest centre and moves each centre to the mean of what
    it was given, until nothing moves. A centre that is given nothing stays where it is.

    Args:
        values: Any shape; NaN is left out.
        k: Number of groups, at least 1.

    Returns:
        Shape (k,), sorted.

    Raises:
        ParameterError: If there are fewer than k different values.

    Source:
        Lloyd (1982), IEEE Trans. Inf. Theory 28, 129-137.
    """
    ordered = _prepared(values, k)
    sums = _running(ordered)
    low, high = ordered[0], ordered[-1]
    centres = low + (high - low) * (np.arange(k) + 0.5) / k
    for _ in range(LONGEST):
        cuts = np.searchsorted(ordered, thresholds(centres), side="left")
        ends = np.concatenate([[0], cuts, [len(ordered)]])
        sizes = np.diff(ends)
        moved = np.where(sizes > 0, np.diff(sums[ends]) / np.maximum(sizes, 1), centres)
        if np.array_equal(moved, centres):
            break
        centres = moved
    return centres


def exact(values: np.ndarray, k: int) -> np.ndarray:
    """Centres of the k groups whose sum of squared distances is the least there is.

    The best split of the first j values into m groups follows from the best splits into m - 1,

        cost_m(j) = min_i cost_{m-1}(i) + spread(i, j)

    and the best i never falls when j rises, so that halving finds all of them in j log j steps.

    Args:
        values: Any shape; NaN is left out.
        k: Number of groups, at least 1.

    Returns:
        Shape (k,), sorted.

    Raises:
        ParameterError: If there are fewer than k different values.

    Source:
        Wang & Song (2011), R Journal 3(2), 29-33; Aggarwal et al. (1987), Algorithmica 2, 195-208.
    """
    ordered = _prepared(values, k)
    n = len(ordered)
    middle = float(ordered.mean())  # far from zero a sum of squares would lose what lies behind it
    sums, squares = _running(ordered - middle), _running((ordered - middle) ** 2)

    def spread(first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Sum of squared distances of the values [first, last) from their mean."""
        size = np.maximum(last - first, 1)
        off = squares[last] - squares[first] - (sums[last] - sums[first]) ** 2 / size
        return np.maximum(off, 0.0)

    cost = spread(np.zeros(n + 1, int), np.arange(n + 1))
    cost[0] = np.inf
    begun = []
    for _ in range(1, k):
        cost, best = _split(cost, spread)
        begun.append(best)
    ends = [n]
    for best in reversed(begun):
        ends.insert(0, int(best[ends[0]]))
    edges = np.array([0, *ends])
    found: np.ndarray = middle + np.diff(sums[edges]) / np.diff(edges)
    return found


def _split(
    cost: np.ndarray, spread: Callable[[np.ndarray, np.ndarray], np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Costs with one group more, and where that group begins, for every number of values."""
    n = len(cost) - 1
    more = np.full(n + 1, np.inf)
    best = np.zeros(n + 1, int)
    # pieces [low, high) of j whose best i is known to lie in [floor, top]
    low, high = np.array([1]), np.array([n + 1])
    floor, top = np.array([1]), np.array([n])
    while low.size:
        middle = (low + high) // 2
        last = np.minimum(top, middle - 1)
        counts = np.maximum(last - floor + 1, 0)
        some = counts > 0
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        owner = np.repeat(np.arange(len(middle)), counts)
        tried = floor[owner] + np.arange(len(owner)) - starts[owner]
        if len(owner):
            costs = cost[tried] + spread(tried, middle[owner])
            least = np.full(len(middle), np.inf)
            least[some] = np.minimum.reduceat(costs, starts[some])
            at_best = np.flatnonzero(costs == least[owner])
            first = np.full(len(middle), n + 1)
            np.minimum.at(first, owner[at_best], tried[at_best])
            more[middle[some]], best[middle[some]] = least[some], first[some]
        chosen = np.where(some, best[middle], floor)
        low, high = np.concatenate([low, middle + 1]), np.concatenate([middle, high])
        floor, top = (
            np.concatenate([floor, chosen]),
            np.concatenate([np.where(some, chosen, top), top]),
        )
        kept = low < high
        low, high, floor, top = low[kept], high[kept], floor[kept], top[kept]
    return more, best


def fuzzy(values: np.ndarray, k: int) -> np.ndarray:
    """Centres of k groups to which every value belongs in part (fuzzy c-means, exponent 2).

        m_i = |x - c_i|^-2 / sum_j |x - c_j|^-2,   c_i = sum m_i^2 x / sum m_i^2

    Args:
        values: Any shape; NaN is left out.
        k: Number of groups, at least 1.

    Returns:
        Shape (k,), sorted.

    Raises:
        ParameterError: If there are fewer than k different values.

    Source:
        Bezdek (1981), Pattern Recognition with Fuzzy Objective Function Algorithms.
    """
    ordered = _prepared(values, k)
    low, high = ordered[0], ordered[-1]
    centres = low + (high - low) * (np.arange(k) + 0.5) / k
    least = (1e-12 * max(high - low, 1e-300)) ** 2
    for _ in range(LONGEST):
        near = 1.0 / np.maximum((ordered - centres[:, None]) ** 2, least)
        weights = (near / near.sum(0)) ** FUZZINESS
        moved = weights @ ordered / weights.sum(1)
        arrived = np.abs(moved - centres).max() <= STILL * (high - low)
        centres = np.sort(moved)
        if arrived:
            break
    return centres


def _prepared(values: np.ndarray, k: int) -> np.ndarray:
    """All values there are, sorted."""
    ordered: np.ndarray = np.sort(np.asarray(values, float)[np.isfinite(values)])
    different = int(1 + np.count_nonzero(np.diff(ordered))) if ordered.size else 0
    if not 1 <= k <= different:
        raise ParameterError(f"clusters = {k}, allowed 1 to {different}, the number of values")
    return ordered


def _running(values: np.ndarray) -> np.ndarray:
    """Sums of the first 0, 1, 2, ... of `values`."""
    return np.concatenate([[0.0], np.cumsum(values)])


WAYS: dict[str, Callable[[np.ndarray, int], np.ndarray]] = {
    "k-means": lloyd,
    "exact k-means": exact,
    "fuzzy c-means": fuzzy,
}
