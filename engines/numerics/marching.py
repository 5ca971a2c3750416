"""Explicit steps for velocities that are computed in NumPy, many states at once."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engines.numerics.one_thread import one_thread
from engines.running.slices import in_slices
from engines.running.ticket import Ticket

Rate = Callable[[np.ndarray, float], np.ndarray]
Pushed = Callable[[np.ndarray, np.ndarray, float], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True, slots=True)
class Scheme:
    """An explicit Runge-Kutta scheme whose stages each use only the one before.

    Attributes:
        name: Words for the status bar.
        order: How the error falls with the step.
        nodes: Share of the step at which each stage stands.
        weights: Weight of each stage.
    """

    name: str
    order: int
    nodes: tuple[float, ...]
    weights: tuple[float, ...]


EULER = Scheme("Euler", 1, (0.0,), (1.0,))
HEUN = Scheme("Heun", 2, (0.0, 1.0), (0.5, 0.5))
RK4 = Scheme("RK4", 4, (0.0, 0.5, 0.5, 1.0), (1 / 6, 1 / 3, 1 / 3, 1 / 6))
SCHEMES = {scheme.name: scheme for scheme in (EULER, RK4)}


def stepped(rate: Rate, states: np.ndarray, time: float, step: float, scheme: Scheme) -> np.ndarray:
    """`states` one `step` later."""
    stage = rate(states, time)
    total = scheme.weights[0] * stage
    for node, weight in zip(scheme.nodes[1:], scheme.weights[1:], strict=True):
        stage = rate(states + (node * step) * stage, time + node * step)
        total += weight * stage
    return states + step * total


def marched(
    rate: Rate,
    states: np.ndarray,
    times: np.ndarray,
    step: float,
    scheme: Scheme,
    ticket: Ticket | None = None,
) -> np.ndarray:
    """`states` at each of `times`, on the grid times[0], times[0] + step, ... of equal steps.

    Samples between two nodes of the grid are read off the straight line of an Euler step, which
    is what that scheme says the path is; other schemes shorten their step to meet the sample.

    Args:
        rate: Velocities, shape as `states`, at a time.
        states: Shape (..., n, d), given at times[0].
        times: Shape (k,), rising or falling.
        step: Length of a step, positive.
        scheme: How to step.
        ticket: Looked at before each step.

    Returns:
        Shape (k, ..., n, d).

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    out = np.empty((len(times), *states.shape), dtype=states.dtype)
    out[0] = states
    now = float(times[0])
    sign = 1.0 if times[-1] >= times[0] else -1.0
    for k in range(1, len(times)):
        target = float(times[k])
        if scheme.order == 1:
            # Whole steps that do not pass the sample, then a share of the next one.
            while sign * (target - now) >= step * (1.0 - 1e-9):
                _look(ticket)
                states = stepped(rate, states, now, sign * step, scheme)
                now += sign * step
            rest = target - now
            _look(ticket)
            out[k] = states if abs(rest) < 1e-12 else states + rest * rate(states, now)
            continue
        count = max(1, math.ceil(abs(target - now) / step - 1e-9))
        share = (target - now) / count
        for i in range(count):
            _look(ticket)
            states = stepped(rate, states, now + i * share, share, scheme)
        out[k], now = states, target
    return out


def _look(ticket: Ticket | None) -> None:
    if ticket is not None:
        ticket.check()


def recorded(
    rate: Rate,
    states: np.ndarray,
    times: np.ndarray,
    step: float,
    scheme: Scheme,
    ticket: Ticket | None = None,
    piece: int = 512,
) -> np.ndarray:
    """As `marched` for plain states, shape (n, d), in pieces on all cores: shape (n, k, d).

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    one_thread()
    out = np.empty((len(states), len(times), states.shape[1]))

    def work(first: int, last: int) -> None:
        with np.errstate(over="ignore", invalid="ignore"):
            path = marched(rate, states[first:last], times, step, scheme, ticket)
        out[first:last] = path.transpose(1, 0, 2)

    in_slices(work, len(states), piece, ticket)
    out[~np.isfinite(out).all(axis=2)] = np.nan
    return out


def carried(
    pushed: Pushed,
    states: np.ndarray,
    start: float,
    stop: float,
    step: float,
    scheme: Scheme,
    ticket: Ticket | None = None,
    piece: int = 256,
) -> tuple[np.ndarray, np.ndarray]:
    """Final states, shape (n, d), and deformation gradients dF_i/dx_j, shape (n, d, d).

    The displacements of each state are stepped beside it, so the gradient is that of the scheme's
    own map, exact but for rounding.

    Args:
        pushed: Velocities, shape (n, d), and rates of k displacements, shape (k, n, d), of states
            and displacements of these shapes, at a time.
        states: Shape (n, d).
        start: Time of `states`.
        stop: Time asked for.
        step: Length of a step, positive.
        scheme: How to step.
        ticket: Looked at before each step.
        piece: States per piece of work.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    one_thread()
    n, d = states.shape
    finals, gradients = np.empty((n, d)), np.empty((n, d, d))

    def rate(stack: np.ndarray, time: float) -> np.ndarray:
        velocity, rates = pushed(stack[0], stack[1:], time)
        return np.concatenate([velocity[None], rates])

    times = np.array([start, stop])

    def work(first: int, last: int) -> None:
        unit = np.broadcast_to(np.eye(d)[:, None, :], (d, last - first, d))
        stack = np.concatenate([states[None, first:last], unit])
        with np.errstate(over="ignore", invalid="ignore"):
            end = marched(rate, stack, times, step, scheme, ticket)[1]
        finals[first:last] = end[0]
        gradients[first:last] = end[1:].transpose(1, 2, 0)

    in_slices(work, n, piece, ticket)
    lost = ~np.isfinite(finals).all(axis=1)
    finals[lost], gradients[lost] = np.nan, np.nan
    return finals, gradients
