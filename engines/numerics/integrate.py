"""Integration of any velocity that NumPy can evaluate, such as that of a network.

Systems given by equations have compiled loops of their own, with the same tableaus.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from engines.numerics.control import accepted, step_factor
from engines.numerics.steppers import DORMAND_PRINCE, RK4
from engines.numerics.tableau import Partitioned, Tableau
from engines.running.ticket import Ticket

Velocity = Callable[[np.ndarray, float], np.ndarray]


def steps_between(start: float, stop: float, step: float) -> int:
    """Fewest equal steps from `start` to `stop` none of which is longer than `step`."""
    return math.ceil(abs(stop - start) / step - 1e-9) if stop != start else 0


def without_infinities(states: np.ndarray) -> np.ndarray:
    """A state of which one coordinate is not finite becomes NaN in all, in place."""
    states[~np.isfinite(states).all(axis=-1)] = np.nan
    return states


def _slopes(
    velocity: Velocity, states: np.ndarray, time: float, h: float, tableau: Tableau
) -> list[np.ndarray]:
    slopes = [velocity(states, time + tableau.c[0] * h)]
    for row, place in zip(tableau.a, tableau.c[1:], strict=True):
        stage = states + h * sum(w * k for w, k in zip(row, slopes, strict=True) if w)
        slopes.append(velocity(stage, time + place * h))
    return slopes


def one_step(
    velocity: Velocity, states: np.ndarray, time: float, h: float, tableau: Tableau = RK4
) -> np.ndarray:
    """`states`, shape (n, d), a step `h` later."""
    slopes = _slopes(velocity, states, time, h, tableau)
    return states + h * sum(w * k for w, k in zip(tableau.b, slopes, strict=True) if w)


def advanced(
    velocity: Velocity,
    states: np.ndarray,
    start: float,
    stop: float,
    *,
    step: float,
    tableau: Tableau = RK4,
    ticket: Ticket | None = None,
) -> np.ndarray:
    """Where `states`, shape (n, d), are at `stop`, by equal steps no longer than `step`.

    States that blow up are NaN, the others unharmed.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    states = np.array(states)
    steps = steps_between(start, stop, step)
    with np.errstate(all="ignore"):
        for i in range(steps):
            if ticket is not None:
                ticket.check()
            h = (stop - start) / steps
            states = one_step(velocity, states, start + i * h, h, tableau)
    return without_infinities(states)


def recorded(
    velocity: Velocity,
    states: np.ndarray,
    times: np.ndarray,
    *,
    step: float,
    tableau: Tableau = RK4,
    ticket: Ticket | None = None,
) -> np.ndarray:
    """`states`, given at times[0], at each of `times`: shape (n, k, d)."""
    states = without_infinities(np.array(states))
    out = np.empty((len(states), len(times), states.shape[1]), dtype=states.dtype)
    for k, time in enumerate(times):
        if k:
            states = advanced(
                velocity,
                states,
                float(times[k - 1]),
                float(time),
                step=step,
                tableau=tableau,
                ticket=ticket,
            )
        out[:, k] = states
    return out


def adapted(
    velocity: Velocity,
    states: np.ndarray,
    start: float,
    stop: float,
    *,
    rtol: float,
    atol: float,
    tableau: Tableau = DORMAND_PRINCE,
    ticket: Ticket | None = None,
) -> np.ndarray:
    """Where `states`, shape (n, d), are at `stop`, with error control.

    All states share the step; it satisfies the one with the largest error,

        max_i |h sum_j (b_j - b*_j) k_ji| / (atol + rtol |x_i|) <= 1.

    Args:
        velocity: Rates of change of states at a time.
        states: Shape (n, d).
        start: Time of `states`.
        stop: Time wanted, earlier or later.
        rtol: Relative tolerance per step.
        atol: Absolute tolerance per step, in units of the state.
        tableau: A method with embedded weights.
        ticket: Looked at before each step.

    Returns:
        Shape (n, d); NaN for states that blew up or asked for a millionth of the whole time.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    states = np.array(states)
    weights = tableau.error_weights()
    time, h, before = start, (stop - start) / 100.0, 1.0
    least = 1e-6 * abs(stop - start) + 1e-13 * abs(stop)
    with np.errstate(all="ignore"):
        while time != stop:
            if ticket is not None:
                ticket.check()
            final = abs(h) >= abs(stop - time)
            h = stop - time if final else h
            slopes = _slopes(velocity, states, time, h, tableau)
            new = states + h * sum(w * k for w, k in zip(tableau.b, slopes, strict=True) if w)
            off = h * sum(w * k for w, k in zip(weights, slopes, strict=True) if w)
            scaled = np.abs(off) / (atol + rtol * np.maximum(np.abs(states), np.abs(new)))
            if abs(h) <= least:
                # On its way to a singularity: given up, or all others would wait for it.
                new[(scaled > 1.0).any(axis=1)] = np.nan
                scaled[np.isnan(new)] = 0.0
            error = float(np.max(scaled, where=np.isfinite(scaled), initial=0.0))
            keep = accepted(error)
            if keep:
                time = stop if final else time + h
                states = new
            h *= step_factor(error, before, tableau.order)
            before = error if keep else before
            if abs(h) < least:
                h = math.copysign(least, stop - start)
    return without_infinities(states)


def kicked(
    drift: Callable[[np.ndarray], np.ndarray],
    force: Callable[[np.ndarray, float], np.ndarray],
    places: np.ndarray,
    momenta: np.ndarray,
    start: float,
    stop: float,
    *,
    step: float,
    method: Partitioned,
    ticket: Ticket | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Places and momenta at `stop` under q' = drift(p), p' = force(q, t).

    Symplectic: for a force with a potential the energy error stays bounded for all times.
    """
    steps = steps_between(start, stop, step)
    q, p = np.array(places), np.array(momenta)
    for i in range(steps):
        if ticket is not None:
            ticket.check()
        h = (stop - start) / steps
        time = start + i * h
        for drifted, kick in zip(method.drifts, method.kicks, strict=True):
            q = q + h * drifted * drift(p)
            time += h * drifted
            if kick:
                p = p + h * kick * force(q, time)
    return q, p
