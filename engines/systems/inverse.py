"""Maps run backwards: each state's predecessor, found by Newton's method."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from engines.equations.to_numpy import evaluated
from engines.errors import FlowError
from engines.systems.motion import Span, Stepped
from engines.systems.stepping.pace import Pace

if TYPE_CHECKING:
    from engines.systems.system import System

_NEWTON_STEPS = 40
_CLOSE = 1e-12


class InverseCarrier(Stepped):
    """Solves F(x) = y for x at each iteration, starting from y.

    Differences along a periodic coordinate are taken the short way round, so that a map that
    wraps its states has an inverse too. States without a predecessor become NaN.
    """

    def __init__(self, system: System, values: Mapping[str, float]) -> None:
        self.pace = Pace()
        self.pace.cost = 1e-4  # NumPy and up to forty Newton steps per iteration
        self._equations = system.equations
        self._values = values
        box = system.box
        spans = np.subtract(box.high, box.low)
        self._periods = np.where(box.periodic, spans, np.inf)

    def steps(self, start: float, stop: float) -> int:
        return round(abs(stop - start))

    def leap(self, z: np.ndarray, m: np.ndarray, span: Span, done: int, now: int) -> None:
        lanes = slice(span.first, span.last)
        for i in range(now):
            time = span.start - done - i - 1.0
            z[lanes], jacobian = self._before(z[lanes], time)
            if len(m):
                m[lanes] = np.linalg.solve(jacobian, m[lanes])

    def _before(self, after: np.ndarray, time: float) -> tuple[np.ndarray, np.ndarray]:
        """Predecessors of `after`, shape (n, d), and the Jacobians of the map there."""
        x = after.copy()
        with np.errstate(all="ignore"):
            for _ in range(_NEWTON_STEPS):
                off, jacobian = self._residual(x, after, time), self._jacobian(x, time)
                lost = ~np.isfinite(off).all(axis=1)
                x[lost] = np.nan
                size = _CLOSE * (1.0 + np.abs(after))
                if not (np.abs(off) > size).any():
                    break
                x -= np.linalg.solve(jacobian, off[:, :, None])[:, :, 0]
            # Far away large terms cancel each other and leave their rounding.
            size += _CLOSE * np.einsum("nij,nj->ni", np.abs(jacobian), np.abs(x))
            x[~(np.abs(off) <= 1e3 * size).all(axis=1)] = np.nan
            return x, self._jacobian(x, time)

    def _residual(self, x: np.ndarray, after: np.ndarray, time: float) -> np.ndarray:
        off = self._equations.evaluate(x, time, self._values) - after
        turns = np.round(off / self._periods)
        return off - np.where(turns == 0.0, 0.0, turns * self._periods)

    def _jacobian(self, x: np.ndarray, time: float) -> np.ndarray:
        found = self._equations.evaluate_jacobian(x, time, self._values)
        # A matrix that cannot be solved would stop all others.
        bad = ~(np.abs(np.linalg.det(found)) > 1e-300)
        found[bad] = np.eye(found.shape[-1])
        return found


def backwards(system: System, values: Mapping[str, float]) -> InverseCarrier:
    """What carries the states of a map backwards.

    Raises:
        FlowError: If the file does not state the determinant of the Jacobian, or if it is zero.
    """
    area = system.truths.area
    if area is None:
        raise FlowError(
            f"{system.title}: no inverse is known, allowed are iterations forwards "
            "(a system file states truths.area for a map that can be undone)"
        )
    scope = system.equations.scope(np.array([system.start]), 0.0, values)
    if not abs(float(evaluated([area], scope)[0][0])) > 0.0:
        raise FlowError(
            f"{system.title}: cannot be undone at these values, the determinant of its Jacobian is 0"
        )
    return InverseCarrier(system, values)
