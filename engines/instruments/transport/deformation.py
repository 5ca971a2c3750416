"""How a flow deforms a small disc: the gradient D = dF/dx of its map, and the exponent from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.numerics.stretching import log_stretch
from engines.protocols.capabilities import Bounded, Tangent
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

METHODS = ("variational", "grid", "auxiliary")

_AUXILIARY = 1e-5  # distance of the four helpers, as a share of the domain


@dataclass(frozen=True, slots=True)
class Seeds:
    """Nodes of a grid in the plane of the first two coordinates, and when they start.

    Attributes:
        x: Shape (nx,), world units.
        y: Shape (ny,), world units.
        rest: The other coordinates of every seed, length d - 2.
        start: Time of release.
        horizon: Travel time, signed.
    """

    x: np.ndarray
    y: np.ndarray
    rest: tuple[float, ...]
    start: float
    horizon: float

    def states(self) -> np.ndarray:
        """All seeds, row by row: shape (ny * nx, d)."""
        states = np.empty((len(self.y), len(self.x), 2 + len(self.rest)))
        states[..., 0] = self.x
        states[..., 1] = self.y[:, None]
        states[..., 2:] = self.rest
        return states.reshape(-1, states.shape[-1])

    @property
    def stop(self) -> float:
        """Time of arrival."""
        return self.start + self.horizon


def _periods(flow: Flow) -> np.ndarray | None:
    """Periods along which a map may have wrapped its states; flows in continuous time do not."""
    if not (flow.discrete and isinstance(flow, Bounded) and any(flow.box.periodic)):
        return None
    spans = np.subtract(flow.box.high, flow.box.low)
    return np.where(flow.box.periodic, spans, np.inf)


def _difference(after: np.ndarray, before: np.ndarray, periods: np.ndarray | None) -> np.ndarray:
    off = after - before
    if periods is None:
        return off
    turns = np.round(off / periods)
    return off - np.where(turns == 0.0, 0.0, turns * periods)


def by_tangent(flow: Flow, seeds: Seeds, ticket: Ticket | None) -> np.ndarray:
    """D from the variational equation M' = (dv/dx) M, shape (ny, nx, d, 2); exact at each node."""
    if not isinstance(flow, Tangent):
        raise TypeError("by_tangent needs a flow that carries tangents")
    _, gradients = flow.advance_tangent(seeds.states(), seeds.start, seeds.stop, ticket)
    shape = (len(seeds.y), len(seeds.x), *gradients.shape[1:])
    return gradients.reshape(shape)[..., :2]


def by_grid(flow: Flow, seeds: Seeds, ticket: Ticket | None) -> np.ndarray:
    """D from central differences between grid neighbours, shape (ny, nx, d, 2).

    A node of the border has no central difference; it takes that of its inner neighbour, so that
    extremes and averages are those of the interior.
    """
    arrived = flow.advance(seeds.states(), seeds.start, seeds.stop, ticket)
    arrived = arrived.reshape(len(seeds.y), len(seeds.x), -1)
    periods = _periods(flow)
    d = np.empty((*arrived.shape, 2))
    across = _difference(arrived[:, 2:], arrived[:, :-2], periods)
    along = _difference(arrived[2:], arrived[:-2], periods)
    d[:, 1:-1, :, 0] = across / (seeds.x[2:] - seeds.x[:-2])[None, :, None]
    d[1:-1, :, :, 1] = along / (seeds.y[2:] - seeds.y[:-2])[:, None, None]
    d[0], d[-1] = d[1], d[-2]
    d[:, 0], d[:, -1] = d[:, 1], d[:, -2]
    return d


def by_auxiliary(
    flow: Flow,
    seeds: Seeds,
    ticket: Ticket | None,
    distances: tuple[float, float] | None = None,
) -> np.ndarray:
    """D from four helpers around each node, shape (ny, nx, d, 2).

    Args:
        flow: What moves them.
        seeds: The nodes.
        ticket: Looked at by the flow.
        distances: How far away the helpers are along each axis, world units; 1e-5 of the domain
            if None.
    """
    if distances is None:
        distances = (_AUXILIARY * float(np.ptp(seeds.x)), _AUXILIARY * float(np.ptp(seeds.y)))
    states = seeds.states()
    helpers = np.repeat(states[:, None, :], 4, axis=1)
    for axis, distance in enumerate(distances):
        helpers[:, 2 * axis, axis] += distance
        helpers[:, 2 * axis + 1, axis] -= distance
    arrived = flow.advance(
        helpers.reshape(-1, states.shape[1]), seeds.start, seeds.stop, ticket
    ).reshape(helpers.shape)
    periods = _periods(flow)
    d = np.empty((len(states), states.shape[1], 2))
    for axis in range(2):
        ends = 2 * axis
        apart = helpers[:, ends, axis] - helpers[:, ends + 1, axis]
        off = _difference(arrived[:, ends], arrived[:, ends + 1], periods)
        d[..., axis] = off / apart[:, None]
    return d.reshape(len(seeds.y), len(seeds.x), -1, 2)


def exponent(d: np.ndarray, horizon: float) -> np.ndarray:
    """Largest finite-time Lyapunov exponent of deformation gradients.

        ftle = ln(l) / (2 |T|),   l = largest eigenvalue of C = D^T D

    It is not cut off at zero: where everything contracts it is negative.

    Args:
        d: Shape (..., d, 2).
        horizon: Travel time T, not zero.

    Returns:
        Shape (...), in 1 over the unit of `horizon`; NaN where D is.

    Source:
        Shadden, Lekien & Marsden (2005), Physica D 212, 271-304, eqs. (7) to (9).
    """
    return log_stretch(d) / abs(horizon)
