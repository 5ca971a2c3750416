"""A schedule through points that a hand has put somewhere, and one seen at another size."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.interpolate import PchipInterpolator

from engines.errors import FlowError
from engines.numerics.diffusion.path import Path
from engines.numerics.kinetic.polar import PolarPath

LEAST = 1e-3  # of a and s at a knot


@dataclass(frozen=True, eq=False)
class Drawn(PolarPath):
    """Through (a, s) at equal times, monotone in theta = arctan(a / s), smooth in ln r.

    Attributes:
        knots: Places (a, s) between the ends (0, 1) and (1, 0), shape (k, 2), k from 1 to 16.

    Raises:
        FlowError: If a number is not finite or not positive, or signal to noise does not rise.
    """

    knots: np.ndarray
    name: str = field(default="drawn")

    def __post_init__(self) -> None:
        places = np.asarray(self.knots, dtype=np.float64)
        if places.ndim != 2 or places.shape[1] != 2 or not 1 <= len(places) <= 16:
            raise FlowError(f"knots of shape {places.shape}, must be (1 to 16, 2)")
        if not np.isfinite(places).all() or not (places >= LEAST).all():
            raise FlowError(f"a and m of a knot must be numbers from {LEAST:g} on")
        angles = np.arctan2(places[:, 0], places[:, 1])
        whole = np.concatenate(([0.0], angles, [0.5 * np.pi]))
        for i in np.flatnonzero(np.diff(whole) <= 1e-6):
            raise FlowError(
                f"knot {min(int(i) + 1, len(places))}: a/m = {np.tan(whole[i + 1]):.3g} after "
                f"{np.tan(whole[i]):.3g}, SNR must increase"
            )
        object.__setattr__(self, "knots", places)

    @cached_property
    def _curves(self) -> tuple[PchipInterpolator, ...]:
        times = np.linspace(0.0, 1.0, len(self.knots) + 2)
        angles = np.arctan2(self.knots[:, 0], self.knots[:, 1])
        logs = np.log(np.hypot(*self.knots.T))
        theta = PchipInterpolator(times, np.concatenate(([0.0], angles, [0.5 * np.pi])))
        radius = PchipInterpolator(times, np.concatenate(([0.0], logs, [0.0])))
        return theta, theta.derivative(), radius, radius.derivative()

    def polar(self, t: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        theta, turn, logs, growth = (np.asarray(curve(t)) for curve in self._curves)
        r = np.exp(logs)
        return r, theta, r * growth, turn


@dataclass(frozen=True, eq=False)
class Widened(Path):
    """A schedule of normalised data for data c times as large: a x + c s z.

    Attributes:
        inner: The schedule.
        size: c, root mean square of a coordinate of the data.
    """

    inner: Path
    size: float
    name: str = field(default="widened")

    def a(self, t: np.ndarray | float) -> np.ndarray:
        return self.inner.a(t)

    def s(self, t: np.ndarray | float) -> np.ndarray:
        return np.asarray(self.size * self.inner.s(t))

    def da(self, t: np.ndarray | float) -> np.ndarray:
        return self.inner.da(t)

    def ds(self, t: np.ndarray | float) -> np.ndarray:
        return np.asarray(self.size * self.inner.ds(t))

    def sds(self, t: np.ndarray | float) -> np.ndarray:
        return np.asarray(self.size**2 * self.inner.sds(t))

    def time_of(self, lam: np.ndarray | float) -> np.ndarray:
        return self.inner.time_of(np.asarray(lam) + np.log(self.size))
