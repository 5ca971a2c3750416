"""Heights in the plane, by exact masses along rows and Newton's method."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numba import njit

from engines.errors import FlowError
from engines.numerics.semidiscrete.sources import Source, checked_weights
from engines.running.ticket import Ticket

ROWS, FINEST = 768, 1 << 15
ENOUGH = 1e-9  # of the largest error of a mass
MOST = 200


@njit(nogil=True, cache=True, error_model="numpy")  # type: ignore[untyped-decorator]
def _normal_below(x: float) -> float:
    return 0.5 * math.erfc(-x * 0.7071067811865476)


@njit(nogil=True, cache=True, error_model="numpy")  # type: ignore[untyped-decorator]
def _rows(
    slopes: np.ndarray,
    leans: np.ndarray,
    heights: np.ndarray,
    rows: np.ndarray,
    shares: np.ndarray,
    even: bool,
    masses: np.ndarray,
    bends: np.ndarray,
) -> None:
    """Masses of cells and their derivatives by the heights, added up over rows.

    Along a row the potential is the upper envelope of lines, sorted by slope.
    """
    n = len(slopes)
    hull, ends = np.empty(n, dtype=np.int64), np.empty(n)
    for k in range(len(rows)):
        top = 0
        for i in range(n):
            level = leans[i] * rows[k] + heights[i]
            alive = True
            while top > 0:
                j = hull[top - 1]
                under = leans[j] * rows[k] + heights[j]
                if slopes[i] - slopes[j] <= 0.0:
                    if level <= under:
                        alive = False
                        break
                    top -= 1
                    continue
                cross = (under - level) / (slopes[i] - slopes[j])
                if top > 1 and cross <= ends[top - 1]:
                    top -= 1
                    continue
                ends[top] = cross
                break
            if alive:
                hull[top] = i
                top += 1
        before = 0.0
        for p in range(top):
            i = hull[p]
            if p + 1 < top:
                cross = ends[p + 1]
                if even:
                    below = min(max(cross, 0.0), 1.0)
                    density = 1.0 if 0.0 < cross < 1.0 else 0.0
                else:
                    below = _normal_below(cross)
                    density = 0.3989422804014327 * math.exp(-0.5 * cross * cross)
                j = hull[p + 1]
                rate = shares[k] * density / (slopes[j] - slopes[i])
                bends[i, j] -= rate
                bends[j, i] -= rate
                bends[i, i] += rate
                bends[j, j] += rate
            else:
                below = 1.0
            masses[i] += shares[k] * (below - before)
            before = below


@dataclass(frozen=True, slots=True, eq=False)
class PlanarMasses:
    """Masses of the cells of points in the plane.

    Args:
        points: y, shape (n, 2), no two of them equal.
        source: What is transported.
        count: Number of rows.
    """

    order: np.ndarray
    points: np.ndarray
    rows: np.ndarray
    shares: np.ndarray
    even: bool

    @staticmethod
    def of(points: np.ndarray, source: Source, count: int = ROWS) -> PlanarMasses:
        """Prepares the rows.

        Raises:
            FlowError: If the points are not in the plane or two are equal.
        """
        if points.ndim != 2 or points.shape[1] != 2:
            raise FlowError(f"points of shape {points.shape}, allowed are (n, 2)")
        if len(np.unique(points, axis=0)) < len(points):
            raise FlowError("two points are equal, allowed are points that differ")
        order = np.lexsort((points[:, 1], points[:, 0]))
        even = source.name == "uniform"
        low, high = source.span
        rows = low + (high - low) * (np.arange(count) + 0.5) / count
        shares = source.density(rows)
        return PlanarMasses(order, points[order], rows, shares / shares.sum(), even)

    def __call__(self, heights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Masses, shape (n,), and their derivatives by the heights, shape (n, n)."""
        n = len(self.points)
        masses, bends = np.zeros(n), np.zeros((n, n))
        slopes, leans = np.ascontiguousarray(self.points[:, 0]), self.points[:, 1].copy()
        sorted_heights = np.ascontiguousarray(heights[self.order])
        _rows(slopes, leans, sorted_heights, self.rows, self.shares, self.even, masses, bends)
        back = np.empty(n, dtype=np.int64)
        back[self.order] = np.arange(n)
        return masses[back], bends[np.ix_(back, back)]


def newton_heights(
    points: np.ndarray,
    weights: np.ndarray,
    source: Source,
    rows: int = ROWS,
    ticket: Ticket | None = None,
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    r"""Heights whose cells have the masses nu, by damped Newton steps.

        H dh = nu - m(h),   H_ij = dm_i/dh_j = -(density along the common edge) / |y_i - y_j|

    A step is halved until no cell is smaller than half of what the smallest was to begin with or is
    to become, and the error falls. Masses are exact along each row; rows are equally wide.

    Args:
        points: y, shape (n, 2).
        weights: nu, shape (n,).
        source: What is transported.
        rows: Number of rows, doubled while a cell hides between two of them.
        ticket: Looked at before every step.

    Yields:
        Heights with mean 0, and the masses of their cells, from the start to the solution.

    Raises:
        FlowError: If the points are not in the plane, the weights are no distribution, or no step
            helps.
        Withdrawn: If the ticket was withdrawn.

    Source:
        Kitagawa, Merigot & Thibert (2019), J. Eur. Math. Soc. 21, 2603-2651.
    """
    nu, measure = checked_weights(weights), PlanarMasses.of(points, source, rows)
    heights = _first(np.asarray(points, dtype=np.float64), source)
    masses, bends = measure(heights)
    while masses.min() == 0.0 and len(measure.rows) < FINEST:
        # A cell of nearest points may hide between two rows.
        measure = PlanarMasses.of(points, source, 2 * len(measure.rows))
        masses, bends = measure(heights)
    least = 0.5 * min(float(masses.min()), float(nu.min()))
    if not least > 0.0:
        raise FlowError("a cell stays empty: points are too near to each other or too far away")
    for _ in range(MOST):
        yield heights - heights.mean(), masses
        error = np.abs(masses - nu).max()
        if error < ENOUGH:
            return
        if ticket is not None:
            ticket.check()
        step = np.zeros(len(nu))
        step[1:] = np.linalg.solve(bends[1:, 1:], (nu - masses)[1:])
        for halved in range(40):
            tried = heights + step / 2.0**halved
            masses_tried, bends_tried = measure(tried)
            better = np.abs(masses_tried - nu).max() <= (1.0 - 0.5 ** (halved + 2)) * error
            if masses_tried.min() >= least and better:
                break
        else:
            return  # what is left is the roughness of the rows
        heights, masses, bends = tried, masses_tried, bends_tried


def _first(points: np.ndarray, source: Source) -> np.ndarray:
    """Nearest points, once they are moved and scaled to fill the source."""
    low, high = source.span
    centre = np.full(2, 0.0 if source.name == "Gaussian" else 0.5)
    middle, wide = points.mean(axis=0), float(np.abs(points - points.mean(axis=0)).max())
    half = 2.0 if source.name == "Gaussian" else 0.45 * (high - low)
    shrink = half / wide if wide > 0.0 else 1.0
    moved = (points - middle) * shrink
    # |x - c - moved|^2 in the form <x, y> + h, after division by shrink
    return np.asarray((-0.5 * (moved**2).sum(axis=1) - moved @ centre) / shrink)
