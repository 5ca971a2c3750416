"""Vorticity gathered along paths: its mean, and how far it departs from that of the domain."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engines.errors import UnfitError
from engines.instruments.transport.plane_grid import within_record
from engines.instruments.vortices.spin import Domain, vorticity
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

INTERVALS = 60  # of Simpson's rule
_STRIP = 1 << 13  # nodes between two signs of life


def simpson(intervals: int, span: float) -> np.ndarray:
    """Weights of Simpson's rule over |span|, shape (intervals + 1,).

    Args:
        intervals: An even number.
        span: Length of the whole.
    """
    if intervals < 2 or intervals % 2:
        raise ValueError(f"intervals = {intervals}, allowed even numbers from 2")
    weights = np.ones(intervals + 1)
    weights[1:-1:2], weights[2:-1:2] = 4.0, 2.0
    return weights * abs(span) / intervals / 3.0


def _gathered(
    flow: Flow,
    states: np.ndarray,
    times: np.ndarray,
    weights: np.ndarray,
    seen: Callable[[np.ndarray, int], np.ndarray],
    ticket: Ticket | None,
) -> np.ndarray:
    """Sum over `times` of what is `seen` of the vorticity along each path, shape (n,)."""
    total = np.zeros(len(states))
    for first in range(0, len(states), _STRIP):
        part = states[first : first + _STRIP]
        paths = flow.record(part, times, ticket)
        for k, time in enumerate(times):
            if ticket is not None:
                ticket.check()
            with np.errstate(over="ignore", invalid="ignore"):  # what blows up is left out
                found = vorticity(flow, paths[:, k], float(time))
                total[first : first + _STRIP] += weights[k] * seen(found, k)
    total[~np.isfinite(total)] = np.nan
    return total


def _mean(flow: Flow, domain: Domain, time: float, ticket: Ticket | None) -> np.ndarray:
    if ticket is not None:
        ticket.check()
    return domain.mean_vorticity(flow, time)


def _times(start: float, horizon: float, intervals: int, words: str) -> np.ndarray:
    if horizon == 0.0:
        raise UnfitError(f"horizon T = 0, allowed any other number for {words}")
    return start + horizon * np.linspace(0.0, 1.0, intervals + 1)


def lavd(
    flow: Flow,
    states: np.ndarray,
    domain: Domain,
    *,
    start: float,
    horizon: float,
    intervals: int = INTERVALS,
    ticket: Ticket | None = None,
) -> np.ndarray:
    """Lagrangian-averaged vorticity deviation.

        LAVD(x0) = integral over the path of |w(F(x0, t), t) - <w>(t)| dt

    <w> is the mean over the domain, not over the parcels. Simpson's rule.

    Args:
        flow: Continuous time; its vorticity must be known.
        states: Where the paths begin, shape (n, d), world units.
        domain: Over which the mean is taken.
        start: Time of release.
        horizon: Travel time T, signed, not zero.
        intervals: Even number of intervals of Simpson's rule.
        ticket: Looked at before each evaluation.

    Returns:
        Shape (n,), an angle in radians; NaN where a path blew up.

    Raises:
        FlowError: If the flow is recorded and has no data for it.
        Withdrawn: If the ticket was withdrawn.
        UnfitError: If the horizon is zero or the vorticity is not known.

    Source:
        Haller, Hadjighasem, Farazmand & Huhn (2016), J. Fluid Mech. 795, 136-173, eq. (3).
    """
    within_record(flow, start, horizon)
    times = _times(start, horizon, intervals, "LAVD, IVD is its value at an instant")
    means = np.array([_mean(flow, domain, float(time), ticket) for time in times])
    weights = simpson(intervals, horizon)
    return _gathered(
        flow,
        states,
        times,
        weights,
        lambda found, k: np.linalg.norm(found - means[k], axis=1),
        ticket,
    )


def mean_spin(
    flow: Flow,
    states: np.ndarray,
    *,
    start: float,
    horizon: float,
    intervals: int = INTERVALS,
    ticket: Ticket | None = None,
) -> np.ndarray:
    """Vorticity averaged along paths of a planar flow.

        wbar(x0) = (1/T) integral of w(F(x0, t), t) dt,   w = dv/dx - du/dy

    Args:
        flow: Planar, continuous time.
        states: Where the paths begin, shape (n, 2), world units.
        start: Time of release.
        horizon: Travel time T, signed; at zero it is the vorticity itself.
        intervals: Even number of intervals of Simpson's rule.
        ticket: Looked at before each evaluation.

    Returns:
        Shape (n,), 1 over the unit of time; NaN where a path blew up.

    Raises:
        FlowError: If the flow is recorded and has no data for it.
        Withdrawn: If the ticket was withdrawn.
    """
    within_record(flow, start, horizon)
    if horizon == 0.0:
        return vorticity(flow, states, start)[:, 0]
    times = start + horizon * np.linspace(0.0, 1.0, intervals + 1)
    weights = simpson(intervals, 1.0)
    return _gathered(flow, states, times, weights, lambda found, k: found[:, 0], ticket)


def ivd(flow: Flow, states: np.ndarray, domain: Domain, time: float) -> np.ndarray:
    """Instantaneous vorticity deviation |w(x, t) - <w>(t)|, shape (n,), 1 over the unit of time.

    Source:
        Haller et al. (2016), J. Fluid Mech. 795, 136-173, section 4.
    """
    off = vorticity(flow, states, time) - domain.mean_vorticity(flow, time)
    return np.linalg.norm(off, axis=1)
