"""The diffusive force of a flow, at an instant and gathered along paths."""

from __future__ import annotations

import itertools

import numpy as np

from engines.errors import UnfitError
from engines.instruments.transport.plane_grid import within_record
from engines.instruments.vortices.along_paths import simpson
from engines.protocols.capabilities import Bounded, Differentiable, Diffusive, Recorded, Tangent
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

_NUDGE = 1e-4  # of the domain: distance over which a Jacobian is differenced
_PIECE = 1 << 12  # nodes between two looks at the ticket
_DIVERGENT = 1e-9  # of the Jacobian: from here on a flow is not taken to keep areas
_INTERPOLATED = 0.03  # the same of a recorded flow, root mean square


def viscosity_of(flow: Flow) -> float:
    """Kinematic viscosity of a flow; 1 where it states none."""
    return flow.viscosity if isinstance(flow, Diffusive) else 1.0


def diffusive_force(flow: Flow, states: np.ndarray, time: float) -> np.ndarray:
    """Instantaneous barrier field of a flow.

        b = nu Laplacian(v)

    Args:
        flow: Diffusive; or one that knows its domain and Jacobian, which is differenced then.
        states: Shape (n, d).
        time: The moment.

    Returns:
        Shape (n, d), length per time^2.

    Raises:
        UnfitError: If neither is known.
    """
    if isinstance(flow, Diffusive):
        return flow.viscosity * flow.laplacian(states, time)
    if not (isinstance(flow, Differentiable) and isinstance(flow, Bounded)):
        raise UnfitError("barriers need a flow that knows the derivative of its velocity")
    total = np.zeros(np.shape(states))
    for j, (low, high) in enumerate(zip(flow.box.low, flow.box.high, strict=True)):
        step = np.zeros(len(flow.box.low))
        step[j] = _NUDGE * (high - low)
        after, before = flow.jacobian(states + step, time), flow.jacobian(states - step, time)
        total += (after - before)[:, :, j] / (2.0 * step[j])
    return total


def keeps_area(flow: Flow, states: np.ndarray, times: np.ndarray) -> bool:
    """Whether the divergence vanishes at `states` at all of `times`.

    Args:
        flow: Differentiable.
        states: A sample, shape (n, d).
        times: Moments.
    """
    if not isinstance(flow, Differentiable):
        return False
    for time in times:
        found = flow.jacobian(states, float(time))
        found = found[np.isfinite(found).all(axis=(1, 2))]
        growth = np.abs(np.trace(found, axis1=1, axis2=2))
        if isinstance(flow, Recorded):  # not even a field without divergence is so between nodes
            size = float(np.sqrt((found**2).sum(axis=(1, 2)).mean())) if len(found) else 0.0
            if growth.size and np.sqrt((growth**2).mean()) > _INTERPOLATED * size:
                return False
        elif growth.size and growth.max() > _DIVERGENT * max(float(np.abs(found).max()), 1e-300):
            return False
    return True


def mean_force(
    flow: Flow,
    states: np.ndarray,
    *,
    start: float,
    horizon: float,
    intervals: int,
    ticket: Ticket | None = None,
) -> np.ndarray:
    """Lagrangian barrier field of any flow: its diffusive force, pulled back along paths.

        bbar(x0) = (1/T) integral of det(D) D^-1 nu Laplacian(v)(F(x0, t), t) dt,   D = dF/dx0

    Simpson's rule; D is the product of what each interval contributes.

    Args:
        flow: Carries tangents, and knows its Laplacian or Jacobian.
        states: Where the paths begin, shape (n, d).
        start: Time of release.
        horizon: Travel time T, signed; at zero it is the instantaneous field.
        intervals: Even number of intervals.
        ticket: Looked at before each evaluation.

    Returns:
        Shape (n, d); NaN where a path blew up.

    Raises:
        FlowError: If the flow is recorded and has no data for it.
        UnfitError: If the flow carries no tangents.
        Withdrawn: If the ticket was withdrawn.

    Source:
        Haller et al. (2020), J. Fluid Mech. 905, A17, eq. (3.10).
    """
    within_record(flow, start, horizon)
    if horizon == 0.0:
        return diffusive_force(flow, states, start)
    if not isinstance(flow, Tangent):
        raise UnfitError("barriers along paths need a flow that carries tangents")
    times = start + horizon * np.linspace(0.0, 1.0, intervals + 1)
    weights = simpson(intervals, 1.0)
    total = np.empty(np.shape(states))
    for first in range(0, len(states), _PIECE):
        places = np.asarray(states[first : first + _PIECE], float)
        d = np.broadcast_to(np.eye(places.shape[1]), (len(places), *(places.shape[1],) * 2))
        gathered = weights[0] * diffusive_force(flow, places, start)
        for k, (t0, t1) in enumerate(itertools.pairwise(times), start=1):
            if ticket is not None:
                ticket.check()
            places, further = flow.advance_tangent(places, float(t0), float(t1), ticket)
            with np.errstate(over="ignore", invalid="ignore"):  # what blows up is left out
                d = further @ d
                force = diffusive_force(flow, places, float(t1))
                gathered = gathered + weights[k] * _pulled_back(d, force)
        gathered[~np.isfinite(gathered).all(axis=1)] = np.nan
        total[first : first + _PIECE] = gathered
    return total


def _pulled_back(d: np.ndarray, force: np.ndarray) -> np.ndarray:
    """det(D) D^-1 b, by cofactors in the plane: D need not be far from singular."""
    if d.shape[1] == 2:
        return np.stack(
            [
                d[:, 1, 1] * force[:, 0] - d[:, 0, 1] * force[:, 1],
                d[:, 0, 0] * force[:, 1] - d[:, 1, 0] * force[:, 0],
            ],
            axis=1,
        )
    known = np.isfinite(d).all(axis=(1, 2)) & np.isfinite(force).all(axis=1)
    found = np.full(force.shape, np.nan)
    solved = np.linalg.solve(d[known], force[known][..., None])[..., 0]
    found[known] = np.linalg.det(d[known])[:, None] * solved
    return found
