"""The search for closed orbits in a steady flow, forwards and backwards."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engines.instruments.cycles.closing import Cycle, cycle_of, short_way
from engines.instruments.cycles.recurrences import Recurrence, recurrences, usual_starts
from engines.instruments.portrait.scales import box_of, lasting
from engines.instruments.sections.crossings import spacing_along
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

STARTS = 10
SAMPLES = 60  # while a path crosses the picture
TRIED = 60  # recurrences that are closed, in each direction of time
VAIN = 25  # of them in a row without anything new
NEAR = 0.03  # of the box: a recurrence on an orbit that is known already
MOST = 12
FAMILY = 3  # neutral orbits after which all space is taken to be full of them


def cycles_of(
    flow: Flow, longest: float, ticket: Ticket | None = None
) -> Iterator[tuple[tuple[Cycle, ...], float]]:
    """Closed orbits of a steady flow that take no longer than `longest`.

    Paths are followed forwards, where stable orbits attract them, and backwards, where unstable
    ones do; orbits that do both are found where paths come near to their own past.

    Args:
        flow: A steady flow that knows its box.
        longest: Longest period.
        ticket: Looked at by every step.

    Yields:
        All orbits found so far, shortest first, and the share of the search done.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    yield (), 0.0
    known: list[Cycle] = []
    for turn, way in enumerate((1.0, -1.0)):
        starts = usual_starts(flow, STARTS)
        pace = spacing_along(flow, starts, 0.0, way * lasting(flow), ticket)
        spacing = min(abs(pace), longest / SAMPLES)
        found = recurrences(
            flow, starts, way * longest, spacing, max(lasting(flow), 3.0 * longest), ticket
        )
        vain = 0
        for number, one in enumerate(found[:TRIED]):
            if vain >= VAIN or len(known) >= MOST or _full(known):
                break
            if any(_on(flow, one, cycle) for cycle in known):
                continue
            cycle = cycle_of(flow, one.state, one.period, ticket)
            new = cycle is not None and cycle.period <= 1.05 * longest
            if cycle is None or not new or any(_same(flow, cycle, other) for other in known):
                vain += 1
                continue
            vain = 0
            known.append(cycle)
            known.sort(key=lambda c: c.period)
            yield tuple(known), 0.5 * (turn + number / TRIED)
    yield tuple(known), 1.0


def shortest_cycle(flow: Flow, longest: float, ticket: Ticket | None = None) -> Cycle | None:
    """The shortest closed orbit near which the path from the start of the flow returns.

    Args:
        flow: A steady flow that knows its box.
        longest: Longest period.
        ticket: Looked at by every step.

    Returns:
        None if it returns nowhere.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    pace = spacing_along(flow, usual_starts(flow, 0), 0.0, lasting(flow), ticket)
    spacing = min(pace, longest / SAMPLES)
    settled = flow.advance(usual_starts(flow, 0), 0.0, lasting(flow), ticket)
    if not np.isfinite(settled).all():
        return None
    found = recurrences(flow, settled, longest, spacing, max(lasting(flow), 3.0 * longest), ticket)
    for one in sorted(found, key=lambda r: r.period)[:VAIN]:
        cycle = cycle_of(flow, one.state, one.period, ticket)
        if cycle is not None:
            return cycle
    return None


def _full(known: list[Cycle]) -> bool:
    return sum(cycle.kind == "neutral" for cycle in known) >= FAMILY


def _distance(flow: Flow, state: np.ndarray, cycle: Cycle) -> float:
    box = box_of(flow)
    gaps = short_way(cycle.path - state, box) / np.subtract(box.high, box.low)
    return float(np.abs(gaps).max(axis=1).min())


def _on(flow: Flow, one: Recurrence, cycle: Cycle) -> bool:
    turns = max(1.0, np.round(abs(one.period) / cycle.period))
    late = abs(abs(one.period) - turns * cycle.period) / cycle.period
    return late < NEAR and _distance(flow, one.state, cycle) < NEAR


def _same(flow: Flow, one: Cycle, other: Cycle) -> bool:
    late = abs(one.period - other.period) / other.period
    return late < 1e-5 and _distance(flow, one.place, other) < 0.01
