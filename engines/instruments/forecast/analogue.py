"""What came next when it was like this before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.instruments.forecast.forecaster import iterated, lags
from engines.running.ticket import Ticket

LAGS = 6
STRIDE = 8
NEIGHBOURS = 4
LEAST = 1e-9  # distance that counts as the same


@dataclass(frozen=True, slots=True)
class Analogue:
    """The mean of what followed the k moments that were most like this one, nearer ones heavier:

        x_(n+1) = sum_j x_(j+1) / d_j / sum_j 1 / d_j,   d_j = |u_n - u_j|

    with delayed values u = (x_n, x_(n-s), ...).

    Source:
        Lorenz (1969), J. Atmos. Sci. 26, 636-646.

    Attributes:
        series: What it was fitted to.
        library: Delayed values, shape (k, number).
        followed: What came next, shape (k,).
        stride: s.
        neighbours: How many moments are looked at.
    """

    series: np.ndarray
    library: np.ndarray
    followed: np.ndarray
    stride: int
    neighbours: int

    @classmethod
    def fit(
        cls,
        series: np.ndarray,
        period: int,
        ticket: Ticket | None = None,
        number: int = LAGS,
        stride: int = STRIDE,
        neighbours: int = NEIGHBOURS,
    ) -> Analogue:
        """Keep what was; see `Fit`.

        Args:
            series: Shape (k,).
            period: Not used.
            ticket: Looked at once.
            number: Values in u.
            stride: Samples between two of them.
            neighbours: How many moments are looked at.
        """
        if ticket is not None:
            ticket.check()
        library = lags(series[:-1], number, stride)
        followed = np.array(series[(number - 1) * stride + 1 :])
        return cls(np.array(series), library, followed, stride, min(neighbours, len(library)))

    def forecast(self, steps: int) -> np.ndarray:
        def following(seen: np.ndarray) -> float:
            off = self.library - seen[:: -self.stride]
            squares = np.einsum("ij,ij->i", off, off)
            near = np.argpartition(squares, self.neighbours - 1)[: self.neighbours]
            weights = 1.0 / (np.sqrt(squares[near]) + LEAST)
            return float(weights @ self.followed[near] / weights.sum())

        reach = (self.library.shape[1] - 1) * self.stride + 1
        return iterated(self.series, reach, steps, following)
