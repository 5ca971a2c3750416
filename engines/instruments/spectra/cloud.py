"""Points of what orbits settle on, taken at moments that follow no rhythm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.instruments.portrait.scales import box_of, lasting, periods
from engines.instruments.spectra.bundle import settled
from engines.instruments.spectra.correlation_sum import CorrelationSum, correlation_sum
from engines.instruments.spectra.spectrum import measurable
from engines.protocols.flow import Flow
from engines.running.randomness import stream
from engines.running.ticket import Ticket

ORBITS = 64
PACE = 20.0  # moments in the time in which something happens
STRIDE = 3  # iterations between two moments of a map
FAR = 1e100  # a point so far off has left for good
MOST = 16  # coordinates that are compared; of more, as many spread evenly
STAYED = 0.9  # share of orbits that must have a beginning on the one long orbit
WINDOW = 0.25  # of that time: moments of an orbit that are nearer say nothing


@dataclass(frozen=True, slots=True, eq=False)
class Cloud:
    """Points in random order.

    Attributes:
        points: Shape (n, d), in standard deviations of each coordinate; of a flow with many
            coordinates only some.
        orbits: Number of the orbit of each, shape (n,).
        moments: When it was there, shape (n,).
        window: Time within which points of an orbit are near for no other reason.
        periods: Length after which each coordinate repeats, shape (d,); 0 where it does not.
    """

    points: np.ndarray
    orbits: np.ndarray
    moments: np.ndarray
    window: float
    periods: np.ndarray

    def sum(self, number: int, ticket: Ticket | None = None) -> CorrelationSum:
        """The correlation sum of the first `number` points.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        some = slice(0, number)
        return correlation_sum(
            self.points[some],
            self.orbits[some],
            self.moments[some],
            self.window,
            self.periods,
            ticket,
        )


def cloud(
    flow: Flow, number: int, settle: float | None = None, ticket: Ticket | None = None
) -> Cloud:
    """About `number` points of a flow's attractor, or of the sea in which its start lies.

    Args:
        flow: Any steady flow that knows its domain.
        number: How many; those of orbits that leave are missing.
        settle: Time that is forgotten; twice the time in which something happens if None.
        ticket: Looked at on the way.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    flow = measurable(flow)
    long = lasting(flow)
    forgotten = 2.0 * long if settle is None else settle
    draw = stream(0, "cloud")
    each = max(2, number // ORBITS)
    if flow.discrete:
        forgotten, window = float(round(forgotten)), STRIDE * PACE
        times = np.arange(each) * float(STRIDE)
        lasts = float(each * STRIDE)
    else:
        window = WINDOW * long
        times = (np.arange(each) + draw.random(each)) * long / PACE
        lasts = each * long / PACE
    # orbits begin where the one before them ends: regular ones, and those that part slowly, would
    # be the same again otherwise
    starts, parted = settled(flow, ORBITS, forgotten, ORBITS * lasts, ticket), 0.0
    if np.isfinite(starts).all(axis=1).mean() < STAYED:  # one that leaves takes the others along
        parted = forgotten // 2 if flow.discrete else 0.5 * forgotten
        starts = settled(flow, ORBITS, forgotten, max(parted, 1.0), ticket)
    paths = flow.record(starts, np.concatenate([[0.0], times + parted]), ticket)
    points = paths[:, 1:, :: 1 + flow.dimension // MOST].reshape(ORBITS * each, -1)
    orbits, moments = np.repeat(np.arange(ORBITS), each), np.tile(times, ORBITS)
    # the squares of what is farther overflow; NaN is not nearer than anything
    kept = draw.permutation(np.flatnonzero((np.abs(points) < FAR).all(axis=1)))
    points = points[kept]
    around = periods(box_of(flow))[:: 1 + flow.dimension // MOST]
    around = np.where(np.isfinite(around), around, 0.0)
    size = np.where(around > 0.0, around, points.std(axis=0) if len(points) else 1.0)
    size = np.where(size > 0.0, size, 1.0)
    return Cloud(points / size, orbits[kept], moments[kept], window, around / size)
