"""What anybody would say: the mean, and the same again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.running.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of all that was seen, for ever.

    Attributes:
        mean: That number.
    """

    mean: float

    @classmethod
    def fit(cls, series: np.ndarray, period: int, ticket: Ticket | None = None) -> Mean:
        """Take the mean of `series`; see `Fit`."""
        return cls(float(np.mean(series)))

    def forecast(self, steps: int) -> np.ndarray:
        return np.full(steps, self.mean)


@dataclass(frozen=True, slots=True)
class SeasonalNaive:
    """The last period again and again: x_(n+k) = x_(n+k-P).

    Attributes:
        last: The last period, shape (P,).
    """

    last: np.ndarray

    @classmethod
    def fit(cls, series: np.ndarray, period: int, ticket: Ticket | None = None) -> SeasonalNaive:
        """Keep the last `period` values; see `Fit`."""
        return cls(np.array(series[-max(1, period) :]))

    def forecast(self, steps: int) -> np.ndarray:
        return np.resize(self.last, steps)
