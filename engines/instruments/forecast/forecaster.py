"""What every forecaster can do, and what several of them need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
import scipy.linalg

from engines.running.ticket import Ticket

AWAY = 10.0  # times the largest value ever seen: a forecast that has run away


class Forecaster(Protocol):
    """A model that has been fitted to a series and goes on where it ends."""

    def forecast(self, steps: int) -> np.ndarray:
        """The next `steps` values, shape (steps,); NaN from where the model ran away."""


class Fit(Protocol):
    """How a model comes from a series."""

    def __call__(self, series: np.ndarray, period: int, ticket: Ticket | None = None) -> Forecaster:
        """Fit to `series`, shape (k,), of mean 0 and variance 1, `period` samples a period.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """


def lags(series: np.ndarray, number: int, stride: int) -> np.ndarray:
    """Rows of values at one moment and before, the latest first.

        row_i = (x_j, x_(j - stride), ..., x_(j - (number - 1) stride)),  j = i + (number-1) stride

    Args:
        series: Shape (k,), k > (number - 1) stride.
        number: Values in a row.
        stride: Samples between two of them.

    Returns:
        Shape (k - (number - 1) stride, number).
    """
    reach = (number - 1) * stride
    count = len(series) - reach
    return np.stack([series[reach - m * stride :][:count] for m in range(number)], axis=1)


def ridge(rows: np.ndarray, wanted: np.ndarray, penalty: float) -> np.ndarray:
    """Weights w that make |rows w - wanted|^2 / k + penalty |w|^2 least.

    Args:
        rows: Shape (k, m).
        wanted: Shape (k,).
        penalty: Not negative.

    Returns:
        Shape (m,).
    """
    size = rows.shape[1]
    # by orthogonal factors: lags of a smooth curve are nearly the same, squares would lose them
    if penalty == 0.0:
        found = scipy.linalg.lstsq(rows, wanted, cond=1e-15, lapack_driver="gelsy")[0]
        return np.asarray(found)
    stacked = np.zeros((len(rows) + size, size + 1))
    stacked[: len(rows), :size], stacked[: len(rows), size] = rows, wanted
    stacked[len(rows) :, :size] = np.sqrt(penalty * len(rows)) * np.eye(size)
    # of full rank, so that no column need change its place
    factor = scipy.linalg.qr(stacked, mode="r", overwrite_a=True)[0]
    return np.asarray(scipy.linalg.solve_triangular(factor[:size, :size], factor[:size, size]))


def iterated(
    series: np.ndarray, reach: int, steps: int, following: Callable[[np.ndarray], float]
) -> np.ndarray:
    """Feed a model of one step with its own forecasts.

    Args:
        series: What is known, shape (k,).
        reach: How many of the latest values the model looks at.
        steps: How many are wanted.
        following: Takes the `reach` latest values, gives the next.

    Returns:
        Shape (steps,); NaN from where a value is beyond `AWAY` times all that was seen.
    """
    path = np.full(reach + steps, np.nan)
    path[:reach] = series[-reach:]
    limit = AWAY * float(np.abs(series).max())
    for k in range(reach, reach + steps):
        value = following(path[k - reach : k])
        if not abs(value) <= limit:
            break
        path[k] = value
    return path[reach:]
