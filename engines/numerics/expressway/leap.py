"""The jump from a source to latents, the cells it might have gone to, and ways to soften it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engines.errors import FlowError
from engines.numerics.semidiscrete.power_cells import BLOCK, PowerCells
from engines.numerics.semidiscrete.sources import Source
from engines.running.randomness import stream
from engines.running.ticket import Ticket

REFERENCE = 4096  # draws by which angles are normalised and a width is chosen
WALKS = 40  # steps back to where a state came from


def best_two(
    cells: PowerCells, states: np.ndarray, ticket: Ticket | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The cell of each state, the next best one, and how far the edge between them is.

    Args:
        cells: Points and heights.
        states: Shape (m, d).
        ticket: Looked at on the way.

    Returns:
        Indices, indices, and distances, each of shape (m,).

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    y, h = cells.points, cells.heights
    first, second = np.empty(len(states), dtype=np.int64), np.empty(len(states), dtype=np.int64)
    away = np.empty(len(states))
    piece = max(1, BLOCK // len(y))
    for low in range(0, len(states), piece):
        if ticket is not None:
            ticket.check()
        part = slice(low, low + piece)
        lifted = states[part] @ y.T + h
        rows = np.arange(len(lifted))
        i = lifted.argmax(axis=1)
        top = lifted[rows, i].copy()
        lifted[rows, i] = -np.inf
        j = lifted.argmax(axis=1)
        gap = np.maximum(np.linalg.norm(y[i] - y[j], axis=1), 1e-300)
        first[part], second[part], away[part] = i, j, (top - lifted[rows, j]) / gap
    return first, second, away


def edge_distances(
    cells: PowerCells, states: np.ndarray, ticket: Ticket | None = None
) -> np.ndarray:
    """How far the nearest end of its cell is from each state, shape (m,).

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    y, h = cells.points, cells.heights
    square = (y**2).sum(axis=1)
    apart = np.sqrt(np.maximum(square[:, None] + square - 2.0 * y @ y.T, 0.0))
    np.fill_diagonal(apart, np.inf)
    found = np.empty(len(states))
    piece = max(1, BLOCK // (4 * len(y)))
    for low in range(0, len(states), piece):
        if ticket is not None:
            ticket.check()
        lifted = states[low : low + piece] @ y.T + h
        i = lifted.argmax(axis=1)
        gaps = lifted[np.arange(len(i)), i][:, None] - lifted
        gaps[np.arange(len(i)), i] = np.inf
        with np.errstate(invalid="ignore"):
            ratios = gaps / np.maximum(apart[i], 1e-300)
        ratios[np.arange(len(i)), i] = np.inf
        found[low : low + piece] = ratios.min(axis=1)
    return found


def facet_angles(points: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Angles between the normals (y_i, -1) and (y_j, -1) of two facets of the potential, rad.

    Args:
        points: y, shape (n, d).
        first: i, shape (m,).
        second: j, shape (m,).
    """
    one, two = points[first], points[second]
    product = (one * two).sum(axis=1) + 1.0
    lengths = np.sqrt(((one**2).sum(axis=1) + 1.0) * ((two**2).sum(axis=1) + 1.0))
    return np.asarray(np.arccos(np.clip(product / lengths, -1.0, 1.0)))


def normalised(
    angles: np.ndarray, low: float | None = None, high: float | None = None
) -> np.ndarray:
    """Angles from 0, the smallest, to 1, the largest of a batch.

    Args:
        angles: Shape (m,).
        low: Smallest of another batch, if that is the measure.
        high: Largest of it.

    Raises:
        FlowError: If a batch of one is to be its own measure.
    """
    if low is None or high is None:
        if len(angles) < 2:
            raise FlowError(f"angles of {len(angles)} samples, at least 2 are needed to compare")
        low, high = float(angles.min()), float(angles.max())
    return np.asarray((angles - low) / max(high - low, 1e-300))


@dataclass(frozen=True, eq=False)
class Leap:
    r"""x -> T(x) along a straight line, T the gradient of the potential of the cells.

        x_s = (1 - s) x + s T(x)

    With smoothing, states near an edge go to a mixture of the two latents beside it,

        T(x) = y_i + w (y_j - y_i),   w = max(0, 1 - d(x) / width) / 2

    d(x) the distance from the edge between the best two cells; `width` is such that this happens to
    the share `smoothing` of the source. It is what a continuous map would do, and makes mixtures.

    Attributes:
        cells: Points and heights.
        source: What is carried.
        smoothing: See above, 0 to 1.

    Source:
        Brenier (1991), Comm. Pure Appl. Math. 44; An, Guo, Lei, Luo, Yau & Gu (2020), ICLR, AE-OT.
    """

    cells: PowerCells
    source: Source
    smoothing: float = 0.0

    @cached_property
    def _reference(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        draws = self.source.drawn(REFERENCE, self.cells.points.shape[1], stream(0, "reference"))
        return best_two(self.cells, draws)

    @cached_property
    def width(self) -> float:
        """Distance from an edge up to which states are sent in between."""
        return float(np.quantile(self._reference[2], self.smoothing))

    @cached_property
    def _range(self) -> tuple[float, float]:
        first, second, _ = self._reference
        found = facet_angles(self.cells.points, first, second)
        return float(found.min()), float(found.max())

    def angles(self, states: np.ndarray, ticket: Ticket | None = None) -> np.ndarray:
        """How much the best two facets differ, shape (m,): 0 least, 1 most of many draws."""
        first, second, _ = best_two(self.cells, states, ticket)
        return normalised(facet_angles(self.cells.points, first, second), *self._range)

    def sent(self, states: np.ndarray, ticket: Ticket | None = None) -> np.ndarray:
        """T(x), shape (m, d)."""
        if self.smoothing <= 0.0:
            return self.cells.sent(states, ticket)
        first, second, away = best_two(self.cells, states, ticket)
        share = 0.5 * np.maximum(0.0, 1.0 - away / max(self.width, 1e-300))
        y = self.cells.points
        return np.asarray(y[first] + share[:, None] * (y[second] - y[first]))

    def target(self, states: np.ndarray, share: float, ticket: Ticket | None = None) -> np.ndarray:
        r"""Where states that have come the part `share` of their way will land, shape (m, d).

        Their origin is the minimum of (1 - s) |x|^2 / 2 + s u(x) - <x, x_s>, found in its dual:
        Frank-Wolfe steps over mixtures of latents. In the gaps that open between cells it is a
        state on an edge, and its target lies between the latents beside it.
        """
        if share <= 0.0:
            return self.sent(states, ticket)
        left = 1.0 - min(share, 1.0 - 1e-9)
        y, h = self.cells.points, self.cells.heights
        which = self.cells.assigned(states, ticket)
        mixed, level = y[which].copy(), h[which].copy()
        for _ in range(WALKS):
            origin = (states - share * mixed) / left
            best = self.cells.assigned(origin, ticket)
            off = y[best] - mixed
            # derivative of the dual along the step, and its curvature
            gain = (origin * off).sum(axis=1) + h[best] - level
            bend = share / left * (off**2).sum(axis=1)
            step = np.clip(gain / np.maximum(bend, 1e-300), 0.0, 1.0)
            if not (step > 1e-12).any():
                break
            mixed += step[:, None] * off
            level += step * (h[best] - level)
        return mixed
