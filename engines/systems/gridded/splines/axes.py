"""One axis of a grid: which cell a place lies in, and the splines that live around that cell."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.interpolate import BSpline

from engines.systems.gridded.splines.kernels import eliminate

CUBIC, LINEAR = 4, 2  # splines that do not vanish in a cell
_INSIDE = np.array([0.125, 0.375, 0.625, 0.875])
_POWERS = np.linalg.inv(np.vander(_INSIDE, 4, increasing=True))
_AROUND = 28  # nodes repeated on either side of a periodic axis: an end is felt by 0.27 per node
_EVEN = 1e-6  # of a cell: nodes that are so near to equal distances count as such


@dataclass(frozen=True, eq=False)
class Axis:
    """Nodes along one axis and the B-splines on them.

    In the cell between nodes i and i + 1 a function is

        f(x) = sum_j c[first[i] + j] b_j(p),    b_j(p) = sum_k tables[i, j, k] p^k,

    where p runs from 0 to 1 across the cell.

    Attributes:
        nodes: Shape (n,), rising; for a periodic axis with the first node again at the end.
        width: Splines that do not vanish in a cell: 4 (cubic) or 2 (linear).
        periodic: Whether the last node is the first again.
        first: Index of the first coefficient of each cell, shape (n - 1,).
        tables: Polynomials, shape (n - 1, 4, 4), powers rising.
        count: Number of coefficients.
        even: Distance of the nodes if it is the same everywhere, else 0.
    """

    nodes: np.ndarray
    width: int
    periodic: bool
    first: np.ndarray = field(init=False)
    tables: np.ndarray = field(init=False)
    count: int = field(init=False)
    even: float = field(init=False)

    def __post_init__(self) -> None:
        keep = object.__setattr__
        n = len(self.nodes)
        gaps = np.diff(self.nodes)
        even = bool(np.ptp(gaps) <= _EVEN * gaps.mean())
        keep(self, "even", float((self.nodes[-1] - self.nodes[0]) / (n - 1)) if even else 0.0)
        if self.width == LINEAR:  # four splines as well, two of them zero
            hats = np.array([[0.0] * 4, [1.0, -1.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0] * 4])
            keep(self, "first", np.arange(n - 1))
            keep(self, "tables", np.tile(hats, (n - 1, 1, 1)))
            keep(self, "count", n + 2)
            return
        knots = _knots(self.nodes, self.periodic)
        places = self.nodes[:-1, None] + gaps[:, None] * _INSIDE
        rows = BSpline.design_matrix(places.ravel(), knots, 3)
        first = rows.indices.reshape(n - 1, 4, 4)[:, 0, 0]
        values = rows.data.reshape(n - 1, 4, 4)  # cell, place, spline
        keep(self, "first", first.astype(np.int64))
        keep(self, "tables", np.ascontiguousarray(np.einsum("kp,cps->csk", _POWERS, values)))
        keep(self, "count", len(knots) - 4)
        keep(self, "_banded", _Banded(_repeated(self.nodes) if self.periodic else self.nodes))

    def coefficients(self, values: np.ndarray) -> np.ndarray:
        """Coefficients of the spline through `values`, shape (count, ...).

        Args:
            values: Shape (m, ...), at the nodes; m is one less than their number on a periodic
                axis, where the last node is the first.
        """
        if self.width == LINEAR:
            if self.periodic:
                return np.concatenate([values[-1:], values, values[:2]])
            return np.concatenate([values[:1], values, values[-1:]])
        n = len(values)
        around = np.arange(-_AROUND, n + _AROUND + 1) % n if self.periodic else slice(None)
        flat = values.reshape(n, -1)[around]
        solved = self._banded.solve(flat)  # type: ignore[attr-defined]
        if self.periodic:
            solved = solved[_AROUND - 1 : _AROUND + n + 2]
        return solved.reshape(-1, *values.shape[1:])


class _Banded:
    """What coefficients are multiplied by to give the values at `nodes`, taken apart once.

    Elimination needs no exchange of rows: such matrices are totally positive (de Boor).
    """

    def __init__(self, nodes: np.ndarray) -> None:
        full = BSpline.design_matrix(nodes, _knots(nodes, periodic=False), 3).tocoo()
        off = full.col - full.row
        below, above, n = int(-off.min()), int(off.max()), len(nodes)
        bands = np.zeros((n, below + above + 1))
        bands[full.row, below + off] = full.data
        self._lower = np.zeros((n, below))
        for i in range(n):
            for k in range(max(0, i - below), i):
                factor = bands[i, k - i + below] / bands[k, below]
                self._lower[i, k - i + below] = factor
                for j in range(k, min(k + above, n - 1) + 1):
                    bands[i, j - i + below] -= factor * bands[k, j - k + below]
        self._upper = np.ascontiguousarray(bands[:, below:])

    def solve(self, values: np.ndarray) -> np.ndarray:
        """Coefficients of the spline through `values`, shape (n, m)."""
        found = np.array(values, dtype=np.float64, order="C")
        eliminate(self._lower, self._upper, found)
        return found


def _repeated(nodes: np.ndarray) -> np.ndarray:
    """The nodes of a periodic axis with those of the turns before and after it."""
    n, span = len(nodes) - 1, nodes[-1] - nodes[0]
    index = np.arange(-_AROUND, n + _AROUND + 1)
    return nodes[index % n] + span * (index // n)


def _knots(nodes: np.ndarray, periodic: bool) -> np.ndarray:
    if periodic:
        span = nodes[-1] - nodes[0]
        return np.concatenate([nodes[-4:-1] - span, nodes, nodes[1:4] + span])
    # the last but one node at each end is no knot: the first two cells share a cubic
    return np.concatenate([[nodes[0]] * 4, nodes[2:-2], [nodes[-1]] * 4])
