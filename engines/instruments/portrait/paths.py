"""What all instruments that follow launched paths share."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.instruments.portrait.scales import (
    box_of,
    known_moment,
    lasting,
    periods,
    time_unit,
    wrapped,
)
from engines.parameters.declare import Declaration, places, real, whole
from engines.protocols.capabilities import Box, Recorded, Refinable
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

TOLD_APART = 8  # paths in space that get colours of their own
ROOM = 2.0  # widths of the box beside it that a path may still visit


def declared_paths(flow: Flow) -> tuple[Declaration, ...]:
    """What all instruments that follow launched paths share: `starts`, `duration`, `start`."""
    unit = time_unit(flow)
    starts = places("starts", (tuple(float(c) for c in box_of(flow).start),), group="Paths")
    about: dict[str, Any] = {"title": "Duration", "group": "Paths"}
    usual = lasting(flow)
    if flow.discrete:
        return (
            starts,
            whole("duration", min(round(usual), 100), 1, 20000, help="Iterations.", **about),
        )
    rows: list[Declaration] = [
        starts,
        real(
            "duration",
            usual,
            usual / 100.0,
            usual * 10.0,
            unit=unit,
            logarithmic=True,
            help="How long each path is followed.",
            **about,
        ),
    ]
    if not flow.steady:
        first, last = flow.span if isinstance(flow, Recorded) else (0.0, usual)
        rows.append(
            real(
                "start",
                known_moment(flow, 0.0),
                first,
                last,
                title="Start time",
                symbol="t_0",
                unit=unit,
                help="Moment at which everything is released.",
                group="Paths",
            )
        )
    return tuple(rows)


def kinds(flow: Flow, count: int) -> bool:
    """Whether the paths are told apart by colour.

    On a plane blue and orange mean attract and repel, so paths stay in one colour there.
    """
    return flow.dimension > 2 and 1 < count <= TOLD_APART


def release(flow: Flow, parameters: Any) -> float:
    """Time at which paths start; 0 for a steady flow."""
    return 0.0 if flow.steady else float(parameters.start)


def followed(
    flow: Flow, starts: np.ndarray, times: np.ndarray, ticket: Ticket
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Paths of `starts` at `times`, cut where they leave the surroundings of the box.

    Those that grow beyond all numbers are followed again with more care: a stiff flow breaks equal
    steps although its paths stay.

    Returns:
        States, shape (n, k, d), NaN after the end; the index at which each ended, shape (n,), k
        for those that did not; and the index at which each had grown beyond all numbers, likewise.
    """
    states = flow.record(starts, times, ticket)
    broken = ~np.isfinite(states[:, -1]).all(axis=1)
    if broken.any() and isinstance(flow, Refinable):
        states[broken] = flow.refined().record(starts[broken], times, ticket)
    finite = np.isfinite(states).all(axis=2)
    lost = np.where(finite.all(axis=1), len(times), np.argmin(finite, axis=1))
    inside = nearby(states, box_of(flow))
    ended = np.where(np.all(inside, axis=1), len(times), np.argmin(inside, axis=1))
    states[np.arange(len(times)) >= ended[:, None]] = np.nan
    return states, ended, lost


def nearby(states: np.ndarray, box: Box) -> np.ndarray:
    """Whether `states`, shape (..., d), are in the box or not far outside: shape (...)."""
    low, high = np.array(box.low), np.array(box.high)
    room = np.where(box.periodic, np.inf, ROOM * (high - low))
    with np.errstate(invalid="ignore"):
        return np.asarray(np.all((states >= low - room) & (states <= high + room), axis=-1))


def in_view(paths: np.ndarray, box: Box) -> np.ndarray:
    """Paths, shape (n, k, d), brought back into a box that repeats; NaN where they jump."""
    if not np.any(np.isfinite(periods(box))):
        return paths
    seen = wrapped(paths, box)
    jumps = np.any(np.abs(np.diff(seen, axis=1)) > 0.5 * periods(box), axis=2)
    seen[:, 1:][jumps] = np.nan
    return seen
