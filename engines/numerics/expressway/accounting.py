"""What an error of the jump becomes on the way through the tail, and what the steps add to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.numerics.diffusion.conversions import Field
from engines.numerics.expressway.solving import Solving
from engines.numerics.expressway.tail import Tail
from engines.numerics.semidiscrete.planar import PlanarMasses
from engines.running.ticket import Ticket

FINE = 60  # steps of the equation that stand for the exact tail
NUDGE = 1e-5
ROWS = 6144  # along which masses are exact


@dataclass(frozen=True, slots=True, eq=False)
class Accounts:
    """Distances W2 at falling noise levels.

    Attributes:
        sigmas: Noise levels, from that of the latents to none, shape (k,).
        bound: exp(int K) times the distance after the jump.
        carried: What that distance has become by the exact tail.
        steps: What the steps of the tail add, at its end.
    """

    sigmas: np.ndarray
    bound: np.ndarray
    carried: np.ndarray
    steps: float


def masses_of(solving: Solving, draws: int, ticket: Ticket | None = None) -> np.ndarray:
    """Masses of the cells, shape (n,): along rows in the plane, elsewhere by draws.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    if solving.points.shape[1] != 2:
        return solving.masses(draws, ticket=ticket)
    return PlanarMasses.of(solving.points, solving.source, ROWS)(solving.cells.heights)[0]


def excess_plan(
    points: np.ndarray, masses: np.ndarray, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A way to move what cells have too much of to those that have too little, nearest first.

    Args:
        points: y, shape (n, d).
        masses: m, shape (n,).
        weights: nu, shape (n,), of the same sum.

    Returns:
        From, to, and how much, each of shape (k,). Any such plan bounds W2 from above.
    """
    off = masses - weights
    rich, poor = np.flatnonzero(off > 0.0), np.flatnonzero(off < 0.0)
    left, lacking = off[rich].copy(), -off[poor]
    square = ((points[rich][:, None] - points[poor][None]) ** 2).sum(axis=2)
    moves: list[tuple[int, int, float]] = []
    for flat in square.ravel().argsort():
        i, j = divmod(int(flat), len(poor))
        amount = min(left[i], lacking[j])
        if amount > 0.0:
            moves.append((int(rich[i]), int(poor[j]), float(amount)))
            left[i] -= amount
            lacking[j] -= amount
    rows = np.array(moves).reshape(-1, 3)
    return rows[:, 0].astype(int), rows[:, 1].astype(int), rows[:, 2]


def accounts(
    solving: Solving, tail: Tail, draws: int = 40_000, ticket: Ticket | None = None
) -> Accounts:
    r"""Where the error of the jump goes.

        W2(out, data) <= exp(int K dsigma) W2(T#mu, nu) + what the steps add

    K(sigma) is the largest Lipschitz constant of sigma S(x, sigma) at the latents on their way and
    between those that the plan pairs. W2(T#mu, nu) is that of a plan that moves the excess of each
    cell to the nearest one that lacks it; the steps' part is the distance between latents that have
    gone through the tail without its noise and by the exact equation. With exact scores there is
    no third part.

    Args:
        solving: Latents, heights and weights.
        tail: What follows.
        draws: By which masses are measured outside the plane.
        ticket: Looked at between levels.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    solving.finish(ticket)
    y, nu = solving.points, solving.weights
    masses = masses_of(solving, draws, ticket)
    begin, end, amount = excess_plan(y, masses, nu)
    high = float(tail.sigmas[0])
    sigmas = np.append(np.geomspace(high, 0.02 * high, FINE), 0.0)
    z, grown = y, 0.0
    bound, carried = [], []
    first = _distance(y, begin, end, amount)
    for k, sigma in enumerate(sigmas):
        if ticket is not None:
            ticket.check()
        bound.append(first * np.exp(grown))
        carried.append(_distance(z, begin, end, amount))
        if k + 1 == len(sigmas):
            break
        fall = float(sigma - sigmas[k + 1])
        slope = _slope(tail.field, z, float(sigma))
        grown += fall * _lipschitz(tail.field, z, slope, float(sigma), begin, end)
        z = z - fall * slope
    walked = y
    for i in range(tail.evaluations):
        walked = tail.stepped(walked, i, None)
    steps = float(np.sqrt(nu @ ((walked - z) ** 2).sum(axis=1)))
    return Accounts(sigmas, np.array(bound), np.array(carried), steps)


def _distance(z: np.ndarray, begin: np.ndarray, end: np.ndarray, amount: np.ndarray) -> float:
    return float(np.sqrt(amount @ ((z[begin] - z[end]) ** 2).sum(axis=1)))


def _slope(field: Field, z: np.ndarray, sigma: float) -> np.ndarray:
    """dx/dsigma = -sigma S."""
    return -sigma * field.score(z, float(field.path.time_of(-np.log(sigma))))


def _lipschitz(
    field: Field, z: np.ndarray, slope: np.ndarray, sigma: float, begin: np.ndarray, end: np.ndarray
) -> float:
    n, d = z.shape
    local = np.empty((n, d, d))
    for k in range(d):
        ahead = z + NUDGE * np.eye(d)[k]
        local[:, :, k] = (_slope(field, ahead, sigma) - slope) / NUDGE
    most = float(np.linalg.norm(local, 2, axis=(1, 2)).max())
    apart = np.linalg.norm(z[begin] - z[end], axis=1)
    parting = np.linalg.norm(slope[begin] - slope[end], axis=1)
    return max(most, float((parting / np.maximum(apart, 1e-300)).max(initial=0.0)))
