"""Zeros of a velocity in a box: many Newton searches at once, then deflated ones."""

from __future__ import annotations

import numpy as np

from engines.instruments.portrait.scales import box_of, diagonal, lengths, periods, seeds
from engines.instruments.stability.linear import gradients
from engines.protocols.capabilities import Box
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

STEPS = 40
ROUNDS = 4
SAME = 1e-6  # in diagonals of the box: zeros closer than this are one


def zeros_in_box(flow: Flow, box: Box, ticket: Ticket | None = None) -> np.ndarray:
    """All x in the box with v(x) = 0 that can be found.

    Newton's method starts from a grid and from random states at once. Zeros already known are
    then deflated: with M(x) = prod_k (1 + s^2/|x - r_k|^2) the search for a zero of M v moves by

        step / (1 - grad(ln M) . step),      step = -(dv/dx)^-1 v,

    and cannot come back to any r_k, until a round finds nothing new.

    Args:
        flow: A steady flow or a map.
        box: Where to look; zeros on its edge count.
        ticket: Looked at before each step.

    Returns:
        Shape (n, d), ordered by coordinates.

    Raises:
        Withdrawn: If the ticket was withdrawn.

    Source:
        Farrell, Birkisson & Funke (2015), SIAM J. Sci. Comput. 37, A2026-A2045.
    """
    size = diagonal(box)
    known = np.zeros((0, flow.dimension))
    for turn in range(ROUNDS):
        begin = _begin(box, turn)
        arrived = _polished(flow, _search(flow, begin, known, box, ticket), box)
        more = _new(arrived, known, box, size)
        if turn and not len(more):
            break
        known = np.concatenate([known, more])
        if len(known) > 200:  # a line of zeros, not isolated ones
            break
    known = np.where(np.abs(known) < 1e-12 * size, 0.0, known)
    return known[np.lexsort(np.round(known / size, 9).T[::-1])]


def certain_radii(flow: Flow, places: np.ndarray, slopes: np.ndarray) -> np.ndarray:
    """How far the zero beside each place may be at most, by the theorem of Kantorovich.

    With b = |J^-1 v| the length of the next Newton step and h = b |J^-1| L, where L bounds how
    fast the Jacobian J changes, there is one zero within

        (1 - sqrt(1 - 2 h)) / (|J^-1| L),    if h <= 1/2.

    L is estimated by differences over ten steps; what rounding leaves of v is added to it.

    Args:
        flow: A steady flow or a map.
        places: Shape (n, d).
        slopes: Jacobians of the velocity there, shape (n, d, d).

    Returns:
        Shape (n,), world units; inf where the theorem does not hold.

    Source:
        Ortega (1968), Amer. Math. Monthly 75, 658-660.
    """
    rates, d = _rates(flow, places, box_of(flow)), flow.dimension
    radii = np.full(len(places), np.inf)
    for i, (place, slope) in enumerate(zip(places, slopes, strict=True)):
        if not np.isfinite(slope).all() or not np.linalg.cond(slope) < 1e12:
            continue
        inverse = np.linalg.inv(slope)
        size = float(np.linalg.norm(inverse, 2))
        rounding = np.finfo(float).eps * (np.abs(slope) @ np.abs(place) + np.abs(rates[i]))
        reach = float(np.linalg.norm(inverse @ rates[i])) + size * float(np.linalg.norm(rounding))
        off = max(10.0 * reach, 1e-6 * (1.0 + float(np.linalg.norm(place))))
        around = place + off * np.concatenate([np.eye(d), -np.eye(d)])
        turned = np.linalg.norm(gradients(flow, around) - slope, 2, axis=(1, 2))
        bend = float(turned.max()) * np.sqrt(d) / off
        h = reach * size * bend
        if h <= 1e-8:
            radii[i] = reach
        elif h <= 0.5:
            radii[i] = (1.0 - np.sqrt(1.0 - 2.0 * h)) / (size * bend)
    return radii


def _begin(box: Box, turn: int) -> np.ndarray:
    d = len(box.low)
    random = seeds(box, 120, turn, "newton")
    if turn or d > 3:
        return random
    across = 15 if d == 2 else 6
    share = (np.arange(across) + 0.5) / across
    grid = np.stack([a.ravel() for a in np.meshgrid(*[share] * d)], axis=1)
    low, high = np.array(box.low), np.array(box.high)
    return np.concatenate([low + (high - low) * grid, random])


def _search(
    flow: Flow, x: np.ndarray, known: np.ndarray, box: Box, ticket: Ticket | None
) -> np.ndarray:
    """End points of those searches that arrived, shape (m, d)."""
    size, settled = diagonal(box), np.zeros(len(x), bool)
    for _ in range(STEPS):
        if ticket is not None:
            ticket.check()
        with np.errstate(all="ignore"):
            step = _newton(flow, x, box)
            if len(known):
                away = x[:, None] - known
                squared = np.sum(away**2, axis=2)
                pull = -2.0 * away / (squared * (1.0 + squared / size**2))[:, :, None]
                step = step / (1.0 - np.sum(pull.sum(axis=1) * step, axis=1))[:, None]
            length = lengths(step)
            step *= np.minimum(1.0, 0.2 * size / length)[:, None]  # no leap beyond a fifth
        alive = np.all(np.isfinite(step), axis=1)
        x, length = x[alive] + step[alive], length[alive]
        settled = length < 1e-10 * size
        if not len(x) or np.all(settled):
            break
    return x[settled[: len(x)]]


def _polished(flow: Flow, x: np.ndarray, box: Box) -> np.ndarray:
    """The searches that plain Newton confirms, to the last digits."""
    for _ in range(3):
        with np.errstate(all="ignore"):
            step = _newton(flow, x, box)
        good = np.all(np.isfinite(step), axis=1) & (lengths(step) < SAME * diagonal(box))
        x = x[good] + step[good]
    return x


def _rates(flow: Flow, x: np.ndarray, box: Box) -> np.ndarray:
    """Velocity; for a map on a circle the displacement the short way round."""
    rates = flow.velocity(x, 0.0)
    if not flow.discrete:
        return rates
    period = periods(box)
    around = np.isfinite(period)
    turns = np.round(rates / np.where(around, period, 1.0))
    return np.where(around, rates - np.where(around, period, 0.0) * turns, rates)


def _newton(flow: Flow, x: np.ndarray, box: Box) -> np.ndarray:
    rates, slopes = _rates(flow, x, box), gradients(flow, x)
    good = np.isfinite(np.linalg.det(slopes)) & (np.linalg.det(slopes) != 0.0)
    step = np.full_like(x, np.nan)
    step[good] = -np.linalg.solve(slopes[good], rates[good][:, :, None])[:, :, 0]
    still = np.all(rates == 0.0, axis=1)
    step[still] = 0.0
    return step


def _new(arrived: np.ndarray, known: np.ndarray, box: Box, size: float) -> np.ndarray:
    low, high = np.array(box.low), np.array(box.high)
    inside = np.all((arrived >= low - 1e-9 * size) & (arrived <= high + 1e-9 * size), axis=1)
    kept: list[np.ndarray] = []
    for place in arrived[inside]:
        others = [*known, *kept]
        if all(np.linalg.norm(place - other) > SAME * size for other in others):
            kept.append(place)
    return np.array(kept).reshape(-1, arrived.shape[1])
