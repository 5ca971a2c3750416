"""How good a forecast was."""

from __future__ import annotations

import numpy as np

TINY = 1e-10  # keeps 0/0 from being asked
WORST = 200.0  # sMAPE, %: nothing in common
LOST = 0.4  # of a standard deviation: a forecast that is no longer one


def smape(true: np.ndarray, forecast: np.ndarray) -> np.ndarray:
    """Symmetric mean absolute percentage error up to each horizon,

        sMAPE(h) = 200/h sum_(k <= h) |y_k - f_k| / (|y_k| + |f_k|)

    Args:
        true: y, shape (k,).
        forecast: f, shape (k,); what is no number counts as wrong altogether.

    Returns:
        Shape (k,), from 0 to 200. It depends on where 0 is: use data of mean 0.
    """
    share = np.abs(true - forecast) / (np.abs(true) + np.abs(forecast) + TINY)
    share = np.where(np.isfinite(share), share, 1.0)
    return WORST * np.cumsum(share) / np.arange(1, len(true) + 1)


def nrmse(true: np.ndarray, forecast: np.ndarray, spread: float) -> float:
    """Root mean square error in units of `spread`; inf where the forecast ran away."""
    if not np.isfinite(forecast).all():
        return float("inf")
    return float(np.sqrt(np.mean((true - forecast) ** 2)) / spread)


def valid(true: np.ndarray, forecast: np.ndarray, spread: float) -> int:
    """How many samples a forecast is good for: until it is `LOST` times `spread` off."""
    off = ~(np.abs(true - forecast) <= LOST * spread)
    return int(np.argmax(off)) if off.any() else len(true)
