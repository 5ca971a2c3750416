"""The next-generation reservoir: products of a few values before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.instruments.forecast.forecaster import iterated, lags, ridge
from engines.running.ticket import Ticket

LAGS = 4
STRIDE = 5
PENALTY = 1e-8


@dataclass(frozen=True, slots=True)
class QuadraticReservoir:
    """A quadratic model of one step in delayed values u = (x_n, x_(n-s), x_(n-2s), ...):

        x_(n+1) - x_n = c + a . u + sum_(i <= j) b_ij u_i u_j

    Source:
        Gauthier, Bollt, Griffith & Barbosa (2021), Nature Communications 12, 5564.

    Attributes:
        series: What it was fitted to.
        weights: c, then a, then b row by row.
        number: Values in u.
        stride: s.
    """

    series: np.ndarray
    weights: np.ndarray
    number: int
    stride: int

    @classmethod
    def fit(
        cls,
        series: np.ndarray,
        period: int,
        ticket: Ticket | None = None,
        number: int = LAGS,
        stride: int = STRIDE,
        penalty: float = PENALTY,
    ) -> QuadraticReservoir:
        """Least squares with a ridge; see `Fit`.

        Args:
            series: Shape (k,).
            period: Not used.
            ticket: Looked at once.
            number: Values in u.
            stride: Samples between two of them.
            penalty: Of the squared weights beside the mean squared error.
        """
        if ticket is not None:
            ticket.check()
        rows = products(lags(series[:-1], number, stride))
        step = np.diff(series)[(number - 1) * stride :]
        return cls(np.array(series), ridge(rows, step, penalty), number, stride)

    def forecast(self, steps: int) -> np.ndarray:
        reach = (self.number - 1) * self.stride + 1

        def following(seen: np.ndarray) -> float:
            delayed = seen[:: -self.stride]
            return float(seen[-1] + products(delayed[None])[0] @ self.weights)

        return iterated(self.series, reach, steps, following)


def products(rows: np.ndarray) -> np.ndarray:
    """1, the values, and their products in pairs.

    Args:
        rows: Shape (k, m).

    Returns:
        Shape (k, 1 + m + m (m + 1) / 2).
    """
    first, second = np.triu_indices(rows.shape[1])
    return np.concatenate([np.ones((len(rows), 1)), rows, rows[:, first] * rows[:, second]], axis=1)
