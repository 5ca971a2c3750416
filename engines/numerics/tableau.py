"""What differs between steppers is data: one record each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Tableau:
    """An explicit Runge-Kutta method.

        k_i = v(x + h sum_j a_ij k_j, t + c_i h),    x' = x + h sum_i b_i k_i

    Attributes:
        name: Words for the status bar.
        order: Power of h in the global error.
        a: Rows 2 to s of the lower triangle.
        b: Weights, length s.
        c: Places of the stages in the step, length s.
        embedded: Weights of a second result of lower order, or () if there is none.
        source: Where it was published.
    """

    name: str
    order: int
    a: tuple[tuple[float, ...], ...]
    b: tuple[float, ...]
    c: tuple[float, ...]
    source: str
    embedded: tuple[float, ...] = ()

    @property
    def stages(self) -> int:
        """Evaluations of the velocity per step."""
        return len(self.b)

    @property
    def chained(self) -> bool:
        """Whether each stage starts from the one before it alone."""
        return all(value == 0.0 for row in self.a for value in row[:-1])

    def matrix(self) -> np.ndarray:
        """The coefficients a_ij, shape (s, s)."""
        full = np.zeros((self.stages, self.stages))
        for i, row in enumerate(self.a, start=1):
            full[i, : len(row)] = row
        return full

    def chain(self) -> np.ndarray:
        """For a chained method: a_(i+1)i, shape (s,), 0 for the last stage."""
        return np.array([*(row[-1] for row in self.a), 0.0])

    def error_weights(self) -> np.ndarray:
        """Difference of b and the embedded weights, shape (s,)."""
        return np.array(self.b) - np.array(self.embedded)


@dataclass(frozen=True, slots=True)
class Partitioned:
    """A composition of drifts and kicks for q' = u(p), p' = f(q, t): symplectic if f is a force.

        q <- q + h drift_i u(p),    p <- p + h kick_i f(q),    i = 1, 2, ...

    Attributes:
        name: Words for the status bar.
        order: Power of h in the global error.
        drifts: Coefficients of the drifts, length s.
        kicks: Coefficients of the kicks, length s; the last one may be 0.
        source: Where it was published.
    """

    name: str
    order: int
    drifts: tuple[float, ...]
    kicks: tuple[float, ...]
    source: str
