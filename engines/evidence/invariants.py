"""What a shipped system is measured to be: exponents, dimensions, entropy, and how well."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from engines.instruments.spectra.cloud import cloud
from engines.instruments.spectra.correlation import CorrelationInstrument
from engines.instruments.spectra.scaling import Scaling, scaling
from engines.instruments.spectra.spectrum import Plan, Running, measured, plan_of
from engines.protocols.capabilities import Refinable
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket
from engines.systems.catalogued import Invariants
from engines.systems.system import System

PERIODS = 200.0  # of each orbit
FORGOTTEN = 20.0  # periods before that, and once more in which directions find themselves
ITERATIONS, BEFORE = 4000, 1000  # the same for a map
MOST = 8000  # pieces of time: fast motions need short ones, and get fewer periods
POINTS = 16_000
BY_DEFAULT = 15.0  # periods in the suggested time span, where none is known
TOLERATED, LEAST = 0.01, 1e-3  # by which a sum may miss the divergence: share, and per unit time
FINER = 3  # times
T_QUANTILE = 2.0  # margins hold the truth in 19 of 20 cases: two standard errors


@dataclass(frozen=True, slots=True)
class Finding:
    """The invariants of one system.

    Attributes:
        invariants: The numbers, with standard errors; none if the orbits leave.
        trusted: Whether they obey the identities and stay the same in a finer run.
        said: What was noticed, one line.
    """

    invariants: Invariants
    trusted: bool
    said: str


def invariants(system: System, ticket: Ticket | None = None) -> Finding:
    """Measure a system at its own parameters.

    The step is that of the file. Where the exponents then do not add up to the divergence, none of
    them is zero or they change in a finer run, all is measured again by the finer integrator, up
    to `FINER` times: steps over a corner carry tangents badly, which no single step shows.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    flow: Flow = system.flow_at(system.defaults())
    period = system.catalogued.period or system.duration / BY_DEFAULT
    running = _spectrum(flow, period, ticket)
    for _ in range(FINER):
        if not isinstance(flow, Refinable) or not _doubts(flow, running):
            break
        finer = flow.refined()
        again = _spectrum(finer, period, ticket)
        if again.lost and not running.lost:
            break
        flow, running = finer, again
    if running.lost or running.estimate is None:
        return Finding(Invariants(), False, "the orbits leave the domain")
    dimension = None
    if not CorrelationInstrument.refuses(flow):
        points = cloud(flow, POINTS, _forgotten(flow, period), ticket)
        dimension = scaling(points.sum(len(points.points), ticket), ticket)
    found = _gathered(running, dimension, _settings(flow, running.plan, period))
    doubts = _doubts(flow, running)
    left = f"{running.left} of {running.plan.orbits} orbits left the domain"
    return Finding(found, not doubts, ", ".join([*doubts, *([left] if running.left else [])]))


def _doubts(flow: Flow, running: Running) -> list[str]:
    """What the exponents must obey and do not."""
    if running.lost or running.estimate is None:
        return ["the orbits leave the domain"]
    kept = {
        "the sum misses the divergence": _sound(running),
        "a finer run changes the exponents": _unchanged(running),
        "none of the exponents is zero": not flow.steady or flow.discrete or _neutral(running),
    }
    return [words for words, holds in kept.items() if not holds]


def _forgotten(flow: Flow, period: float) -> float:
    return float(BEFORE) if flow.discrete else FORGOTTEN * period


def _spectrum(flow: Flow, period: float, ticket: Ticket | None) -> Running:
    averaged = float(ITERATIONS) if flow.discrete else PERIODS * period
    plan = plan_of(flow, averaged, _forgotten(flow, period), ticket=ticket)
    if plan.pieces > MOST:
        plan = replace(plan, averaged=MOST * plan.length)
    plan = replace(plan, align=min(plan.settle, 0.5 * plan.averaged))
    return measured(flow, plan, ticket)


def _sound(running: Running) -> bool:
    """Whether the sum of the exponents is the mean divergence, where that is known."""
    if running.estimate is None or math.isnan(running.divergence):
        return True
    gap = abs(float(running.estimate.exponents.sum()) - running.divergence)
    return gap <= max(LEAST, TOLERATED * abs(running.divergence))


def _neutral(running: Running) -> bool:
    """Whether one exponent of a flow that moves is zero, as that along the flow is."""
    found = running.estimate
    if found is None or not running.moves or len(found.exponents) < running.dimension:
        return True
    nearest = int(np.abs(found.exponents).argmin())
    largest = float(np.abs(found.exponents).max())
    bound = max(LEAST, TOLERATED * largest, 1.5 * float(found.margins[nearest]))
    return bool(abs(found.exponents[nearest]) <= bound)


def _unchanged(running: Running) -> bool:
    """Whether a finer run leaves each exponent within its margin, or within a hundredth."""
    if running.finer is None or running.estimate is None:
        return True
    found = running.estimate
    largest = float(np.abs(found.exponents).max())
    bound = np.maximum(found.margins, TOLERATED * largest)
    return bool(np.all(np.abs(running.finer) <= bound))


def _gathered(running: Running, dimension: Scaling | None, settings: str) -> Invariants:
    found = running.estimate
    if found is None:
        return Invariants()
    errors = {
        "max_lyapunov": float(found.margins[0]) / T_QUANTILE,
        "pesin_entropy": found.entropy_margin / T_QUANTILE,
    }
    known = math.isfinite(found.dimension)
    if known:
        errors["kaplan_yorke"] = found.dimension_margin / T_QUANTILE
    if dimension is not None:
        errors["correlation_dimension"] = dimension.margin / T_QUANTILE
    return Invariants(
        lyapunov_spectrum=tuple(float(v) for v in found.exponents),
        lyapunov_error=tuple(float(v) / T_QUANTILE for v in found.margins),
        max_lyapunov=float(found.exponents[0]),
        kaplan_yorke=found.dimension if known else None,
        correlation_dimension=None if dimension is None else dimension.dimension,
        pesin_entropy=found.entropy,
        errors=errors,
        mean_divergence=None if math.isnan(running.divergence) else running.divergence,
        settings=settings,
    )


def _settings(flow: Flow, plan: Plan, period: float) -> str:
    """How the numbers were found, one line."""
    by = f"{flow.integrator}; " if isinstance(flow, Refinable) else ""
    if flow.discrete:
        span = f"{plan.averaged:g} iterations each after {BEFORE}"
    else:
        before = FORGOTTEN + plan.align / period
        span = f"{plan.averaged / period:.0f} periods each after {before:.0f}"
    return f"{by}{plan.orbits} orbits, {span}; all pairs of {POINTS} points"
