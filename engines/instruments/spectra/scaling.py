"""The range over which a correlation sum grows like a power, found and not chosen."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from engines.instruments.spectra.correlation_sum import CorrelationSum
from engines.running.ticket import Ticket

FEWEST = 100  # pairs below the smallest radius
LARGEST = 0.03  # share of pairs below the largest radius
EVERY = 3  # bins of a correlation sum: there are five radii in an octave then
MOST = 80  # radii at most, the number of ranges grows with their square
RESOLVED = 1e-10  # of the largest distance: what is nearer is the same to rounding
DECADE = math.log(10.0)
SHORTEST = 0.5 * DECADE  # of a range, in ln r, where there is no longer one
PIECES = 3  # of a range, whose slopes must agree


@dataclass(frozen=True, slots=True)
class Scaling:
    """A power law C(r) ~ r^D over a range.

    Attributes:
        dimension: The exponent D.
        margin: Half the width of the interval that holds it in 19 of 20 cases, with the change of
            the slope along the range.
        low: Smallest radius.
        high: Largest radius.
        at_low: C there by the fit.
        at_high: C there by the fit.
    """

    dimension: float
    margin: float
    low: float
    high: float
    at_low: float
    at_high: float

    @property
    def decades(self) -> float:
        """Length of the range in powers of ten."""
        return math.log10(self.high / self.low)


def scaling(found: CorrelationSum, ticket: Ticket | None = None) -> Scaling | None:
    """The exponent in the range where it is known best.

    In every range of at least a decade between the radius below which lie `FEWEST` pairs and that
    below which lie three in a hundred of them, ln C is fitted by a line. Its error is

        error^2 = (t s / sqrt(g))^2 + (largest slope of a third - smallest)^2 / 4

    with the scatter s of the slopes of the g groups of pairs. The range is kept for which error
    over the square of its length in ln r is least: sets with gaps, as Cantor's, have slopes that
    go up and down, and a long range goes over many of them. If no decade is there, half of one is
    enough.

    Args:
        found: The sum.
        ticket: Looked at on the way.

    Returns:
        None if the sum has no such range.

    Raises:
        Withdrawn: If the ticket was withdrawn.

    Source:
        Grassberger & Procaccia (1983), Physica D 9, 189-208.
    """
    counts = found.shares * found.pairs
    usable = np.flatnonzero((counts >= FEWEST) & (found.shares <= LARGEST))
    usable = usable[found.radii[usable] > RESOLVED * found.radii[-1]] if len(usable) else usable
    usable = usable[:: max(EVERY, len(usable) // MOST)]
    if len(usable) < 2 * PIECES:
        return None
    x = np.log(found.radii[usable])
    lines = np.concatenate([found.shares[None, usable], found.groups[:, usable]])
    with np.errstate(divide="ignore"):
        y = np.log(lines)
    # a group without a pair at the smallest radii has no slope there, and is told by its error
    with np.errstate(invalid="ignore"):
        return _best(x, y, ticket)


def _best(x: np.ndarray, y: np.ndarray, ticket: Ticket | None) -> Scaling | None:
    best: tuple[float, Scaling] | None = None
    for shortest in (DECADE, SHORTEST):
        for i in range(len(x) - 2 * PIECES):
            if ticket is not None:
                ticket.check()
            for j in range(i + 2 * PIECES, len(x)):
                if x[j] - x[i] < shortest:
                    continue
                slopes, level = _fitted(x[i : j + 1], y[:, i : j + 1])
                error = _error(x[i : j + 1], y[:, i : j + 1], slopes)
                score = error / (x[j] - x[i]) ** 2
                if math.isfinite(error) and (best is None or score < best[0]):
                    ends = math.exp(x[i]), math.exp(x[j])
                    at = [math.exp(level + slopes[0] * x[k]) for k in (i, j)]
                    best = score, Scaling(max(float(slopes[0]), 0.0), error, *ends, *at)
        if best is not None:
            return best[1]
    return None


def _fitted(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float]:
    """Slope of each line of `y`, and where the first one crosses x = 0."""
    away = x - x.mean()
    slopes = (y @ away) / (away @ away)
    return slopes, float(y[0].mean() - slopes[0] * x.mean())


def _error(x: np.ndarray, y: np.ndarray, slopes: np.ndarray) -> float:
    groups = slopes[1:]
    t = float(stdtrit(len(groups) - 1, 0.975))
    scatter = t * float(groups.std(ddof=1)) / math.sqrt(len(groups))
    cuts = np.array_split(np.arange(len(x)), PIECES)
    parts = [float(_fitted(x[c], y[:1, c])[0][0]) for c in cuts]
    return math.hypot(scatter, 0.5 * (max(parts) - min(parts)))
