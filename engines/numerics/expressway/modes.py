"""Where the data are, and what lies between."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Modes:
    """Where the data are.

    Attributes:
        centres: Of their parts, shape (k, d).
        spread: Standard deviation of a part.
        group: Number of the mode each part belongs to, counted from 0, shape (k,).
        limit: From how many deviations on a state lies between modes.
    """

    centres: np.ndarray
    spread: float
    group: np.ndarray
    limit: float = 3.5

    def nearest(self, states: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mode of the nearest centre, shape (n,), and the distance from it, shape (n,)."""
        square = (states**2).sum(axis=1)[:, None] + (self.centres**2).sum(axis=1)
        square = square - 2.0 * states @ self.centres.T
        which = square.argmin(axis=1)
        away = np.sqrt(np.maximum(square[np.arange(len(states)), which], 0.0))
        return self.group[which], away

    def off(self, states: np.ndarray) -> np.ndarray:
        """Whether states, shape (n, d), lie between modes, shape (n,)."""
        return np.asarray(self.nearest(states)[1] > self.limit * self.spread)
