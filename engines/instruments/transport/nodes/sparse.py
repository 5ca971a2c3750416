"""A picture from a part of its nodes: more of them where the others cannot tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from scipy.interpolate import RectBivariateSpline, RegularGridInterpolator
from scipy.ndimage import binary_dilation

LEAST = 12  # nodes a side for which guessing is worth it
ROUNDS = 4
GUESSED = 0.5  # share done when every node has a value for the first time
WORSE = 3.0  # how much more than the spline the bilinear may be off: seen to be far more
ASKED = 256  # guessed nodes that are followed too, to know how good the guesses are
_NEAR = np.ones((3, 3), dtype=bool)
Measure = Callable[[np.ndarray, np.ndarray], np.ndarray]


class SparsePicture:
    r"""Values on all nodes of a grid, followed at every second node of each side to begin with.

    What a node between them would say is guessed by a bicubic spline g. It is followed itself
    where that differs from the bilinear l,

        |g - l| > 3 x tolerance x largest value,

    or at a neighbour; and then beside every node whose guess turned out to be off by more, until
    there is none. The rest keeps its guess.

    Attributes:
        values: Shape (ny, nx).
        followed: Which of them are no guesses, shape (ny, nx).
    """

    def __init__(self, x: np.ndarray, y: np.ndarray, tolerance: float) -> None:
        """Take a grid.

        Args:
            x: Columns, at least `LEAST`.
            y: Rows, at least `LEAST`.
            tolerance: Share of the largest value by which a guess may be off.
        """
        self._x, self._y, self._tolerance = x, y, tolerance
        self._rows, self._columns = _every_second(len(y)), _every_second(len(x))
        self.values = np.full((len(y), len(x)), np.nan)
        self.followed = np.zeros(self.values.shape, dtype=bool)

    def first(self) -> np.ndarray:
        """Which nodes are followed to begin with, shape (ny, nx)."""
        found = np.zeros(self.values.shape, dtype=bool)
        found[np.ix_(self._rows, self._columns)] = True
        return found

    def filled(self, measure: Measure, piece: int) -> Iterator[float]:
        """Follow what has to be followed; yields the share done, roughly.

        `values` are worth a look whenever it yields.

        Args:
            measure: Values at nodes, shape (n,), from their x and y, shape (n,).
            piece: Nodes between two signs of life.
        """
        yield from self._follow(self.first(), measure, piece, 0.0, 0.99 * GUESSED)
        guess, doubtful = self._guessed()
        np.copyto(self.values, guess, where=~self.followed)
        yield GUESSED
        for round in range(ROUNDS):
            doubtful &= ~self.followed
            if not doubtful.any():
                break
            before = self.values[doubtful]
            left = 1.0 - GUESSED
            share = GUESSED + left * round / ROUNDS
            yield from self._follow(doubtful, measure, piece, share, left / ROUNDS)
            off = np.zeros_like(doubtful)
            off[doubtful] = ~(np.abs(self.values[doubtful] - before) <= self._allowed())
            doubtful = binary_dilation(off, _NEAR)

    def asked(self, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns of a few of the nodes that were guessed."""
        rows, columns = np.nonzero(~self.followed)
        some = draw.permutation(len(rows))[:ASKED]
        return rows[some], columns[some]

    def _follow(
        self, which: np.ndarray, measure: Measure, piece: int, done: float, share: float
    ) -> Iterator[float]:
        rows, columns = np.nonzero(which)
        for first in range(0, len(rows), piece):
            i, j = rows[first : first + piece], columns[first : first + piece]
            self.values[i, j] = measure(self._x[j], self._y[i])
            self.followed[i, j] = True
            yield done + share * min(1.0, (first + piece) / len(rows))

    def _allowed(self) -> float:
        values = self.values[np.isfinite(self.values)]
        return self._tolerance * float(np.abs(values).max(initial=0.0))

    def _guessed(self) -> tuple[np.ndarray, np.ndarray]:
        """What every node would say, and where that is in doubt; both of shape (ny, nx)."""
        known = self.values[np.ix_(self._rows, self._columns)]
        x, y = self._x[self._columns], self._y[self._rows]
        lost = ~np.isfinite(known)
        known = np.where(lost, 0.0, known)
        guess = RectBivariateSpline(y, x, known, s=0)(self._y, self._x)
        mesh = np.stack(np.meshgrid(self._y, self._x, indexing="ij"), axis=-1)
        plain = RegularGridInterpolator((y, x), known)(mesh)
        doubtful = np.abs(guess - plain) > WORSE * self._allowed()
        if lost.any():  # a spline feels a missing node as far as four of its neighbours
            wide = binary_dilation(lost, _NEAR, iterations=4).astype(float)
            doubtful |= RegularGridInterpolator((y, x), wide)(mesh) > 0.0
        return guess, binary_dilation(doubtful, _NEAR)


def _every_second(count: int) -> np.ndarray:
    """0, 2, 4, ... and the last."""
    return np.unique(np.append(np.arange(0, count, 2), count - 1))
