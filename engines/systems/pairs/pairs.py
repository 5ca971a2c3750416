"""Points of one cloud, each with its partner in another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.errors import FlowError


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Row i of `first` belongs to row i of `last`.

    Attributes:
        first: Points at t = 0, shape (n, d).
        last: Their partners at t = 1, shape (n, d).

    Raises:
        FlowError: If there is no pair, if one cloud has more points than the other, or points of
            another number of coordinates.
    """

    first: np.ndarray
    last: np.ndarray

    def __post_init__(self) -> None:
        for name, points in (("first", self.first), ("last", self.last)):
            if points.ndim != 2:
                raise FlowError(f"the {name} cloud has shape {points.shape}, must be (n, d)")
        if len(self.first) != len(self.last):
            raise FlowError(
                f"pairs of {len(self.first)} and {len(self.last)} points, both must be as many"
            )
        if self.first.shape[1] != self.last.shape[1]:
            raise FlowError(
                f"points of {self.first.shape[1]} and {self.last.shape[1]} coordinates, "
                "domains must share shape"
            )
        if not len(self.first):
            raise FlowError("no pairs, a cloud is empty")

    def __len__(self) -> int:
        return len(self.first)

    def some(self, rows: np.ndarray) -> Pairs:
        """The pairs with these numbers."""
        return Pairs(self.first[rows], self.last[rows])

    def cost(self) -> float:
        """The mean squared distance E|x_1 - x_0|^2."""
        return float(((self.last - self.first) ** 2).sum(axis=1).mean())

    def matched(self, batch: int) -> Pairs:
        """The same points, joined anew at the least cost within batches of this many.

        Source:
            Tong et al. (2023), arXiv:2302.00482, and Pooladian et al. (2023), arXiv:2304.14772,
            for minibatch pairings; Crouse (2016) for the algorithm SciPy uses.
        """
        from scipy.optimize import linear_sum_assignment
        from scipy.spatial.distance import cdist

        last = np.array(self.last)
        for begin in range(0, len(self), batch):
            rows = slice(begin, begin + batch)
            costs = cdist(self.first[rows], self.last[rows], "sqeuclidean")
            last[rows] = self.last[rows][linear_sum_assignment(costs)[1]]
        return Pairs(self.first, last)
