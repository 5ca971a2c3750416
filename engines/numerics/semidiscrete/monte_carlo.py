"""Heights in any dimension, by draws and a stochastic gradient."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engines.errors import FlowError
from engines.numerics.semidiscrete.power_cells import PowerCells
from engines.numerics.semidiscrete.sources import Source, checked_weights
from engines.running.ticket import Ticket

ENOUGH = 8e-4
FIRST, SECOND, SMALL = 0.9, 0.999, 1e-8
SETTLED = 0.8  # of the way; what comes later is averaged


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """Where a search for heights is.

    Attributes:
        iteration: Gradients so far.
        heights: The heights as far as they are known, mean 0.
        residual: |m - nu| of this iteration, of which sqrt(1 / draws) is the noise of the draws.
        empty: Cells without a draw in this iteration.
        done: Whether it has ended.
        converged: Whether it ended because the residual was small enough.
    """

    iteration: int
    heights: np.ndarray
    residual: float
    empty: int
    done: bool = False
    converged: bool = False


def adam_heights(
    points: np.ndarray,
    weights: np.ndarray,
    source: Source,
    draw: np.random.Generator,
    *,
    iterations: int = 600,
    draws: int = 8000,
    rate: float = 0.05,
    ticket: Ticket | None = None,
) -> Iterator[Search]:
    r"""Minimises the convex energy of the heights by Adam, with fresh draws for every gradient.

        E(h) = E_x max_i (<x, y_i> + h_i) - sum_i nu_i h_i,   dE/dh_i = m_i(h) - nu_i

    The rate falls to nothing along half a cosine and the last fifth of the iterates is averaged:
    with a constant rate heights stay as rough as the draws, whatever the number of iterations.

    Args:
        points: y, shape (n, d).
        weights: nu, shape (n,).
        source: What is transported.
        draw: Where the draws come from.
        iterations: At most this many gradients.
        draws: Draws per gradient.
        rate: Of Adam, to begin with.
        ticket: Looked at in every iteration.

    Yields:
        The search after every iteration; the last one is done.

    Raises:
        FlowError: If the weights are no distribution, or a number is out of range.
        Withdrawn: If the ticket was withdrawn.

    Source:
        Li, Li, Wang, Lei, Luo & Gu (2023), ICCV, DPM-OT; Kingma & Ba (2015), ICLR.
    """
    if iterations < 1 or draws < 1 or not rate > 0.0:
        raise FlowError(
            f"iterations = {iterations}, draws = {draws}, rate = {rate:g}: all must be positive"
        )
    nu = checked_weights(weights)
    n, d = points.shape
    heights, first, second, total = np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n)
    late = 0
    for k in range(1, iterations + 1):
        masses = PowerCells(points, heights).masses(source.drawn(draws, d, draw), ticket)
        slope = masses - nu
        residual, empty = float(np.linalg.norm(slope)), int((masses == 0.0).sum())
        converged = residual < ENOUGH and empty == 0
        done = converged or k == iterations
        if k > SETTLED * iterations:
            total, late = total + heights, late + 1
        told = heights if converged or late == 0 else total / late
        yield Search(k, told, residual, empty, done, converged)
        if done:
            return
        first = FIRST * first + (1.0 - FIRST) * slope
        second = SECOND * second + (1.0 - SECOND) * slope**2
        sure = np.sqrt(second / (1.0 - SECOND**k)) + SMALL
        falling = 0.5 * rate * (1.0 + np.cos(np.pi * k / iterations))
        heights = heights - falling * first / (1.0 - FIRST**k) / sure
        heights = heights - heights.mean()
