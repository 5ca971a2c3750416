"""What a coordinate does once the start is forgotten: its iterates, or its maxima."""

from __future__ import annotations

import numpy as np

from engines.instruments.portrait.scales import box_of, crossing_time, lasting
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

SETTLE = 3.0  # of the time in which something happens
KEPT = 5.0
ITERATES = (800, 800)  # of a map: forgotten, and kept
SAMPLES = 30.0  # while the box is crossed at the median speed
MOST = 8000  # samples
STILL = 1e-5  # of the box: what moves less rests


def lengths(flow: Flow) -> tuple[float, np.ndarray]:
    """Time to be forgotten, and the times of the samples after it."""
    if flow.discrete:
        return float(ITERATES[0]), np.arange(ITERATES[1], dtype=float)
    settle, kept = SETTLE * lasting(flow), KEPT * lasting(flow)
    count = int(np.clip(kept / crossing_time(flow) * SAMPLES, 200, MOST))
    return settle, np.linspace(settle, settle + kept, count)


def marks(
    flow: Flow,
    states: np.ndarray,
    coordinate: int,
    settle: float,
    times: np.ndarray,
    ticket: Ticket | None = None,
) -> np.ndarray:
    """Iterates of a map, or local maxima of a flow, of one coordinate on what it settles on.

    A maximum is the vertex of the parabola through three samples. What rests has one mark.

    Args:
        flow: Any flow.
        states: Where to begin, shape (n, d).
        coordinate: Number of the coordinate, counted from 0.
        settle: Time that is forgotten first.
        times: Times of the samples, the first of them `settle`; for a map iterations.
        ticket: To withdraw it.

    Returns:
        Marks, shape (n, k), in the order of their times, with NaN behind the last and all NaN for
        what left for infinity.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    if flow.discrete:
        forgotten = flow.advance(states, 0.0, settle, ticket)
        return flow.record(forgotten, settle + times, ticket)[:, :, coordinate]
    # in one call: what some flows remember is lost between two
    path = flow.record(states, np.concatenate([[0.0], times]), ticket)[:, 1:, coordinate]
    before, here, after = path[:, :-2], path[:, 1:-1], path[:, 2:]
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        top = (here > before) & (here >= after)
        bend = 2.0 * here - before - after
        vertex = here + (after - before) ** 2 / (8.0 * np.where(bend > 0.0, bend, np.inf))
        found = np.where(top, vertex, np.nan)
        side = box_of(flow).high[coordinate] - box_of(flow).low[coordinate]
        rests = np.ptp(path[:, len(times) // 2 :], axis=1) < STILL * side
    found[rests] = np.nan
    found[rests, -1] = path[rests, -1]
    found[~np.isfinite(path[:, -1])] = np.nan
    return found


def distinct(values: np.ndarray, apart: float) -> int:
    """How many groups `values` form, two of which are at least `apart` from each other."""
    kept = np.sort(values[np.isfinite(values)])
    return int(len(kept) > 0) + int(np.count_nonzero(np.diff(kept) > apart))
