"""What anybody would say: the mean, and the same again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.running.ticket import Ticket

AS_GOOD = 1e-3  # of a correlation: an earlier repetition that is as good


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
    """The last season again and again: x_(n+k) = x_(n+k-K).

    Attributes:
        last: The last season, shape (K,).
    """

    last: np.ndarray

    @classmethod
    def fit(cls, series: np.ndarray, period: int, ticket: Ticket | None = None) -> SeasonalNaive:
        """Keep the last season; see `Fit`.

        Args:
            series: Shape (k,).
            period: The season of a curve that does not tell its own.
            ticket: Not looked at.
        """
        return cls(np.array(series[-season(series, period) :]))

    def forecast(self, steps: int) -> np.ndarray:
        return np.resize(self.last, steps)


def season(series: np.ndarray, period: int) -> int:
    """After how many samples a curve is most like itself: where its correlation

        c_K = 1/(n - K) sum_k x_k x_(k+K)

    is highest once it has been negative, up to half of what was seen. The period of a system need
    not be that of one coordinate: one that turns about two centres crosses over far more slowly.

    Args:
        series: Shape (k,).
        period: The answer for a curve of which no half is against the other.

    Returns:
        At least 1.
    """
    count = len(series)
    wave = np.fft.rfft(series - series.mean(), 2 * count)
    like = np.fft.irfft(np.abs(wave) ** 2, 2 * count)[: count // 2] / np.arange(
        count, count - count // 2, -1
    )
    against = np.flatnonzero(like < 0.0)
    if not len(against):
        return max(1, period)
    later = like[against[0] :]
    first = np.flatnonzero(later >= later.max() - AS_GOOD * like[0])[0]
    return int(against[0] + first)
