"""How many pairs of points are nearer than a distance, counted pair by pair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from engines.running.slices import in_slices
from engines.running.ticket import Ticket

FRACTION = 3  # leading bits of the fraction of r^2: eight bins between two powers of two
BINS = 2048 << FRACTION
ROWS = 32  # of the matrix of pairs, between two looks at the ticket
GROUPS = 16


@dataclass(frozen=True, slots=True, eq=False)
class CorrelationSum:
    """Share of pairs nearer than r.

        C(r) = #{pairs with |x_i - x_j| < r} / #{pairs}

    Attributes:
        radii: Rising, shape (k,); those below which no pair lies are left out, and the last is
            beyond all pairs.
        shares: C(r), shape (k,).
        groups: The same for pairs whose first point is in one of `GROUPS` parts, shape (g, k).
        pairs: How many pairs were counted.
    """

    radii: np.ndarray
    shares: np.ndarray
    groups: np.ndarray
    pairs: int


@njit(cache=True, nogil=True, error_model="numpy")  # type: ignore[untyped-decorator]
def _count(
    points: np.ndarray,
    orbits: np.ndarray,
    moments: np.ndarray,
    window: float,
    periods: np.ndarray,
    first: int,
    last: int,
    counts: np.ndarray,
) -> None:
    """Add pairs (i, j < i) with i in [first, last) to `counts`, by the leading bits of r^2."""
    d, n = points.shape
    squares = np.empty(n)
    bits = squares.view(np.int64)
    for i in range(first, last):
        for j in range(i):
            squares[j] = 0.0
        for r in range(d):
            here, period = points[r, i], periods[r]
            if period > 0.0:
                for j in range(i):
                    away = points[r, j] - here
                    away -= period * np.rint(away / period)
                    squares[j] += away * away
            else:
                for j in range(i):
                    away = points[r, j] - here
                    squares[j] += away * away
        orbit, moment = orbits[i], moments[i]
        for j in range(i):
            if orbits[j] != orbit or abs(moments[j] - moment) >= window:
                counts[bits[j] >> (52 - FRACTION)] += 1


def correlation_sum(
    points: np.ndarray,
    orbits: np.ndarray | None = None,
    moments: np.ndarray | None = None,
    window: float = 0.0,
    periods: np.ndarray | None = None,
    ticket: Ticket | None = None,
) -> CorrelationSum:
    """Count all pairs but those that are near because they are nearly the same moment.

    Args:
        points: Shape (n, d), in no order that matters.
        orbits: Number of the orbit of each, shape (n,); one orbit each if None.
        moments: When each was there, shape (n,).
        window: Pairs of one orbit less than this time apart are left out.
        periods: Length after which each coordinate repeats, shape (d,); 0 where it does not.
        ticket: Looked at on the way.

    Raises:
        Withdrawn: If the ticket was withdrawn.

    Source:
        Grassberger & Procaccia (1983), Physica D 9, 189-208; Theiler (1986), Phys. Rev. A 34,
        2427-2432, for the window.
    """
    n, d = points.shape
    rows = np.ascontiguousarray(points.T, dtype=np.float64)
    whose = np.arange(n) if orbits is None else np.asarray(orbits, np.int64)
    when = np.zeros(n) if moments is None else np.asarray(moments, np.float64)
    around = np.zeros(d) if periods is None else np.asarray(periods, np.float64)
    counts = np.zeros((GROUPS, BINS), np.int64)

    # piece g takes rows g, g + GROUPS, ...: as many pairs near the end of the list as any other
    def piece(first: int, last: int) -> None:
        for g in range(first, last):
            for begin in range(g * ROWS, n, GROUPS * ROWS):
                if ticket is not None and ticket.withdrawn:
                    return
                _count(rows, whose, when, window, around, begin, min(begin + ROWS, n), counts[g])

    in_slices(piece, GROUPS, 1, ticket)
    return _shares(counts)


def _shares(counts: np.ndarray) -> CorrelationSum:
    """Counts by bins of r^2, shape (g, BINS), as shares below their upper edges."""
    used = np.flatnonzero(counts.sum(axis=0))
    pairs = counts.sum(axis=1)
    if not len(used):
        none = np.zeros(0)
        return CorrelationSum(none, none, np.zeros((len(counts), 0)), 0)
    low = max(int(used[0]), 1)
    bins = np.arange(low, int(used[-1]) + 1)
    edges = ((bins + 1).astype(np.int64) << (52 - FRACTION)).view(np.float64)
    below = np.cumsum(counts, axis=1)[:, bins]
    with np.errstate(invalid="ignore"):
        groups = below / pairs[:, None]
    return CorrelationSum(np.sqrt(edges), below.sum(axis=0) / pairs.sum(), groups, int(pairs.sum()))
