"""How fast a flow turns, at a place and on average over a domain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engines.errors import UnfitError
from engines.instruments.transport.velocity_gradient import (
    unfit_to_differentiate,
    velocity_gradient,
)
from engines.protocols.capabilities import Box
from engines.protocols.flow import Flow

Placed = Callable[[np.ndarray, float], np.ndarray]

_NODES = {2: 48, 3: 16}  # per side of the domain


def unfit_to_spin(flow: Flow) -> str:
    """Why `flow` has no vorticity that could be known; empty if it has."""
    reason = unfit_to_differentiate(flow)
    return reason or ("" if flow.dimension in (2, 3) else "needs a flow of 2 or 3 coordinates")


def vorticity(flow: Flow, states: np.ndarray, time: float) -> np.ndarray:
    """Curl of the velocity.

        w = dv/dx - du/dy                            in the plane
        w = (dw/dy - dv/dz, du/dz - dw/dx, dv/dx - du/dy)   in space
        w = n . curl v                               on a sphere of normal n

    Args:
        flow: Knows the derivative of its velocity, or is a sphere whose space knows it.
        states: Shape (n, d).
        time: The moment.

    Returns:
        Shape (n, 1) in the plane and on a sphere, (n, 3) in space; 1 over the unit of time.

    Raises:
        UnfitError: If the derivative is not known.
    """
    reason = unfit_to_spin(flow)
    if reason:
        raise UnfitError(f"vorticity {reason}")
    j = velocity_gradient(flow, states, time)
    parts = [j[:, 1, 0] - j[:, 0, 1]]
    if flow.dimension == 3:
        parts = [j[:, 2, 1] - j[:, 1, 2], j[:, 0, 2] - j[:, 2, 0], *parts]
    return np.stack(parts, axis=1)


@dataclass(frozen=True, slots=True)
class Domain:
    """Nodes and weights over a box, for means over it.

    Attributes:
        states: Shape (n, d).
        weights: Shape (n,), their sum is 1.
        placed: Where the nodes are at some time, if the domain moves.
    """

    states: np.ndarray
    weights: np.ndarray
    placed: Placed | None = None

    def mean_vorticity(self, flow: Flow, time: float) -> np.ndarray:
        """Mean of the curl over the domain, shape (1,) or (3,); nodes without a value left out."""
        states = self.states if self.placed is None else self.placed(self.states, time)
        found = vorticity(flow, states, time)
        known = np.isfinite(found).all(axis=1)
        if not known.any():
            return np.full(found.shape[1], np.nan)
        weights = self.weights[known]
        return weights @ found[known] / weights.sum()


def domain_of(box: Box, *, sphere: bool = False, placed: Placed | None = None) -> Domain:
    """Gauss nodes over a box, equally spaced ones along a coordinate that goes round.

    Args:
        box: The domain.
        sphere: Whether the second coordinate is a latitude in degrees, so that a node counts by
            its cosine.
        placed: Where its nodes are at some time; None if it stays.
    """
    sides, shares = [], []
    count = _NODES[len(box.low)]
    for low, high, around in zip(box.low, box.high, box.periodic, strict=True):
        if around:
            side = low + (high - low) * (np.arange(count) + 0.5) / count
            share = np.full(count, 1.0 / count)
        else:
            at, share = np.polynomial.legendre.leggauss(count)
            side, share = low + (high - low) * 0.5 * (at + 1.0), 0.5 * share
        sides.append(side)
        shares.append(share)
    states = np.stack([a.ravel() for a in np.meshgrid(*sides, indexing="ij")], axis=1)
    weights = np.prod([a.ravel() for a in np.meshgrid(*shares, indexing="ij")], axis=0)
    if sphere:
        weights = weights * np.cos(np.radians(states[:, 1]))
    return Domain(states, weights / weights.sum(), placed)
