"""Tangents carried with as few steps as each state needs."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Callable

import numpy as np
from scipy.spatial import cKDTree

from engines.numerics.marching import Pushed
from engines.numerics.one_thread import one_thread
from engines.numerics.steppers import DORMAND_PRINCE
from engines.protocols.capabilities import Displacing, Tangent
from engines.running.slices import WORKERS, in_slices
from engines.running.ticket import Ticket

STEPS, ROUGH = 4, 1e-2  # of the first attempt, at this tolerance
EARNED = 0.3  # power of the tolerance by which there are more: most states then need no other
MOST = 32 * STEPS
LEAST = 2
ATTEMPTS = 4
SPARE = 1.1  # more steps than the error asks for, so that an attempt is seldom in vain
PILOT = 16  # states for each of which one goes ahead, to see how many steps are needed around it
FEW = 32  # pilots at least, or nobody goes ahead
ASKED = 2  # pilots nearby, of whom the one with more steps is followed
FLAT = 4  # coordinates up to which what is near tells something


class CarriesWithin(Tangent, Displacing):
    """Whole gradients and a few displacements go one way: a child says how, mostly by
    `carried_within`.
    """

    @abstractmethod
    def carries(
        self,
        states: np.ndarray,
        moves: np.ndarray | None,
        start: float,
        stop: float,
        ticket: Ticket | None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Final states, shape (n, d), and what becomes of `moves`, shape (n, d, k), or of the unit
        displacements for None.
        """

    def advance_tangent(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        return self.carries(states, None, start, stop, ticket)

    def advance_displaced(
        self,
        states: np.ndarray,
        moves: np.ndarray,
        start: float,
        stop: float,
        ticket: Ticket | None = None,
    ) -> tuple[np.ndarray, np.ndarray]:
        return self.carries(states, moves, start, stop, ticket)


def carried_within(
    pushed: Pushed,
    states: np.ndarray,
    start: float,
    stop: float,
    tolerance: float,
    ticket: Ticket | None = None,
    piece: int = 256,
    moves: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Final states, shape (n, d), and deformation gradients dF_i/dx_j, shape (n, d, d).

    All states are carried by a few equal steps of an embedded pair; those of which it thinks that
    one of these was off,

        sum over steps of |h sum_i (b_i - e_i) k_i| / |M| > tolerance

    are carried once more from the start, with as many steps as should do. |.| is the norm of the
    gradient M, or of the state beside 1 where that is the worse. Where there are many, a few go
    ahead, and the others begin with as many steps as those nearby have needed.

    Args:
        pushed: Velocities, shape (n, d), and rates of k displacements, shape (k, n, d), of states
            and displacements of these shapes, at a time.
        states: Shape (n, d).
        start: Time of `states`.
        stop: Time asked for.
        tolerance: Relative error of a gradient, as the pair sees it.
        ticket: Looked at before each step.
        piece: States per piece of work.
        moves: k small displacements of each state, shape (n, d, k), which are carried in place of
            the d unit ones; what becomes of them then stands for the gradients.

    Raises:
        Withdrawn: If the ticket was withdrawn.

    Source:
        Dormand & Prince (1980), J. Comput. Appl. Math. 6, 19-26, for the pair.
    """
    one_thread()
    n, d = states.shape
    every = np.broadcast_to(np.eye(d), (n, d, d)) if moves is None else moves
    finals, gradients = np.empty((n, d)), np.empty((n, d, every.shape[2]))
    begun = math.ceil(STEPS * max(1.0, ROUGH / tolerance) ** EARNED)
    steps, off = np.full(n, min(begun, MOST)), np.zeros(n)

    def work_of(rest: np.ndarray) -> Callable[[int, int], None]:
        def work(first: int, last: int) -> None:
            part = rest[first:last]
            count = int(steps[part[-1]])  # the most steps of all in this piece
            with np.errstate(over="ignore", invalid="ignore"):
                stack = np.concatenate([states[part][None], every[part].transpose(2, 0, 1)])
                end, off[part] = _attempt(pushed, stack, start, stop, count, ticket)
            finals[part] = end[0]
            gradients[part] = end[1:].transpose(1, 2, 0)
            steps[part] = count

        return work

    def carry(rest: np.ndarray) -> None:
        """Until each of these was carried with as many steps as it needs."""
        for _ in range(ATTEMPTS):
            rest = rest[np.argsort(steps[rest], kind="stable")]
            pieces = WORKERS * math.ceil(len(rest) / piece / WORKERS)  # no core does the last alone
            in_slices(work_of(rest), len(rest), math.ceil(len(rest) / pieces), ticket)
            rest = rest[(off[rest] > tolerance) & (steps[rest] < MOST)]  # NaN has blown up
            if not len(rest):
                break
            steps[rest] = _needed(steps[rest], off[rest], tolerance)

    pilots = np.arange(0, n, PILOT if n >= FEW * PILOT and d <= FLAT else 1)
    carry(pilots)
    if len(pilots) < n:
        others = np.setdiff1d(np.arange(n), pilots)
        needed = _needed(steps[pilots], off[pilots], tolerance)
        places = np.nan_to_num(states)
        _, near = cKDTree(places[pilots]).query(places[others], ASKED)
        steps[others] = needed[near].max(axis=1)
        carry(others)
    lost = ~np.isfinite(finals).all(axis=1)
    finals[lost], gradients[lost] = np.nan, np.nan
    return finals, gradients


def _needed(steps: np.ndarray, off: np.ndarray, tolerance: float) -> np.ndarray:
    """Steps that should do, for states that were off by so much with so many; as many where one
    blew up.
    """
    with np.errstate(invalid="ignore"):
        share = np.nan_to_num(off / tolerance, nan=1.0, posinf=1.0) ** (1.0 / DORMAND_PRINCE.order)
    return np.clip(np.ceil(SPARE * steps * share), LEAST, MOST).astype(int)


def _attempt(
    pushed: Pushed,
    stack: np.ndarray,
    start: float,
    stop: float,
    steps: int,
    ticket: Ticket | None,
) -> tuple[np.ndarray, np.ndarray]:
    """States and displacements at `stop`, shape (1 + k, n, d), and how far off each may be.

    The last stage of a step is the first of the next one.
    """
    n = stack.shape[1]
    pair = DORMAND_PRINCE
    h = (stop - start) / steps
    a, error = h * pair.matrix(), h * pair.error_weights()
    stages = np.empty((pair.stages, *stack.shape))
    flat = stages.reshape(pair.stages, -1)
    off = np.zeros(n)
    stages[0, 0], stages[0, 1:] = pushed(stack[0], stack[1:], start)
    for step in range(steps):
        if ticket is not None:
            ticket.check()
        time = start + step * h
        for i in range(1, pair.stages):
            moved = stack + (a[i, :i] @ flat[:i]).reshape(stack.shape)
            stages[i, 0], stages[i, 1:] = pushed(moved[0], moved[1:], time + pair.c[i] * h)
        stack = moved  # the last stage stands at the end of the step
        wrong = (error @ flat).reshape(stack.shape)
        reach = np.linalg.norm(stack[1:], axis=(0, 2))
        tangents = np.linalg.norm(wrong[1:], axis=(0, 2)) / reach
        place = np.linalg.norm(wrong[0], axis=1) / (1.0 + np.linalg.norm(stack[0], axis=1))
        off += np.maximum(tangents, place)
        stages[0] = stages[-1]
    return stack, off
