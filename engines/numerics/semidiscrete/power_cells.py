"""The cells of a power diagram, and the map that sends each of them to its point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from engines.errors import FlowError
from engines.running.slices import in_slices
from engines.running.ticket import Ticket

ROWS = 256
FEW = 4  # coordinates; with more, a product of matrices is faster than a loop
BLOCK = 1 << 22  # numbers held at once


@njit(nogil=True, cache=True, error_model="numpy", fastmath={"contract", "nsz"})  # type: ignore[untyped-decorator]
def _highest(
    states: np.ndarray,
    columns: np.ndarray,
    heights: np.ndarray,
    first: int,
    last: int,
    out: np.ndarray,
) -> None:
    d, n = columns.shape
    lifted = np.empty(n)
    for k in range(first, last):
        for i in range(n):
            lifted[i] = heights[i]
        for r in range(d):
            here = states[k, r]
            for i in range(n):
                lifted[i] += here * columns[r, i]
        best = 0
        for i in range(1, n):
            if lifted[i] > lifted[best]:
                best = i
        out[k] = best


@dataclass(frozen=True, eq=False)
class PowerCells:
    r"""The gradient of a convex piecewise linear potential.

        u(x) = max_i (<x, y_i> + h_i),   T(x) = grad u(x) = y_{i*(x)}
        i*(x) = argmax_i <x, y_i> + h_i = argmin_i |x - y_i|^2 - |y_i|^2 - 2 h_i

    Attributes:
        points: y_i, shape (n, d).
        heights: h_i, shape (n,).

    Raises:
        FlowError: If there are fewer than two points, or not as many heights.

    Source:
        Aurenhammer (1987), SIAM J. Comput. 16, 78-96; Brenier (1991), Comm. Pure Appl. Math. 44.
    """

    points: np.ndarray
    heights: np.ndarray

    def __post_init__(self) -> None:
        n = len(self.points)
        if n < 2:
            raise FlowError(f"{n} points, at least 2 are needed")
        if self.heights.shape != (n,):
            raise FlowError(f"{len(self.heights)} heights for {n} points, one each is needed")

    def assigned(self, states: np.ndarray, ticket: Ticket | None = None) -> np.ndarray:
        """Index of the cell of each state, shape (m,), for states of shape (m, d).

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        rows = np.ascontiguousarray(states, dtype=np.float64)
        out = np.empty(len(rows), dtype=np.int64)
        if rows.shape[1] > FEW:
            piece = max(1, BLOCK // len(self.points))
            flat, level = self.points.T.astype(np.float32), self.heights.astype(np.float32)
            for i in range(0, len(rows), piece):
                if ticket is not None:
                    ticket.check()
                lifted = rows[i : i + piece].astype(np.float32) @ flat
                lifted += level
                out[i : i + piece] = lifted.argmax(axis=1)
            return out
        columns = np.ascontiguousarray(self.points.T)

        def work(first: int, last: int) -> None:
            _highest(rows, columns, self.heights, first, last, out)

        in_slices(work, len(rows), ROWS, ticket)
        return out

    def sent(self, states: np.ndarray, ticket: Ticket | None = None) -> np.ndarray:
        """T(x), shape (m, d)."""
        return np.asarray(self.points[self.assigned(states, ticket)])

    def masses(self, states: np.ndarray, ticket: Ticket | None = None) -> np.ndarray:
        """Share of the states in each cell, shape (n,)."""
        counts = np.bincount(self.assigned(states, ticket), minlength=len(self.points))
        return np.asarray(counts / len(states))

    def potential(self, states: np.ndarray) -> np.ndarray:
        """The potential u(x), shape (m,)."""
        which = self.assigned(states)
        return np.einsum("md,md->m", states, self.points[which]) + self.heights[which]


def transport_cost(
    cells: PowerCells, weights: np.ndarray, states: np.ndarray
) -> tuple[float, float]:
    r"""Squared Wasserstein distance from draws of the source, in both ways.

        primal  E|x - T(x)|^2,   dual  E|x|^2 + sum nu |y|^2 - 2 (E u(x) - sum nu h)

    For heights that are optimal the two agree; otherwise the dual is smaller.

    Args:
        cells: Points and heights.
        weights: nu, shape (n,).
        states: Draws of the source, shape (m, d).

    Returns:
        Primal and dual value.

    Source:
        Villani (2003), Topics in Optimal Transportation, theorem 1.3.
    """
    primal = float(((states - cells.sent(states)) ** 2).sum(axis=1).mean())
    energy = float(cells.potential(states).mean() - weights @ cells.heights)
    square = float((states**2).sum(axis=1).mean() + weights @ (cells.points**2).sum(axis=1))
    return primal, square - 2.0 * energy
