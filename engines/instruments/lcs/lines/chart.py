"""A plane of two coordinates, one of which may go round, or that stands for a sphere."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from engines.instruments.portrait.scales import box_of, periods
from engines.numerics.sphere import unit_vectors
from engines.protocols.capabilities import Spherical
from engines.protocols.flow import Flow

_DEGREE = math.pi / 180.0


@dataclass(frozen=True, slots=True)
class Chart:
    """How far apart places are, and where the plane begins again.

    Attributes:
        low: Lower corner of the box.
        turns: Length after which each coordinate begins again; infinite if it does not.
        sphere: Whether they are longitude and latitude in degrees: lengths are degrees of arc.
    """

    low: tuple[float, float] = (0.0, 0.0)
    turns: tuple[float, float] = (math.inf, math.inf)
    sphere: bool = False

    @property
    def around(self) -> tuple[bool, bool]:
        """Which coordinates begin again."""
        return math.isfinite(self.turns[0]), math.isfinite(self.turns[1])

    def widths(self, y: np.ndarray) -> np.ndarray:
        """Length of a unit of x at heights `y`: on a sphere the cosine of latitude."""
        return np.cos(_DEGREE * y) if self.sphere else np.ones(np.shape(y))

    def leans(self, y: np.ndarray) -> np.ndarray:
        """By how much circles of equal y bend, per unit: on a sphere the tangent of latitude."""
        return _DEGREE * np.tan(_DEGREE * y) if self.sphere else np.zeros(np.shape(y))

    def between(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """The short way from places `a` to near places `b`, (n, 2) each, in units of length."""
        way = np.subtract(b, a)
        for axis, turn in enumerate(self.turns):
            if math.isfinite(turn):
                way[:, axis] -= turn * np.round(way[:, axis] / turn)
        way[:, 0] *= self.widths(0.5 * (np.asarray(a)[:, 1] + np.asarray(b)[:, 1]))
        return way

    def steps(self, line: np.ndarray) -> np.ndarray:
        """Lengths of the pieces of a line of shape (k, 2), which goes on beyond the box: (k - 1,).

        Between vertices far apart on a sphere a piece is as long as in the map of their mean.
        """
        way = np.diff(line, axis=0)
        return np.hypot(way[:, 0] * self.widths(0.5 * (line[1:, 1] + line[:-1, 1])), way[:, 1])

    def length(self, line: np.ndarray) -> float:
        """Length of a line of shape (k, 2)."""
        return float(self.steps(line).sum())

    def tree(self, places: np.ndarray) -> cKDTree:
        """A tree that knows which of `places`, shape (n, 2), are near each other."""
        if self.sphere:
            return cKDTree(unit_vectors(places))
        turns = np.where(np.isfinite(self.turns), self.turns, 0.0)
        return cKDTree(self._turned(places), boxsize=turns if turns.any() else None)

    def pairs(self, places: np.ndarray, distance: float) -> np.ndarray:
        """Numbers of all pairs of `places` nearer than `distance`, shape (k, 2)."""
        found: np.ndarray = self.tree(places).query_pairs(
            self._straight(distance), output_type="ndarray"
        )
        return found

    def near(self, tree: cKDTree, places: np.ndarray, distance: float) -> np.ndarray:
        """Which of `places` are nearer than `distance` to one in a tree of this chart."""
        at = unit_vectors(places) if self.sphere else self._turned(places)
        found: np.ndarray = np.isfinite(
            tree.query(at, distance_upper_bound=self._straight(distance))[0]
        )
        return found

    def continued(self, line: np.ndarray, end: np.ndarray) -> np.ndarray:
        """`line` as many turns further as brings its beginning next to `end`, shape (2,)."""
        shift = np.zeros(2)
        for axis, turn in enumerate(self.turns):
            if math.isfinite(turn):
                shift[axis] = turn * np.round((end[axis] - line[0, axis]) / turn)
        return line + shift

    def shown(self, line: np.ndarray) -> list[np.ndarray]:
        """A line as it is seen in the box: cut where a coordinate begins again."""
        pieces = [line]
        for axis, turn in enumerate(self.turns):
            if math.isfinite(turn):
                cut = (_cut(piece, axis, self.low[axis], turn) for piece in pieces)
                pieces = [piece for some in cut for piece in some]
        return pieces

    def joined_up(self, values: np.ndarray) -> np.ndarray:
        """Values on nodes from end to end, shape (ny, nx, ...), with one more column and row in
        front where a coordinate begins again, so that the first node has a neighbour there.
        """
        if self.around[0]:
            values = np.concatenate([values[:, -2:-1], values], axis=1)
        if self.around[1]:
            values = np.concatenate([values[-2:-1], values], axis=0)
        return values

    def home(self, places: np.ndarray) -> np.ndarray:
        """`places`, shape (n, 2), as many turns back as brings them into the box."""
        found = self._turned(places)
        return found + np.where(self.around, self.low, 0.0)

    def _turned(self, places: np.ndarray) -> np.ndarray:
        """As `home`, what goes round counted from the lower end: below one turn, as a tree asks."""
        found = np.array(places, dtype=float)
        for axis, turn in enumerate(self.turns):
            if math.isfinite(turn):
                off = np.mod(found[:, axis] - self.low[axis], turn)
                found[:, axis] = np.where(off < turn, off, 0.0)
        return found

    def _straight(self, distance: float) -> float:
        """A distance as a tree measures it: on a sphere along the chord."""
        if not self.sphere:
            return distance
        return 2.0 * math.sin(0.5 * _DEGREE * min(distance, 180.0))


PLANE = Chart()


def chart_of(flow: Flow, plane: tuple[int, int] = (0, 1)) -> Chart:
    """The chart of two coordinates of a flow.

    Args:
        flow: Knows its box.
        plane: Which coordinates, counted from 0.
    """
    box, around = box_of(flow), periods(box_of(flow))
    first, second = plane
    return Chart(
        (float(box.low[first]), float(box.low[second])),
        (float(around[first]), float(around[second])),
        isinstance(flow, Spherical),
    )


def _cut(line: np.ndarray, axis: int, low: float, turn: float) -> list[np.ndarray]:
    """Pieces of a line between the seams low + k turn, all moved into the box."""
    which = np.floor((line[:, axis] - low) / turn)
    at = np.flatnonzero(np.diff(which) != 0.0)
    if not len(at):
        return [_moved(line, axis, which[0] * turn)]
    pieces, begin = [], line[:0]
    last = 0
    for i in at.tolist():
        rising = which[i + 1] > which[i]
        seam = low + turn * (which[i + 1] if rising else which[i])
        share = (seam - line[i, axis]) / (line[i + 1, axis] - line[i, axis])
        meets = line[i] + share * (line[i + 1] - line[i])
        meets[axis] = seam
        pieces.append(_moved(np.vstack([begin, line[last : i + 1], meets]), axis, which[i] * turn))
        begin, last = meets[None], i + 1
    pieces.append(_moved(np.vstack([begin, line[last:]]), axis, which[-1] * turn))
    return [piece for piece in pieces if np.ptp(piece, axis=0).any()]


def _moved(line: np.ndarray, axis: int, shift: float) -> np.ndarray:
    found = np.array(line, dtype=float)
    found[:, axis] -= shift
    return found
