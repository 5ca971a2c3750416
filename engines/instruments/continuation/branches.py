"""All branches of a diagram, one grown out of another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engines.instruments.continuation.driven import DrivenProblem
from engines.instruments.continuation.normal_forms import first_lyapunov
from engines.instruments.continuation.problem import (
    CycleProblem,
    Problem,
    RestProblem,
    ReturnProblem,
)
from engines.instruments.continuation.tracing import Branch, Change, traced
from engines.instruments.cycles.search import shortest_cycle
from engines.instruments.portrait.scales import lasting
from engines.instruments.stability.fixed_points import fixed_points
from engines.protocols.capabilities import Tangent
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

SEARCHED = (None, 0.25, 0.75)  # where rests are looked for: here, and at shares of the range
MOST = 16  # branches
DOUBLED = 2  # generations of period doubling
NEAR = 3e-3  # scaled distance of a point from a branch that it belongs to
MET = 1e-3  # and of two changes that are one
ASIDE = 2e-3  # first step along another branch
STEPS = {"rest": 500, "point": 400, "answer": 400, "cycle": 300}


@dataclass(slots=True, eq=False)
class Grown:
    """A branch and what it is made of.

    Attributes:
        kind: "rest", "point" (of a map), "answer" (to what drives the flow) or "cycle".
        order: Iterations of a map, periods of what drives the flow, or how often its period was
            doubled.
        problem: What is solved along it.
        branch: The solutions.
        low: Lowest value of each coordinate at each of them, shape (k, d).
        high: Highest value.
        born: At a Hopf point: the first Lyapunov coefficient, for each of `branch.changes`; NaN
            for the others.
    """

    kind: str
    order: int
    problem: Problem
    branch: Branch
    low: np.ndarray
    high: np.ndarray
    born: list[float] = field(default_factory=list)


def grown(
    flow: Flow, name: str, low: float, high: float, cycles: bool, ticket: Ticket | None = None
) -> Iterator[tuple[list[Grown], float]]:
    """Branches of rests and cycles over a range of one parameter.

    Rests (fixed points of a map, or of the stroboscopic map of a driven flow) are found at a few
    values and followed both ways; branch points are left along the other branch, Hopf points along the cycles born there, flips along the
    orbits of twice the period.

    Args:
        flow: A steady flow, one that is driven, or a map, that knows its family.
        name: Of the parameter.
        low: Lowest value.
        high: Highest value.
        cycles: Whether cycles are followed too.
        ticket: Looked at at every step.

    Yields:
        All branches so far, and about how much of the work is done.

    Raises:
        UnfitError: If the period of what drives the flow is not known.
        Withdrawn: If the ticket was withdrawn.
    """
    found: list[Grown] = []
    waiting: list[tuple[str, int, Problem, np.ndarray, np.ndarray]] = []
    kind = "point" if flow.discrete else "rest" if flow.steady else "answer"
    make = {"point": ReturnProblem, "rest": RestProblem, "answer": DrivenProblem}[kind]
    problem: Problem = make(flow, name, low, high, ticket)
    for share in SEARCHED:
        family: Any = flow
        here = family.values[name] if share is None else low + share * (high - low)
        if not low <= here <= high:
            continue
        for place in _beginnings(problem, here, ticket):
            start = np.append(place, here)
            for way in (1.0, -1.0):
                along = np.append(np.zeros(flow.dimension), way)
                waiting.append((kind, 1, problem, start, along))
    started = False
    while len(found) < MOST:
        if not waiting and not started and cycles and kind == "rest":
            started = True
            waiting += _own(flow, name, low, high, ticket)
        if not waiting:
            break
        kind, order, problem, start, along = waiting.pop(0)
        if _known(found, kind, order, start, along):
            continue
        branch = traced(problem, start, along, STEPS[kind])
        if branch is None or len(branch.places) < 3:
            continue
        one = _measured(kind, order, problem, branch)
        found.append(one)
        for change in branch.changes:
            waiting += _offspring(flow, one, change, (low, high), cycles, ticket)
        yield found, len(found) / (len(found) + len(waiting) + 1.0)
    yield found, 1.0


def _beginnings(problem: Problem, value: float, ticket: Ticket | None) -> list[np.ndarray]:
    if isinstance(problem, DrivenProblem):
        return problem.answers(value)
    return [rest.place for rest in fixed_points(problem.at(value), ticket)]


def _measured(kind: str, order: int, problem: Problem, branch: Branch) -> Grown:
    ends = [problem.extremes(u) for u in branch.places]
    low, high = np.array([e[0] for e in ends]), np.array([e[1] for e in ends])
    merged = _merged(branch.changes, problem.scale)
    branch.changes = merged
    born = []
    for change in merged:
        value = np.nan
        if change.kind == "hopf" and isinstance(problem, RestProblem):
            there = problem.at(float(change.place[-1]))
            value = first_lyapunov(there, change.place[:-1], problem.sides)
        born.append(value)
    return Grown(kind, order, problem, branch, low, high, born)


def _merged(changes: list[Change], scale: np.ndarray) -> list[Change]:
    """A fold and a branch point in one place are a pitchfork, which counts as a branch point."""
    branches = [c for c in changes if c.kind == "branch"]
    return [
        c
        for c in changes
        if c.kind != "fold"
        or all(np.abs((c.place - b.place) / scale).max() > MET for b in branches)
    ]


def _offspring(
    flow: Flow,
    one: Grown,
    change: Change,
    ends: tuple[float, float],
    cycles: bool,
    ticket: Ticket | None,
) -> list[tuple[str, int, Problem, np.ndarray, np.ndarray]]:
    """What else begins at a change of `one`."""
    problem, u, d = one.problem, change.place, flow.dimension
    if change.kind == "branch":
        matrix = problem.derivatives(u) * problem.scale
        rows = np.linalg.norm(matrix, axis=1, keepdims=True)
        null = np.linalg.svd(matrix / np.maximum(rows, 1e-300))[2][-2:]
        across = null[0] * (null[1] @ change.tangent) - null[1] * (null[0] @ change.tangent)
        across /= np.linalg.norm(across)
        starts = [(u + way * ASIDE * across * problem.scale, way * across) for way in (1.0, -1.0)]
        return [(one.kind, one.order, problem, start, along) for start, along in starts]
    if not cycles or not isinstance(flow, Tangent):
        return []
    name = problem.name
    if change.kind == "hopf":
        values, vectors = np.linalg.eig(_slope(problem, u))
        turning = int(np.argmin(np.abs(values.real) + np.where(values.imag > 0.0, 0.0, np.inf)))
        along = np.real(vectors[:, turning]) / problem.sides
        along /= np.linalg.norm(along)
        period = 2.0 * np.pi / float(values[turning].imag)
        start = np.concatenate([u[:-1] + ASIDE * along * problem.sides, [period], u[-1:]])
        born = CycleProblem(flow, name, *ends, ticket, first=start)
        return [("cycle", 1, born, start, np.concatenate([along, [0.0, 0.0]]))]
    if change.kind == "flip" and one.order < 2**DOUBLED:
        here: Any = problem.at(float(u[-1]))
        again = problem if isinstance(problem, ReturnProblem) else None
        length = again.length(float(u[-1])) if again else float(u[-2])
        _, slope = here.advance_tangent(u[None, :d], 0.0, length, ticket)
        values, vectors = np.linalg.eig(slope[0].astype(complex))
        along = np.real(vectors[:, int(np.argmin(np.abs(values + 1.0)))]) / problem.sides
        along /= np.linalg.norm(along)
        moved = u[:d] + ASIDE * along * problem.sides
        order = 2 * one.order
        if again:
            start, along = np.append(moved, u[-1]), np.append(along, 0.0)
            return [(one.kind, order, again.doubled(), start, along)]
        start = np.concatenate([moved, [2.0 * length], u[-1:]])
        doubled = CycleProblem(flow, name, *ends, ticket, first=start)
        return [("cycle", order, doubled, start, np.concatenate([along, [0.0, 0.0]]))]
    return []


def _slope(problem: Problem, u: np.ndarray) -> np.ndarray:
    found: np.ndarray = problem.derivatives(u)[:, :-1].astype(complex)
    return found


def _own(
    flow: Flow, name: str, low: float, high: float, ticket: Ticket | None
) -> list[tuple[str, int, Problem, np.ndarray, np.ndarray]]:
    """The cycle on which the start of the flow settles or near which it returns, both ways."""
    family: Any = flow
    if not isinstance(flow, Tangent):
        return []
    cycle = shortest_cycle(flow, lasting(flow) / 2.0, ticket)
    if cycle is None or cycle.kind == "neutral":
        return []
    start = np.concatenate([cycle.place, [cycle.period, family.values[name]]])
    rows: list[tuple[str, int, Problem, np.ndarray, np.ndarray]] = []
    for way in (1.0, -1.0):
        along = np.append(np.zeros(flow.dimension + 1), way)
        born = CycleProblem(flow, name, low, high, ticket, first=start)
        rows.append(("cycle", 1, born, start, along))
    return rows


def _known(found: list[Grown], kind: str, order: int, start: np.ndarray, along: np.ndarray) -> bool:
    """Whether a branch passes the start and goes on the same way."""
    for one in found:
        if one.kind != kind or (kind in ("point", "answer") and one.order % order):
            continue
        places, scale = one.branch.places, one.problem.scale
        if kind == "cycle":
            same = np.abs((places[0] - start) / scale).max() < 1e-6
            if same and (places[1] - places[0]) / scale @ along <= 0.0:
                continue  # the other half of one branch
            if same or _cycle_known(one, start):
                return True
            continue
        a, b = places[:-1] / scale, places[1:] / scale
        u = start / scale
        way = b - a
        size = np.maximum(np.sum(way * way, axis=1), 1e-300)
        share = np.clip(np.sum((u - a) * way, axis=1) / size, 0.0, 1.0)
        gaps = np.linalg.norm(a + share[:, None] * way - u, axis=1)
        near = int(np.argmin(gaps))
        if gaps[near] > NEAR:
            continue
        beginning = near == 0 and share[0] < 1e-6
        # from where a branch began it has gone one way only
        if not beginning or way[near] @ along > 0.0:
            return True
    return False


def _cycle_known(one: Grown, start: np.ndarray) -> bool:
    """Whether the branch holds a cycle through the start of about the same period."""
    problem, places = one.problem, one.branch.places
    d = problem.dimension
    over = np.abs(places[:, -1] - start[-1]) / problem.scale[-1]
    for near in np.flatnonzero(over < 0.02)[:: max(1, int((over < 0.02).sum() // 6))]:
        u = places[near]
        if abs(u[-2] - start[-2]) > 0.02 * start[-2] or near == 0:
            continue
        times = np.linspace(0.0, float(u[-2]), 200)
        path = problem.at(float(u[-1])).record(u[None, :d], times)[0]
        if np.abs((path - start[:d]) / problem.sides).max(axis=1).min() < 0.03:
            return True
    return False
