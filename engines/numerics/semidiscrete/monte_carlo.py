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


class AdamSearch:
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

    Attributes:
        now: Where the search is; None before the first gradient.

    Raises:
        FlowError: If the weights are no distribution, or a number is out of range.

    Source:
        Li, Li, Wang, Lei, Luo & Gu (2023), ICCV, DPM-OT; Kingma & Ba (2015), ICLR.
    """

    def __init__(
        self,
        points: np.ndarray,
        weights: np.ndarray,
        source: Source,
        draw: np.random.Generator,
        *,
        iterations: int = 600,
        draws: int = 8000,
        rate: float = 0.05,
    ) -> None:
        if iterations < 1 or draws < 1 or not rate > 0.0:
            raise FlowError(
                f"iterations = {iterations}, draws = {draws}, rate = {rate:g}: all must be positive"
            )
        self.now: Search | None = None
        self._points, self._nu = points, checked_weights(weights)
        self._source, self._draw = source, draw
        self._iterations, self._draws, self._rate = iterations, draws, rate
        n = len(points)
        self._heights, self._first, self._second = np.zeros(n), np.zeros(n), np.zeros(n)
        self._total, self._late = np.zeros(n), 0
        self._states: np.ndarray | None = None  # drawn, and not used yet if somebody left

    def step(self, ticket: Ticket | None = None) -> Search:
        """One gradient more; after a withdrawal the search goes on as if nothing had been.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        k = 1 if self.now is None else self.now.iteration + 1
        if self._states is None:
            self._states = self._source.drawn(self._draws, self._points.shape[1], self._draw)
        masses = PowerCells(self._points, self._heights).masses(self._states, ticket)
        self._states = None
        slope = masses - self._nu
        residual, empty = float(np.linalg.norm(slope)), int((masses == 0.0).sum())
        converged = residual < ENOUGH and empty == 0
        if k > SETTLED * self._iterations:
            self._total, self._late = self._total + self._heights, self._late + 1
        early = converged or self._late == 0
        told = self._heights if early else self._total / self._late
        done = converged or k >= self._iterations
        self.now = Search(k, told, residual, empty, done, converged)
        self._first = FIRST * self._first + (1.0 - FIRST) * slope
        self._second = SECOND * self._second + (1.0 - SECOND) * slope**2
        sure = np.sqrt(self._second / (1.0 - SECOND**k)) + SMALL
        falling = 0.5 * self._rate * (1.0 + np.cos(np.pi * k / self._iterations))
        heights = self._heights - falling * self._first / (1.0 - FIRST**k) / sure
        self._heights = heights - heights.mean()
        return self.now


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
    """The search of `AdamSearch`, whose arguments it takes, after every iteration; the last one is
    done.

    Raises:
        FlowError: If the weights are no distribution, or a number is out of range.
        Withdrawn: If the ticket was withdrawn.
    """
    search = AdamSearch(
        points, weights, source, draw, iterations=iterations, draws=draws, rate=rate
    )
    while search.now is None or not search.now.done:
        yield search.step(ticket)
