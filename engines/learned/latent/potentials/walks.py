"""Walks that all end after the same arc length, so that ways can be compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

LENGTH = 1.0
SPEEDS = (1.0, 1.5, 2.0, 2.5, 3.0)
STALLED = 0.1  # share of walks that may fail to get there before a potential counts as dead

Rate = Callable[[np.ndarray, float], np.ndarray]


@dataclass(frozen=True, slots=True)
class Walks:
    """Where walks end.

    Attributes:
        ends: Code on each walk at the arc length asked for, shape (n, d); its last one if the walk
            is shorter even at the largest speed.
        arrived: Whether it got that far, shape (n,).
    """

    ends: np.ndarray
    arrived: np.ndarray

    @property
    def alive(self) -> bool:
        """Whether at most a tenth of the walks stalled."""
        return float((~self.arrived).mean()) <= STALLED


def walked(rate: Rate, starts: np.ndarray, steps: int = 5, length: float = LENGTH) -> Walks:
    """Euler steps of length 1, each walk at the least speed at which it is long enough.

    Args:
        rate: Slope at codes, shape (n, d), and a time.
        starts: Codes to begin with, shape (n, d).
        steps: Number of steps of a walk.
        length: Arc length at which a walk, read as a polyline, is stopped.
    """
    ends = np.array(starts, dtype=np.float64)
    left = np.arange(len(starts))
    for speed in SPEEDS:
        here, gone = np.array(starts[left], dtype=np.float64), np.zeros(len(left))
        for t in range(steps):
            move = speed * rate(here, float(t))
            far = np.linalg.norm(move, axis=1)
            share = np.clip((length - gone) / np.maximum(far, 1e-12), 0.0, 1.0)
            here += share[:, None] * move
            gone += share * far
        ends[left] = here
        left = left[gone < length * (1.0 - 1e-9)]
        if not len(left):
            break
    arrived = np.ones(len(starts), dtype=bool)
    arrived[left] = False
    return Walks(ends, arrived)
