"""The kinetic-optimal schedule: a straight chord, once angles are measured by the data."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from engines.numerics.diffusion.path import Path
from engines.numerics.kinetic.separation import Separation

NODES = 20_001
GAUSSIAN = 1e-4  # rad; below, every circle is as good as any other
# Between nodes of theta the unrolled angle is a cubic, which has a slope of its own.
STEP = 0.5 * np.pi / (NODES - 1)


@dataclass(frozen=True, eq=False)
class KineticOptimal(Path):
    r"""The path a = r sin theta, s = r cos theta of least kinetic energy for given data.

        E = int r'^2 + r^2 phi'^2 dt,   phi(theta) = int_0^theta sqrt(L),   Phi = phi(pi/2)
        r e^{i phi} = (1 - t) + t e^{i Phi},   E_min = 2 - 2 cos Phi

    so that r^2 = 1 - 2 t (1 - t)(1 - cos Phi) and theta' = sin Phi / (r^2 sqrt L). For Gaussian
    data Phi = 0: all paths on the circle r = 1 cost nothing, and theta = pi t / 2 is taken.

    Attributes:
        separation: lambda of the data.

    Source:
        Shaul, Chen, Nickel, Le & Lipman (2023), ICML, arXiv:2306.06626; the polar form is worked
        out here from their energy.
    """

    separation: Separation
    name: str = field(default="kinetic-optimal")

    @cached_property
    def _angles(self) -> np.ndarray:
        return np.linspace(0.0, 0.5 * np.pi, NODES)

    @cached_property
    def _unrolled(self) -> np.ndarray:
        """The angle phi, by Simpson's rule with the middles of the steps."""
        ends = np.sqrt(self.separation.pull(self._angles))
        middles = np.sqrt(self.separation.pull(self._angles[:-1] + 0.5 * STEP))
        pieces = STEP / 6.0 * (ends[:-1] + 4.0 * middles + ends[1:])
        return np.concatenate(([0.0], np.cumsum(pieces)))

    @property
    def opening(self) -> float:
        """Phi, rad: 0 for Gaussian data, pi/2 for data that are told apart at any noise."""
        return float(self._unrolled[-1])

    @property
    def energy(self) -> float:
        """2 - 2 cos Phi, the least kinetic energy per dimension."""
        return 4.0 * float(np.sin(0.5 * self.opening)) ** 2

    @property
    def free(self) -> bool:
        """Whether the data are as good as Gaussian, so that any path on the circle is optimal."""
        return self.opening < GAUSSIAN

    def angle_of(self, theta: np.ndarray | float) -> np.ndarray:
        """The unrolled angle phi of theta = arctan(a / s)."""
        return np.asarray(np.interp(theta, self._angles, self._unrolled))

    def turned(self, t: np.ndarray | float) -> tuple[np.ndarray, np.ndarray]:
        """Radius r and angle theta at the times."""
        t = np.clip(np.asarray(t, dtype=np.float64), 0.0, 1.0)
        if self.free:
            return np.ones_like(t), 0.5 * np.pi * t
        x = (1.0 - t) + t * np.cos(self.opening)
        y = t * np.sin(self.opening)
        theta = np.interp(np.arctan2(y, x), self._unrolled, self._angles)
        # Where data look Gaussian many angles unroll to one; the ends are ends all the same.
        theta = np.where(t <= 0.0, 0.0, np.where(t >= 1.0, 0.5 * np.pi, theta))
        return np.hypot(x, y), theta

    def time_of(self, lam: np.ndarray | float) -> np.ndarray:
        """The times at which ln(a / s) = ln tan theta is `lam`.

        t = sin phi / (sin phi + sin(Phi - phi)), by the sines of the triangle of the chord.
        """
        theta = np.arctan(np.exp(np.minimum(np.asarray(lam, dtype=np.float64), 700.0)))
        if self.free:
            return np.asarray(theta / (0.5 * np.pi))
        phi = np.interp(theta, self._angles, self._unrolled)
        before, after = np.sin(phi), np.sin(self.opening - phi)
        return np.asarray(before / (before + after))

    def a(self, t: np.ndarray | float) -> np.ndarray:
        r, theta = self.turned(t)
        return np.asarray(r * np.sin(theta))

    def s(self, t: np.ndarray | float) -> np.ndarray:
        r, theta = self.turned(t)
        return np.asarray(r * np.sin(0.5 * np.pi - theta))

    def _rates(self, t: np.ndarray | float) -> tuple[np.ndarray, ...]:
        """r, theta, r' and theta'."""
        t = np.clip(np.asarray(t, dtype=np.float64), 0.0, 1.0)
        r, theta = self.turned(t)
        if self.free:
            return r, theta, np.zeros_like(t), np.full_like(t, 0.5 * np.pi)
        rise = (2.0 * t - 1.0) * (1.0 - np.cos(self.opening)) / r
        pull = np.maximum(self.separation.pull(theta), 1e-12)
        return r, theta, rise, np.sin(self.opening) / (r**2 * np.sqrt(pull))

    def da(self, t: np.ndarray | float) -> np.ndarray:
        r, theta, dr, turn = self._rates(t)
        return np.asarray(dr * np.sin(theta) + r * np.cos(theta) * turn)

    def ds(self, t: np.ndarray | float) -> np.ndarray:
        r, theta, dr, turn = self._rates(t)
        return np.asarray(dr * np.cos(theta) - r * np.sin(theta) * turn)

    def sds(self, t: np.ndarray | float) -> np.ndarray:
        return self.s(t) * self.ds(t)


@dataclass(frozen=True)
class Blended(Path):
    """Part of the way from one path to another: a and s are (1 - share) of one + share of two.

    Attributes:
        one: Path at share 0.
        two: Path at share 1.
        share: 0 to 1.
    """

    one: Path
    two: Path
    share: float
    name: str = "blend"

    def _mixed(self, one: np.ndarray, two: np.ndarray) -> np.ndarray:
        return np.asarray((1.0 - self.share) * one + self.share * two)

    def a(self, t: np.ndarray | float) -> np.ndarray:
        return self._mixed(self.one.a(t), self.two.a(t))

    def s(self, t: np.ndarray | float) -> np.ndarray:
        return self._mixed(self.one.s(t), self.two.s(t))

    def da(self, t: np.ndarray | float) -> np.ndarray:
        return self._mixed(self.one.da(t), self.two.da(t))

    def ds(self, t: np.ndarray | float) -> np.ndarray:
        return self._mixed(self.one.ds(t), self.two.ds(t))

    def sds(self, t: np.ndarray | float) -> np.ndarray:
        return self.s(t) * self.ds(t)
