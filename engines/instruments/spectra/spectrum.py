"""The whole spectrum of Lyapunov exponents of a flow, sharper the longer it runs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from engines.instruments.portrait.scales import box_of, lasting
from engines.instruments.spectra.bundle import LARGEST, Bundle, settled
from engines.instruments.spectra.divergence import Divergence
from engines.instruments.spectra.estimates import Estimate, estimate, in_stretches
from engines.instruments.stability.linear import gradients
from engines.protocols.capabilities import Recorded, Refinable, Remembering, Spherical
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

ORBITS = 64
STRETCHES = 20  # of a single orbit, which then stand for orbits
TURNED = 8.0  # growth of a direction in a piece, as a power of e
DROWNED = 25.0  # by which a direction may shrink at its fastest before rounding takes it
ITERATIONS = 4  # of a map in a piece
FEWEST = 40  # pieces
DRIFT = 2.0  # times the change since half the time: more than ln t / t has left to fall
RESOLVED = 1e-8  # of the pace of the flow, which no integrator resolves
RESTING = 1e-6  # of the box: an orbit that is slower has come to rest
SPARED = 0.1  # of the orbits: so many may leave
PAIRED = 8  # pieces that are carried twice


@dataclass(frozen=True, slots=True)
class Plan:
    """How long is measured, in units of the flow's time.

    Attributes:
        orbits: Number of orbits side by side.
        settle: Forgotten before they are taken from one orbit.
        spread: Over which they are taken.
        align: In which the directions find themselves; forgotten too.
        averaged: Over which each orbit is averaged.
        length: Of a piece.
    """

    orbits: int
    settle: float
    spread: float
    align: float
    averaged: float
    length: float

    @property
    def pieces(self) -> int:
        """Number of pieces over which is averaged."""
        return max(1, round(self.averaged / self.length))


@dataclass(slots=True)
class Running:
    """What is known while it runs.

    Attributes:
        plan: How long it will run.
        dimension: Number d of coordinates that are free.
        times: Time over which each estimate goes, rising.
        means: Exponents up to each time, not sorted, each of shape (k,).
        margins: Their margins, each of shape (k,).
        estimate: What follows from all; None before there are two samples.
        divergence: Mean divergence along the orbits; NaN if it cannot be compared with the sum.
        finer: Change of the exponents with half the step or a hundredth of the tolerance, shape
            (k,), in their order; None while that is not known.
        moves: Whether the orbits move in the end, and do not rest.
        left: How many orbits left the domain and were given up.
        lost: Whether too many did.
        done: Whether this is the end.
    """

    plan: Plan
    dimension: int
    times: list[float] = field(default_factory=list)
    means: list[np.ndarray] = field(default_factory=list)
    margins: list[np.ndarray] = field(default_factory=list)
    estimate: Estimate | None = None
    divergence: float = math.nan
    finer: np.ndarray | None = None
    moves: bool = True
    left: int = 0
    lost: bool = False
    done: bool = False

    @property
    def progress(self) -> float:
        """Share of the time that lies behind."""
        return len(self.times) / self.plan.pieces


def measurable(flow: Flow) -> Flow:
    """The flow whose states say all: of one that remembers, that of its histories."""
    return flow.whole if isinstance(flow, Remembering) else flow


def plan_of(
    flow: Flow,
    averaged: float,
    settle: float | None = None,
    orbits: int = ORBITS,
    ticket: Ticket | None = None,
) -> Plan:
    """A plan that suits a flow.

    Args:
        flow: Any flow that knows its domain.
        averaged: Time over which each orbit is averaged.
        settle: Time that is forgotten; twice the time in which something happens if None.
        orbits: How many. A recorded flow has one, which begins where the record does.
        ticket: Looked at on the way.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    if isinstance(flow, Recorded) and math.isfinite(flow.span[1] - flow.span[0]):
        whole = flow.span[1] - flow.span[0]
        averaged = min(averaged, 0.9 * whole)
        length = averaged / max(FEWEST, 2 * STRETCHES)
        return Plan(1, 0.0, 0.0, min(0.1 * whole, averaged / 10.0), averaged, length)
    flow = measurable(flow)
    if flow.dimension > LARGEST:
        orbits = min(orbits, STRETCHES)
    forgotten = 2.0 * lasting(flow) if settle is None else settle
    if flow.discrete:
        whole = math.ceil(averaged / ITERATIONS) * ITERATIONS
        turns = math.ceil(forgotten)
        return Plan(orbits, turns, turns, turns // ITERATIONS * ITERATIONS, whole, ITERATIONS)
    length = min(averaged / FEWEST, _turning(flow, forgotten, ticket))
    length = averaged / math.ceil(averaged / length)
    return Plan(orbits, forgotten, 0.5 * forgotten, 0.5 * forgotten, averaged, length)


def _turning(flow: Flow, settle: float, ticket: Ticket | None) -> float:
    """Time in which no direction drowns in the fastest one."""
    if flow.dimension > 2 * LARGEST:
        return lasting(flow) / FEWEST
    moved: Flow = flow.whole if isinstance(flow, Spherical) else flow
    states = settled(flow, 64, 0.2 * settle, 0.2 * settle, ticket)
    states = flow.lifted(states) if isinstance(flow, Spherical) else states
    with np.errstate(all="ignore"):
        slopes = gradients(moved, states)
        sizes = np.linalg.norm(slopes, axis=(1, 2))
    known = np.isfinite(sizes)
    pace = float(np.percentile(sizes[known], 75)) if known.any() else 0.0
    if not pace > 0.0:
        return lasting(flow) / FEWEST
    fastest = -float(np.linalg.eigvals(slopes[known]).real.min())
    return min(TURNED / pace, DROWNED / fastest) if fastest > 0.0 else TURNED / pace


def spectrum(flow: Flow, plan: Plan, ticket: Ticket | None = None) -> Iterator[Running]:
    """Measure, and yield the same record, fuller each time, after each piece.

    Args:
        flow: Any flow that knows its domain.
        plan: How long.
        ticket: Looked at on the way.

    Raises:
        Withdrawn: If the ticket was withdrawn.

    Source:
        Benettin, Galgani, Giorgilli & Strelcyn (1980), Meccanica 15, 9-30.
    """
    flow = measurable(flow)
    begin = flow.span[0] if isinstance(flow, Recorded) and plan.orbits == 1 else 0.0
    states = (
        settled(flow, plan.orbits, plan.settle, plan.spread, ticket)
        if plan.orbits > 1
        else np.array([box_of(flow).start])
    )
    bundle = Bundle(flow, states, begin)
    logs = np.zeros((plan.orbits, bundle.directions))
    running = Running(plan, flow.dimension)
    for _ in range(round(plan.align / plan.length)):
        logs = bundle.carry(plan.length, ticket)
    here = np.asarray(np.isfinite(logs).all(axis=1))
    bundle.keep(here)
    running.left = int(np.count_nonzero(~here))
    if running.left > SPARED * plan.orbits:
        running.lost = running.done = True
        yield running
        return
    whole = bundle.directions == bundle.flow.dimension
    divergence = Divergence(bundle.flow, plan.length)
    grown = np.zeros((len(bundle.states), bundle.directions))
    sums: list[np.ndarray] = []
    twice: list[tuple[Bundle, np.ndarray]] = []
    for i in range(plan.pieces):
        before, time = bundle.states, bundle.time
        kept = bundle.again(flow) if i % max(1, plan.pieces // PAIRED) == 0 else None
        logs = bundle.carry(plan.length, ticket)
        here = np.asarray(np.isfinite(logs).all(axis=1))
        if not here.all():
            running.left += int(np.count_nonzero(~here))
            if running.left > SPARED * plan.orbits:
                running.lost = running.done = True
                yield running
                return
            bundle.keep(here)
            grown, before, logs, kept = grown[here], before[here], logs[here], None
        grown = grown + logs
        elapsed = (i + 1) * plan.length
        sums.append(grown[0].copy())
        running.times.append(elapsed)
        _extend(running, grown / elapsed, sums, i)
        if kept is not None:
            twice.append((kept, logs))
        if whole:
            divergence.add(before, time, ticket)
            running.divergence = divergence.mean
        yield running
    if whole:
        divergence.follow(ticket)
        running.divergence = divergence.mean
    running.moves = _moves(bundle)
    order = np.argsort(-running.means[-1], kind="stable")
    if isinstance(flow, Refinable):
        finer = _finer(flow.refined(), twice, plan.length, ticket)
        running.finer = None if finer is None else finer[order]
    running.done = True
    yield running


def _moves(bundle: Bundle) -> bool:
    """Whether orbits have not come to rest: whether a piece of time moves them at all."""
    length = lasting(bundle.flow) / FEWEST
    with np.errstate(all="ignore"):
        rates = bundle.flow.velocity(bundle.states, bundle.time) / bundle.sides
    return bool(np.nanmax(np.abs(rates), initial=0.0) * length > RESTING)


def _extend(running: Running, rates: np.ndarray, sums: list[np.ndarray], i: int) -> None:
    """Add the estimates after piece `i`."""
    plan = running.plan
    running.means.append(rates.mean(axis=0))
    drift = DRIFT * np.abs(running.means[-1] - running.means[i // 2])
    drift = np.maximum(drift, RESOLVED * TURNED / plan.length)
    if plan.orbits > 1:
        off = 2.0 * rates.std(axis=0, ddof=1) / math.sqrt(len(rates))
        running.margins.append(off)
        if i == plan.pieces - 1 or (i + 1) % STRETCHES == 0:
            running.estimate = estimate(rates, running.dimension, drift)
    else:
        running.margins.append(np.full(rates.shape[1], np.nan))
        if i == plan.pieces - 1 and len(sums) >= 2 * STRETCHES:
            samples = in_stretches(np.array(sums), np.array(running.times), STRETCHES)
            running.estimate = estimate(samples, running.dimension, drift)


def _finer(
    flow: Flow, twice: list[tuple[Bundle, np.ndarray]], length: float, ticket: Ticket | None
) -> np.ndarray | None:
    """Mean change of each exponent when the same pieces are carried more carefully."""
    changes = []
    for kept, logs in twice:
        again = kept.again(flow).carry(length, ticket)
        changes.append((again - logs) / length)
    change = np.concatenate(changes)
    change = change[np.isfinite(change).all(axis=1)]
    return np.asarray(change.mean(axis=0)) if len(change) else None


def measured(flow: Flow, plan: Plan, ticket: Ticket | None = None) -> Running:
    """The end of `spectrum`.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    *_, last = spectrum(flow, plan, ticket)
    return last
