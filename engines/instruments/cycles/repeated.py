"""Periodic points: what a map, or the stroboscopic map of a driven flow, brings back."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engines.instruments.cycles.closing import SAMPLES, Cycle, careful, kind_of, short_way
from engines.instruments.portrait.scales import box_of
from engines.protocols.capabilities import Tangent
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

STEPS = 30
LEAP = 0.1  # longest step, in boxes
SAME = 1e-7  # points nearer than this are one, in boxes
SETTLED = 1e-11  # of the box
REACH = 0.5  # boxes beside the box that a point may lie in


def repeated(
    flow: Flow,
    starts: np.ndarray,
    order: int,
    begin: float = 0.0,
    length: float = 1.0,
    ticket: Ticket | None = None,
) -> Iterator[tuple[Cycle, ...]]:
    """All orbits of prime period k = 1, 2, ... that Newton's method finds from many states.

    With F the flow map over k lengths it solves F(x) = x, all states at once:

        x <- x - (dF/dx - 1)^-1 (F(x) - x).

    Args:
        flow: A map, or a flow that is driven with period `length`.
        starts: Where the searches begin, shape (n, d).
        order: Largest k.
        begin: Moment of the section; what drives the flow is then at one point of its period.
        length: One period of what drives the flow; 1 for a map.
        ticket: Looked at before each step.

    Yields:
        The orbits of prime period k, for each k.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    known: list[np.ndarray] = []
    for k in range(1, order + 1):
        span = (begin, begin + k * length)
        arrived = _searched(flow, starts, span, ticket)
        found: list[Cycle] = []
        for place in _apart(flow, arrived):
            if any(_same(flow, place, other) for other in known):
                continue
            cycle = _measured(flow, place, k, begin, length, ticket)
            if cycle is None:
                continue
            points = cycle.path[:-1] if flow.discrete else _strobed(flow, cycle, begin, length)
            if any(_same(flow, cycle.place, other) for other in known):
                continue
            known += list(points)
            found.append(cycle)
        yield tuple(found)


def _searched(
    flow: Flow, starts: np.ndarray, span: tuple[float, float], ticket: Ticket | None
) -> np.ndarray:
    """Ends of those searches that arrived, shape (m, d)."""
    box = box_of(flow)
    sides = np.subtract(box.high, box.low)
    low, high = np.array(box.low) - REACH * sides, np.array(box.high) + REACH * sides
    x = np.array(starts, float)
    done = np.zeros((0, flow.dimension))
    for _ in range(STEPS):
        if ticket is not None:
            ticket.check()
        if not len(x):
            break
        end, slope = _tangents(flow, x, span, ticket)
        away, matrix = short_way(end - x, box), slope - np.eye(flow.dimension)
        good = np.isfinite(away).all(axis=1) & np.isfinite(matrix).all(axis=(1, 2))
        x, away, matrix = x[good], away[good], matrix[good]
        with np.errstate(all="ignore"):
            solvable = np.abs(np.linalg.det(matrix)) > 1e-14
            x, away, matrix = x[solvable], away[solvable], matrix[solvable]
            step = -np.linalg.solve(matrix, away[:, :, None])[:, :, 0]
        size = np.abs(step / sides).max(axis=1, initial=0.0)
        step *= np.minimum(1.0, LEAP / np.maximum(size, 1e-300))[:, None]
        x = x + step
        inside = np.all((x >= low) & (x <= high), axis=1)
        settled = inside & (size < SETTLED)
        done = np.concatenate([done, x[settled]])
        x = x[inside & ~settled]
    return done


def _tangents(
    flow: Flow, x: np.ndarray, span: tuple[float, float], ticket: Ticket | None
) -> tuple[np.ndarray, np.ndarray]:
    if isinstance(flow, Tangent):
        return flow.advance_tangent(x, *span, ticket)
    d = flow.dimension
    step = 1e-5 * np.subtract(box_of(flow).high, box_of(flow).low)
    slopes = np.empty((len(x), d, d))
    for j in range(d):
        shift = step[j] * np.eye(d)[j]
        ahead = flow.advance(x + shift, *span, ticket)
        slopes[:, :, j] = (ahead - flow.advance(x - shift, *span, ticket)) / (2.0 * step[j])
    return flow.advance(x, *span, ticket), slopes


def _apart(flow: Flow, places: np.ndarray) -> list[np.ndarray]:
    kept: list[np.ndarray] = []
    for place in places:
        if not any(_same(flow, place, other) for other in kept):
            kept.append(place)
    return kept


def _same(flow: Flow, one: np.ndarray, other: np.ndarray) -> bool:
    box = box_of(flow)
    gap = np.abs(short_way(one - other, box) / np.subtract(box.high, box.low))
    return bool(gap.max() < SAME)


def _measured(
    flow: Flow, place: np.ndarray, k: int, begin: float, length: float, ticket: Ticket | None
) -> Cycle | None:
    """The orbit of a point, found again with more care; how far it moves then is `uncertain`."""
    span = (begin, begin + k * length)
    finer = careful(flow)[0]
    moved = place
    if finer is not flow:
        polished = _searched(finer, place[None], span, ticket)
        if not len(polished):
            return None
        moved = polished[0]
    _, slope = _tangents(finer, moved[None], span, ticket)
    if not np.isfinite(slope).all():
        return None
    multipliers = np.linalg.eigvals(slope[0].astype(complex))
    multipliers = multipliers[np.argsort(-np.abs(multipliers), kind="stable")]
    times = np.arange(begin, begin + k + 0.5) if flow.discrete else np.linspace(*span, SAMPLES)
    path = finer.record(moved[None], times, ticket)[0]
    return Cycle(
        moved,
        k * length,
        multipliers,
        complex(np.nan),
        kind_of(multipliers),
        path,
        float(np.abs(moved - place).max()),
        k,
    )


def _strobed(flow: Flow, cycle: Cycle, begin: float, length: float) -> list[np.ndarray]:
    times = begin + length * np.arange(cycle.order)
    if cycle.order == 1:
        return [cycle.place]
    return list(careful(flow)[0].record(cycle.place[None], times)[0])
