"""Crossings of paths that are known only as a whole, found by recording them again and again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engines.instruments.sections.crossings import CLOSE, Crossings, Plane, crossings
from engines.protocols.capabilities import Remembering
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

PARTS = 40  # into which the time between two samples is cut, each time anew
TIMES = 3  # until what is left is as good as straight
RESTING = 1e-12  # of the offset: so near the plane a path begins on it


def crossings_of(
    flow: Flow,
    starts: np.ndarray,
    plane: Plane,
    begin: float,
    end: float,
    spacing: float,
    ticket: Ticket | None = None,
) -> Iterator[tuple[Crossings, float]]:
    """`crossings` of any flow in continuous time: one that remembers is recorded as a whole."""
    if isinstance(flow, Remembering):
        return recorded_crossings(flow, starts, plane, begin, end, spacing, ticket)
    return crossings(flow, starts, plane, begin, end, spacing, ticket)


def recorded_crossings(
    flow: Flow,
    starts: np.ndarray,
    plane: Plane,
    begin: float,
    end: float,
    spacing: float,
    ticket: Ticket | None = None,
) -> Iterator[tuple[Crossings, float]]:
    """Every crossing of the plane by the paths of `starts` between two times, path by path.

    A path is recorded at times `spacing` apart, then once more with each interval in which it
    crosses, or nearly touches, cut into `PARTS`, and so on. No path is ever begun in its midst, so
    that what a flow remembers is what happened.

    Args:
        flow: What moves the states, in continuous time.
        starts: Shape (n, d).
        plane: What is crossed.
        begin: Time of `starts`; a path that begins on the plane does not cross it there.
        end: Last time; before `begin` paths are followed backwards.
        spacing: Time between samples, above 0; an upper bound.
        ticket: Looked at by the flow.

    Yields:
        Crossings of one path and the share of the paths done.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    count = max(2, int(np.ceil(abs(end - begin) / spacing)))
    samples = begin + (end - begin) * np.arange(count + 1) / count
    for i, start in enumerate(np.array(starts, float).reshape(-1, flow.dimension)):
        path = flow.record(start[None], samples, ticket)[0]
        gaps = plane.above(path)
        side = 0.0  # one that begins on the plane leaves it to the side it moves to
        if abs(gaps[0]) <= RESTING * (1.0 + abs(plane.offset)):
            side = gaps[0] = np.sign(gaps[1]) * 1e-300
        spans = np.stack([samples[:-1], samples[1:]], axis=1)
        depths = np.stack([gaps[:-1], gaps[1:]], axis=1)
        places = np.stack([path[:-1], path[1:]], axis=1)
        chosen = (plane.crossed(depths[:, 0], depths[:, 1]) != 0) | _near(gaps)
        for _ in range(TIMES):
            if not chosen.any():
                break
            spans = spans[chosen]
            inner = spans[:, :1] + np.diff(spans, axis=1) * np.arange(PARTS + 1) / PARTS
            times = np.concatenate([[begin], inner.ravel()])
            path = flow.record(start[None], times, ticket)[0, 1:]
            gaps = plane.above(path)
            if side:
                gaps[times[1:] == begin] = side
            spans = _pairs(inner[:, :, None])[:, :, 0]
            depths = _pairs(gaps.reshape(*inner.shape, 1))[:, :, 0]
            places = _pairs(path.reshape(*inner.shape, -1))
            chosen = plane.crossed(depths[:, 0], depths[:, 1]) != 0
        found = _straight(spans[chosen], depths[chosen], places[chosen], plane, i)
        yield found, (i + 1.0) / len(starts)


def _pairs(rows: np.ndarray) -> np.ndarray:
    """Neighbours within each of `rows`, shape (n, k, d): shape (n (k - 1), 2, d)."""
    both = np.stack([rows[:, :-1], rows[:, 1:]], axis=2)
    return both.reshape(-1, 2, rows.shape[2])


def _near(gaps: np.ndarray) -> np.ndarray:
    """Intervals beside samples at which a path may dip through the plane, shape (k - 1,)."""
    a, b, c = gaps[:-2], gaps[1:-1], gaps[2:]
    with np.errstate(divide="ignore", invalid="ignore"):
        bend = a - 2.0 * b + c
        reached = (b - 0.125 * (a - c) ** 2 / bend) * np.sign(b)
        dips = (a * b > 0.0) & (b * c > 0.0) & (b * bend > 0.0)
        dips &= (np.abs(a - c) <= np.abs(bend)) & (reached < CLOSE * np.abs(bend))
    found = np.zeros(len(gaps) - 1, bool)
    found[:-1] |= dips
    found[1:] |= dips
    return found


def _straight(
    spans: np.ndarray, depths: np.ndarray, places: np.ndarray, plane: Plane, owner: int
) -> Crossings:
    """Where straight lines between pairs of states, one on either side, cross the plane."""
    ways = plane.crossed(depths[:, 0], depths[:, 1])
    share = depths[:, 0] / (depths[:, 0] - depths[:, 1])
    met = places[:, 0] + share[:, None] * (places[:, 1] - places[:, 0])
    times = spans[:, 0] + share * (spans[:, 1] - spans[:, 0])
    return Crossings(met, times, np.full(len(times), owner), ways)
