"""Heights on their way to the solution, which somebody may watch."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Literal

import numpy as np

from engines.errors import FlowError, near_miss
from engines.numerics.semidiscrete.monte_carlo import AdamSearch
from engines.numerics.semidiscrete.planar import newton_heights
from engines.numerics.semidiscrete.power_cells import PowerCells
from engines.numerics.semidiscrete.sources import Source, checked_weights
from engines.running.randomness import stream
from engines.running.ticket import Ticket

SolverName = Literal["Adam", "Newton"]
SOLVERS: tuple[SolverName, ...] = ("Adam", "Newton")
MOST_NEWTON = 600  # latents; a step asks for a matrix of their square


class Solving:
    """The heights of some latents, as far as they are known.

    A search that is withdrawn goes on later where it was; the best heights are kept whether or not
    it has converged.

    Args:
        points: y, shape (n, d).
        source: What is transported.
        solver: "Adam" by draws, in any dimension, or "Newton" by exact masses, in the plane.
        weights: nu, shape (n,); equal if None.
        seed: Of the draws.
        iterations: Of Adam, at most.
        draws: Per gradient of Adam.
        rate: Of Adam.

    Attributes:
        residuals: |m - nu| after each iteration.
        floor: What of it is the noise of the draws.
        done: Whether the search has ended.
        limit: Iterations at most; None where there is no such limit.

    Raises:
        FlowError: If the weights are no distribution, a number is out of range, or Newton is asked
            for outside the plane or for too many latents.
    """

    def __init__(
        self,
        points: np.ndarray,
        source: Source,
        solver: SolverName = "Adam",
        weights: np.ndarray | None = None,
        *,
        seed: int = 0,
        iterations: int = 600,
        draws: int = 8000,
        rate: float = 0.05,
    ) -> None:
        n = len(points)
        if n < 2:
            raise FlowError(f"{n} latents, at least 2 are needed")
        if solver not in SOLVERS:
            raise FlowError(f"solver = '{solver}', {near_miss(solver, SOLVERS)}")
        self.points, self.source, self.solver = points, source, solver
        self.weights = checked_weights(np.full(n, 1.0 / n) if weights is None else weights)
        if len(self.weights) != n:
            raise FlowError(f"{len(self.weights)} weights for {n} latents, one each is needed")
        self.residuals: list[float] = []
        self.done, self.empty = False, 0
        self.cells = PowerCells(points, np.zeros(n))
        self.floor = 0.0
        self._turn = threading.Lock()  # two windows may watch one search
        self.limit: int | None = None if solver == "Newton" else iterations
        self._adam: AdamSearch | None = None
        self._newton: Iterator[tuple[np.ndarray, np.ndarray]] | None = None
        if solver == "Newton":
            if n > MOST_NEWTON:
                raise FlowError(f"{n} latents, Newton takes up to {MOST_NEWTON}; Adam takes more")
            self._newton = newton_heights(points, self.weights, source)
            return
        self._adam = AdamSearch(
            points, self.weights, source, stream(seed, "transport"),
            iterations=iterations, draws=draws, rate=rate,
        )  # fmt: skip
        self.floor = float(np.sqrt((1.0 - (self.weights**2).sum()) / draws))

    @classmethod
    def known(cls, points: np.ndarray, heights: np.ndarray, source: Source) -> Solving:
        """A search that is over."""
        found = cls(points, source)
        found.cells, found.done = PowerCells(points, heights), True
        return found

    def step(self, ticket: Ticket | None = None) -> None:
        """One iteration, unless the search has ended.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        with self._turn:
            if not self.done:
                self._step(ticket)

    def _step(self, ticket: Ticket | None) -> None:
        if self._adam is not None:
            found = self._adam.step(ticket)
            self.cells = PowerCells(self.points, found.heights)
            self.residuals.append(found.residual)
            self.empty, self.done = found.empty, found.done
            return
        if ticket is not None:
            ticket.check()
        heights, masses = next(self._newton, (None, None)) if self._newton else (None, None)
        if heights is None or masses is None:
            self.done = True
            return
        self.cells = PowerCells(self.points, heights)
        self.residuals.append(float(np.linalg.norm(masses - self.weights)))
        self.empty = int((masses == 0.0).sum())

    def finish(self, ticket: Ticket | None = None) -> PowerCells:
        """All iterations that are left.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        while not self.done:
            self.step(ticket)
        return self.cells

    def told(self) -> str:
        """How far it is, in words."""
        if not self.residuals:
            return "heights as shipped" if self.done else "heights not begun"
        last = np.mean(self.residuals[-20:]) if self.solver == "Adam" else self.residuals[-1]
        noise = f", of which {self.floor:.2g} is the noise of the draws" if self.floor else ""
        empty = f", {self.empty} cells empty" if self.empty else ""
        return f"|g| = {last:.2g} after {len(self.residuals)} iterations{noise}{empty}"

    def masses(self, draws: int, seed: int = 1, ticket: Ticket | None = None) -> np.ndarray:
        """Masses of the cells by fresh draws, shape (n,).

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        n, d = self.points.shape
        found = np.zeros(n)
        draw, left = stream(seed, "fresh masses"), draws
        while left > 0:
            part = min(left, 1 << 16)
            found += part * self.cells.masses(self.source.drawn(part, d, draw), ticket)
            left -= part
        return np.asarray(found / draws)
