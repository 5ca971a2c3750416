"""The next value as a weighted sum of those before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.instruments.forecast.forecaster import iterated, lags, ridge
from engines.running.ticket import Ticket

LAGS = 60
PENALTY = 1e-6


@dataclass(frozen=True, slots=True)
class Autoregression:
    """A linear model of one step, fed with its own forecasts:

        x_(n+1) = c + sum_(m < 60) a_m x_(n-m)

    Source:
        Yule (1927), Phil. Trans. R. Soc. A 226, 267-298.

    Attributes:
        series: What it was fitted to.
        weights: a_0, a_1, ..., then c.
    """

    series: np.ndarray
    weights: np.ndarray

    @classmethod
    def fit(
        cls,
        series: np.ndarray,
        period: int,
        ticket: Ticket | None = None,
        number: int = LAGS,
        penalty: float = PENALTY,
    ) -> Autoregression:
        """Least squares with a ridge; see `Fit`.

        Args:
            series: Shape (k,).
            period: Not used.
            ticket: Looked at once.
            number: Lags.
            penalty: Of the squared weights beside the mean squared error.
        """
        if ticket is not None:
            ticket.check()
        rows = lags(series[:-1], number, 1)
        rows = np.concatenate([rows, np.ones((len(rows), 1))], axis=1)
        return cls(np.array(series), ridge(rows, series[number:], penalty))

    def forecast(self, steps: int) -> np.ndarray:
        backwards, constant = self.weights[-2::-1], float(self.weights[-1])
        return iterated(
            self.series, len(backwards), steps, lambda seen: float(seen @ backwards) + constant
        )
