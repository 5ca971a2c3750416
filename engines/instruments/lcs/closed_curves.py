"""Closed curves, and which of them bound a vortex."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engines.instruments.lcs.lines.chart import PLANE, Chart


@dataclass(frozen=True)
class ClosedCurve:
    """A closed material curve that is stretched evenly.

    Attributes:
        places: Shape (k, 2), the last vertex is the first, world units.
        lam: By how much each of its elements is stretched.
    """

    places: np.ndarray
    lam: float

    @cached_property
    def area(self) -> float:
        """Area inside."""
        x, y = (self.places - self.places[0]).T
        return 0.5 * abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])))

    @cached_property
    def length(self) -> float:
        """Length around."""
        return float(np.hypot(*np.diff(self.places, axis=0).T).sum())

    def holds(self, places: np.ndarray) -> np.ndarray:
        """Whether `places`, shape (n, 2), lie inside."""
        x, y = self.places.T
        px, py = places[:, 0, None], places[:, 1, None]
        spans = (y[None, :-1] > py) != (y[None, 1:] > py)
        rise = np.where(spans, y[1:] - y[:-1], 1.0)
        crossing = x[:-1] + (py - y[:-1]) * (x[1:] - x[:-1]) / rise
        found: np.ndarray = np.sum(spans & (px < crossing), axis=1) % 2 == 1
        return found


def outermost(curves: list[ClosedCurve], chart: Chart = PLANE) -> list[ClosedCurve]:
    """The largest curve of each vortex, largest first.

    Curves belong to one vortex if one reaches into the other, or into what the other is a turn
    further.

    Args:
        curves: Any number, of any stretching.
        chart: What the coordinates are.
    """
    kept: list[ClosedCurve] = []
    turns = [(-turn, 0.0, turn) if math.isfinite(turn) else (0.0,) for turn in chart.turns]
    shifts = [np.array(shift) for shift in itertools.product(*turns)]
    for curve in sorted(curves, key=lambda one: -one.area):
        some = curve.places[:: max(1, len(curve.places) // 40)]
        if not any(larger.holds(some + by).any() for larger in kept for by in shifts):
            kept.append(curve)
    return kept
