"""Paths that nearly close: where to look for closed orbits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.instruments.cycles.closing import short_way
from engines.instruments.portrait.scales import box_of, seeds
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

CLOSE = 0.06  # distance of two states that may belong to one closed orbit, in boxes
AWAY = 2.0  # a path must have been this many such distances off in between
ANCHORS = 40  # states of each path from which it is watched
RETURNS = 6  # of each of them


@dataclass(frozen=True, slots=True, eq=False)
class Recurrence:
    """A path that comes back near to where it was.

    Attributes:
        state: Shape (d,).
        period: Time until then, negative backwards.
        gap: Distance then, in boxes.
    """

    state: np.ndarray
    period: float
    gap: float


def recurrences(
    flow: Flow,
    starts: np.ndarray,
    longest: float,
    spacing: float,
    lasting: float,
    ticket: Ticket | None = None,
) -> list[Recurrence]:
    """Returns of paths to the surroundings of some of their own states, the closest first.

    Args:
        flow: A steady flow.
        starts: Shape (n, d).
        longest: Longest time until a return; negative to follow paths backwards.
        spacing: Time between two samples, above 0.
        lasting: How long each path is followed, above 0.
        ticket: Looked at by the flow and once per path.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    box = box_of(flow)
    sides = np.subtract(box.high, box.low)
    way = 1.0 if longest > 0.0 else -1.0
    count = max(8, int(np.ceil(lasting / spacing)))
    path = flow.record(starts, way * spacing * np.arange(count + 1), ticket)
    ahead = max(4, int(abs(longest) / spacing))
    found: list[Recurrence] = []
    for one in path:
        if ticket is not None:
            ticket.check()
        known = int(np.argmin(np.append(np.isfinite(one).all(axis=1), False)))
        one = one[:known]
        inside = np.abs(one - np.mean([box.low, box.high], axis=0)) <= 1.5 * sides
        for anchor in np.unique(np.linspace(0, max(0, known - 4), ANCHORS).astype(int)):
            later = one[anchor : anchor + ahead + 1]
            if len(later) < 4 or not inside[anchor].all():
                continue
            gaps = np.abs(short_way(later - one[anchor], box) / sides).max(axis=1)
            found += [
                Recurrence(one[anchor], way * spacing * when, float(gaps[when]))
                for when in _minima(gaps)
            ]
    return sorted(found, key=lambda r: r.gap)


def usual_starts(flow: Flow, count: int) -> np.ndarray:
    """The state to begin with, and others all over the box."""
    box = box_of(flow)
    return np.concatenate([np.array([box.start], float), seeds(box, count, 0, "cycles")])


def _minima(gaps: np.ndarray) -> list[int]:
    """Samples at which a path is nearest again after it had gone away."""
    left = np.maximum.accumulate(gaps)
    middle = gaps[1:-1]
    low = (middle <= gaps[:-2]) & (middle < gaps[2:]) & (middle < CLOSE)
    low &= left[1:-1] > AWAY * np.maximum(middle, 0.2 * CLOSE)
    return (np.flatnonzero(low) + 1)[:RETURNS].tolist()
