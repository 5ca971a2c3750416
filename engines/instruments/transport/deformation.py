"""How a flow deforms a small disc: the gradient D = dF/dx of its map, and the exponent from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.numerics.stretching import log_stretch
from engines.protocols.capabilities import Bounded, Completing, Displacing, Flat, Spherical, Tangent
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

METHODS = ("variational", "grid", "auxiliary")
MOST_TANGENTS = 8  # coordinates up to which tangents are carried unless asked otherwise

_AUXILIARY = 1e-5  # distance of the helpers, as a share of the domain


@dataclass(frozen=True, slots=True)
class Seeds:
    """Nodes of a grid in a plane of two coordinates, and when they start.

    On a sphere the coordinates are longitude and latitude in degrees.

    Attributes:
        x: Shape (nx,), world units.
        y: Shape (ny,), world units.
        rest: The other coordinates of every seed, in their order, length d - 2.
        start: Time of release.
        horizon: Travel time, signed.
        plane: Which coordinates x and y are, counted from 0.
    """

    x: np.ndarray
    y: np.ndarray
    rest: tuple[float, ...]
    start: float
    horizon: float
    plane: tuple[int, int] = (0, 1)

    def states(self) -> np.ndarray:
        """All seeds, row by row: shape (ny * nx, d)."""
        states = np.empty((len(self.y), len(self.x), 2 + len(self.rest)))
        others = [i for i in range(states.shape[2]) if i not in self.plane]
        states[..., self.plane[0]] = self.x
        states[..., self.plane[1]] = self.y[:, None]
        states[..., others] = self.rest
        return states.reshape(-1, states.shape[-1])

    @property
    def stop(self) -> float:
        """Time of arrival."""
        return self.start + self.horizon

    def shaped(self, d: np.ndarray) -> np.ndarray:
        """Matrices of the states, shape (ny * nx, k, c), as (ny, nx, k, c)."""
        return d.reshape(len(self.y), len(self.x), *d.shape[1:])


@dataclass(frozen=True, slots=True)
class Release:
    """Seeds as the states that really move, and the directions in which they are displaced.

    Attributes:
        mover: What moves them: on a sphere, the flow of unit vectors in space; from a plane that
            cuts through a larger space, the flow of that.
        states: Shape (n, D).
        directions: Columns of unit length, shape (n, D, c).
        sphere: The sphere they lie on, if they do.
    """

    mover: Flow
    states: np.ndarray
    directions: np.ndarray
    sphere: Spherical | None

    def seen(self, arrived: np.ndarray, d: np.ndarray) -> np.ndarray:
        """Displacements at arrival in the tangent plane there, if there is one."""
        if self.sphere is None:
            return d
        found: np.ndarray = self.sphere.bases(arrived).transpose(0, 2, 1) @ d
        return found


def released(flow: Flow, seeds: Seeds, full: bool = False) -> Release:
    """The states that `seeds` stand for, and unit displacements of them within the picture.

    Args:
        flow: What moves them.
        seeds: The nodes.
        full: Displacements along all coordinates.
    """
    states = seeds.states()
    if isinstance(flow, Spherical):
        vectors = flow.lifted(states)
        return Release(flow.whole, vectors, flow.bases(vectors), flow)
    if isinstance(flow, Flat):
        codes = flow.lifted(states)
        columns = np.eye(codes.shape[1]) if full else flow.axes.T
        return Release(
            flow.whole, codes, np.broadcast_to(columns, (len(codes), *columns.shape)), None
        )
    if isinstance(flow, Completing) and set(flow.axes) == set(seeds.plane):
        states = flow.completed(states)
    d = states.shape[1]
    columns = np.eye(d) if full else np.eye(d)[:, list(seeds.plane)]
    return Release(flow, states, np.broadcast_to(columns, (len(states), *columns.shape)), None)


def carries_tangents(flow: Flow) -> bool:
    """Whether `by_tangent` can be used."""
    if isinstance(flow, Flat):
        return isinstance(flow.whole, Tangent | Displacing)
    return isinstance(flow.whole if isinstance(flow, Spherical) else flow, Tangent)


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


def by_tangent(flow: Flow, seeds: Seeds, ticket: Ticket | None, full: bool = False) -> np.ndarray:
    """D from the variational equation M' = (dv/dx) M, exact at each node.

    Args:
        flow: What moves the nodes, see `carries_tangents`.
        seeds: The nodes.
        ticket: Looked at by the flow.
        full: Displacements in all directions, not only those within the plane.

    Returns:
        Shape (ny, nx, d, 2), or (ny, nx, d, d) if `full`; on a sphere (ny, nx, 2, 2), in
        orthonormal bases, east first, at both ends.
    """
    release = released(flow, seeds, full)
    if isinstance(flow, Flat) and isinstance(release.mover, Displacing):
        moves = release.directions
        return seeds.shaped(
            release.mover.advance_displaced(release.states, moves, seeds.start, seeds.stop, ticket)[
                1
            ]
        )
    if not isinstance(release.mover, Tangent):
        raise TypeError("by_tangent needs a flow that carries tangents")
    arrived, gradients = release.mover.advance_tangent(
        release.states, seeds.start, seeds.stop, ticket
    )
    if release.sphere is not None:
        return seeds.shaped(release.seen(arrived, gradients @ release.directions))
    if isinstance(flow, Flat):
        return seeds.shaped(gradients @ release.directions)
    return seeds.shaped(gradients if full else gradients[:, :, list(seeds.plane)])


def by_grid(flow: Flow, seeds: Seeds, ticket: Ticket | None) -> np.ndarray:
    """D from central differences between grid neighbours, shape (ny, nx, d, 2).

    A node of the border has no central difference; it takes that of its inner neighbour, so that
    extremes and averages are those of the interior. On a sphere, where neighbours meet at the
    poles, four helpers a grid step away along great circles stand for them.
    """
    if isinstance(flow, Spherical):
        steps = (float(seeds.x[1] - seeds.x[0]), float(seeds.y[1] - seeds.y[0]))
        return by_auxiliary(flow, seeds, ticket, steps)
    mover, states = (
        (flow.whole, flow.lifted(seeds.states()))
        if isinstance(flow, Flat)
        else (flow, seeds.states())
    )
    arrived = mover.advance(states, seeds.start, seeds.stop, ticket)
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
    full: bool = False,
) -> np.ndarray:
    """D from two helpers per direction around each node, shapes as of `by_tangent`.

    Args:
        flow: What moves them.
        seeds: The nodes.
        ticket: Looked at by the flow.
        distances: How far away the helpers are along each axis, world units; 1e-5 of the domain
            if None.
        full: As in `by_tangent`; distances along the other coordinates are 1e-5 of their range.
    """
    release = released(flow, seeds, full)
    reach = _distances(flow, seeds, distances, release.directions.shape[2])
    if release.sphere is not None:  # on great circles, chords in place of arcs
        reach = np.radians(reach)
        central = release.states[:, :, None] * np.cos(reach)
        reach = np.sin(reach)
    else:
        central = release.states[:, :, None]
    aside = release.directions * reach
    helpers = np.stack([central + aside, central - aside], axis=1).transpose(0, 1, 3, 2)
    arrived = release.mover.advance(
        np.ascontiguousarray(helpers).reshape(-1, helpers.shape[3]),
        seeds.start,
        seeds.stop,
        ticket,
    ).reshape(helpers.shape)
    periods = None if release.sphere is not None else _periods(flow)
    # the distance as it was, after rounding
    apart = np.linalg.norm(helpers[:, 0] - helpers[:, 1], axis=2)
    d = _difference(arrived[:, 0], arrived[:, 1], periods) / apart[:, :, None]
    d = d.transpose(0, 2, 1)
    if release.sphere is not None:
        middle = arrived.mean(axis=(1, 2))
        d = release.seen(middle / np.linalg.norm(middle, axis=1, keepdims=True), d)
    return seeds.shaped(d)


def _distances(
    flow: Flow, seeds: Seeds, given: tuple[float, float] | None, count: int
) -> np.ndarray:
    """How far from its node each pair of helpers is, shape (count,)."""
    own = given or (_AUXILIARY * float(np.ptp(seeds.x)), _AUXILIARY * float(np.ptp(seeds.y)))
    if count == 2:
        return np.array(own)
    spans = np.full(count, float(np.sqrt(own[0] * own[1])) / _AUXILIARY)
    if isinstance(flow, Bounded):
        spans = np.subtract(flow.box.high, flow.box.low)
    found = _AUXILIARY * spans
    found[list(seeds.plane)] = own
    return found


def exponent(d: np.ndarray, horizon: float) -> np.ndarray:
    """Largest finite-time Lyapunov exponent of deformation gradients.

        ftle = ln(l) / (2 |T|),   l = largest eigenvalue of C = D^T D

    It is not cut off at zero: where everything contracts it is negative.

    Args:
        d: Shape (..., d, c), c columns for c directions of displacement.
        horizon: Travel time T, not zero.

    Returns:
        Shape (...), in 1 over the unit of `horizon`; NaN where D is.

    Source:
        Shadden, Lekien & Marsden (2005), Physica D 212, 271-304, eqs. (7) to (9).
    """
    return log_stretch(d) / abs(horizon)
