"""A path that nearly closes, closed by Newton's method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.instruments.portrait.scales import box_of, periods
from engines.protocols.capabilities import Box, Refinable, Tangent
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

STEPS = 14
POLISHING = 6
CLOSED = 1e-11  # of the box: a step of Newton's method after which nothing is left to do
LEAP, STRETCH = 0.15, 0.3  # longest step, in boxes and in periods
SMALLEST = 1e-3  # extent of a closed orbit that is no fixed point, in boxes
NEUTRAL = 1e-5  # a multiplier this near to 1 in size neither grows nor shrinks
SAMPLES = 400


@dataclass(frozen=True, slots=True, eq=False)
class Cycle:
    """A closed orbit.

    Attributes:
        place: A state on it, shape (d,).
        period: Time it takes; for a map or a driven flow a whole number of its own periods.
        multipliers: Eigenvalues of the derivative of the flow map over a period, largest first,
            shape (d,), complex. In a steady flow the one along the orbit is `trivial`.
        trivial: The multiplier along the orbit, which is 1; NaN where there is none.
        kind: "stable", "unstable", "saddle" or "neutral".
        path: Samples of it, the last equal to the first, shape (k, d).
        uncertain: How far the period changes if it is found with less care.
        order: Number of its returns, or of periods of what drives it.
    """

    place: np.ndarray
    period: float
    multipliers: np.ndarray
    trivial: complex
    kind: str
    path: np.ndarray
    uncertain: float
    order: int = 1


def short_way(gaps: np.ndarray, box: Box) -> np.ndarray:
    """Differences of states, shape (..., d), the short way round where a coordinate repeats."""
    period = periods(box)
    around = np.isfinite(period)
    turns = np.where(around, np.round(gaps / np.where(around, period, 1.0)), 0.0)
    shorter: np.ndarray = gaps - turns * np.where(around, period, 0.0)
    return shorter


def careful(flow: Flow) -> tuple[Flow, Flow]:
    """Two flows that are integrated with more and with most care."""
    if not isinstance(flow, Refinable):
        return flow, flow
    finer = flow.refined()
    return finer, finer.refined() if isinstance(finer, Refinable) else finer


def carried(
    flow: Flow, state: np.ndarray, begin: float, end: float, ticket: Ticket | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Where a state, shape (d,), ends and the derivative of the flow map, shape (d, d), by
    tangents, or by central differences of a flow that has none.
    """
    d = flow.dimension
    if isinstance(flow, Tangent):
        final, slope = flow.advance_tangent(state[None], begin, end, ticket)
        return final[0], slope[0]
    step = 1e-5 * np.subtract(box_of(flow).high, box_of(flow).low)
    cloud = np.concatenate([state[None], state + np.diag(step), state - np.diag(step)])
    ends = flow.advance(cloud, begin, end, ticket)
    return ends[0], ((ends[1 : 1 + d] - ends[1 + d :]) / (2.0 * step[:, None])).T


def closed(
    flow: Flow, state: np.ndarray, period: float, ticket: Ticket | None = None
) -> tuple[np.ndarray, float, np.ndarray] | None:
    """The closed orbit near a path that nearly closes, by single shooting.

    Newton's method on the state x and the period T solves

        F_T(x) - x = 0,    v(x0) . (x - x0) = 0,

    the second equation so that the state does not slide along the orbit.

    Args:
        flow: A steady flow.
        state: Where the path begins, shape (d,).
        period: About how long it takes; negative to follow it backwards, where an orbit repels.
        ticket: Looked at before each step.

    Returns:
        State, period, and derivative of the flow map over it; None if there is no such orbit.

    Raises:
        Withdrawn: If the ticket was withdrawn.

    Source:
        Seydel (2010), Practical Bifurcation and Stability Analysis, section 7.3.
    """
    box = box_of(flow)
    sides = np.subtract(box.high, box.low)
    x, time = np.array(state, float), float(period)
    d = flow.dimension
    for _ in range(STEPS):
        if ticket is not None:
            ticket.check()
        end, slope = carried(flow, x, 0.0, time, ticket)
        if not (np.isfinite(end).all() and np.isfinite(slope).all()):
            return None
        rates = flow.velocity(np.array([x, end]), 0.0)
        if not np.isfinite(rates).all():
            return None
        matrix = np.zeros((d + 1, d + 1))
        matrix[:d, :d] = (slope - np.eye(d)) * sides  # in boxes, so that no coordinate drowns
        matrix[:d, d] = rates[1]
        matrix[d, :d] = rates[0] * sides
        away = np.append(-short_way(end - x, box), 0.0)
        weights = np.append(1.0 / sides, 1.0 / max(np.abs(rates[0] / sides).max(), 1e-300))
        found = np.linalg.lstsq(matrix * weights[:, None], away * weights, rcond=1e-8)[0]
        step, later = found[:d], float(found[d])
        size = float(np.abs(step).max())
        damping = min(1.0, LEAP / max(size, 1e-300), STRETCH * abs(time) / max(abs(later), 1e-300))
        x, time = x + damping * step * sides, time + damping * later
        if time * period <= 0.0 or abs(time) > 3.0 * abs(period) or not np.isfinite(x).all():
            return None
        if size < CLOSED and abs(later) < CLOSED * abs(time):
            break
    else:
        if size > 1e-6:
            return None
    end, slope = carried(flow, x, 0.0, time, ticket)
    if not np.abs(short_way(end - x, box) / sides).max() < 1e-6:
        return None
    return x, time, slope


def cycle_of(
    flow: Flow, state: np.ndarray, period: float, ticket: Ticket | None = None
) -> Cycle | None:
    """The closed orbit near a path that nearly closes, with all that is known of it.

    It is found on the flow as it is, then twice with more care; the last two periods tell how far
    the last may be off.

    Args:
        flow: A steady flow.
        state: Where the path begins, shape (d,).
        period: About how long it takes; negative to follow it backwards.
        ticket: Looked at before each step.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    box = box_of(flow)
    sides = np.subtract(box.high, box.low)
    rough = closed(flow, state, period, ticket)
    if rough is None:
        return None
    x, time = _shortest(flow, rough[0], rough[1], ticket)
    periods_found = []
    slope = rough[2]
    for finer in careful(flow):
        fine = closed(finer, x, time, ticket)
        if fine is None:
            return None
        x, time, slope = fine
        periods_found.append(abs(time))
    finer = careful(flow)[1]
    path = finer.record(x[None], np.linspace(0.0, abs(time), SAMPLES), ticket)[0]
    if not np.isfinite(path).all():  # it repels so much that it cannot be followed forwards
        path = finer.record(x[None], np.linspace(0.0, -abs(time), SAMPLES), ticket)[0][::-1]
    if not (np.ptp(path, axis=0) / sides).max() > SMALLEST:
        return None
    multipliers = np.linalg.eigvals(slope.astype(complex))
    if time < 0.0:
        with np.errstate(divide="ignore"):
            multipliers = 1.0 / multipliers
    multipliers = multipliers[np.argsort(-np.abs(multipliers), kind="stable")]
    along = int(np.argmin(np.abs(multipliers - 1.0)))
    others = np.delete(multipliers, along)
    uncertain = abs(periods_found[-1] - periods_found[0])
    uncertain = max(uncertain, 4.0 * np.finfo(float).eps * abs(time))
    return Cycle(
        x, abs(time), multipliers, complex(multipliers[along]), kind_of(others), path, uncertain
    )


def kind_of(multipliers: np.ndarray) -> str:
    """What multipliers, without the one along the orbit, say about neighbours."""
    sizes = np.abs(multipliers)
    up, down = sizes > 1.0 + NEUTRAL, sizes < 1.0 - NEUTRAL
    if not np.all(up | down):
        return "neutral"
    if np.all(down):
        return "stable"
    return "unstable" if np.all(up) else "saddle"


def _shortest(
    flow: Flow, state: np.ndarray, period: float, ticket: Ticket | None
) -> tuple[np.ndarray, float]:
    """The same orbit gone round once."""
    box = box_of(flow)
    sides = np.subtract(box.high, box.low)
    for turns in range(8, 1, -1):
        part = period / turns
        end = flow.advance(state[None], 0.0, part, ticket)[0]
        if np.abs(short_way(end - state, box) / sides).max() < 1e-4:
            return state, part
    return state, period
