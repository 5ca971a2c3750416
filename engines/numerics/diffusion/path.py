"""Paths from noise to data: how much of each there is at each moment."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from engines.errors import FlowError

RHO = 7.0  # of the grid of Karras et al.


class Moment(NamedTuple):
    """What a path is at one time t.

    Attributes:
        a: Share of the data.
        s: Share of the noise.
        da: a'(t).
        ds: s'(t); may be infinite where s = 0.
        sds: s s' = (s^2)'/2, finite where s' is not.
    """

    a: float
    s: float
    da: float
    ds: float
    sds: float

    @property
    def rho(self) -> float:
        """Signal to noise a / s."""
        return self.a / self.s if self.s > 0.0 else math.inf

    @property
    def lam(self) -> float:
        """ln(a / s)."""
        if self.a <= 0.0:
            return -math.inf
        return math.log(self.a) - math.log(self.s) if self.s > 0.0 else math.inf

    @property
    def wronskian(self) -> float:
        """W = a' s - a s', positive where the signal grows out of the noise."""
        return self.da * self.s - self.a * self.ds


class Path(ABC):
    r"""An affine Gaussian path in generation time, 0 for noise and 1 for data.

        x_t = a(t) x + s(t) z,   z ~ N(0, I),   x a draw of the data

    `a`, `s` and their rates are elementwise: they take a number or an array of times.

    Attributes:
        name: Short name, e.g. "linear".

    Source:
        Lai, Song, Kim, Mitsufuji & Ermon (2025), The Principles of Diffusion Models.
    """

    name: str

    @abstractmethod
    def a(self, t: np.ndarray | float) -> np.ndarray:
        """Share of the data."""

    @abstractmethod
    def s(self, t: np.ndarray | float) -> np.ndarray:
        """Share of the noise."""

    @abstractmethod
    def da(self, t: np.ndarray | float) -> np.ndarray:
        """a'(t)."""

    @abstractmethod
    def sds(self, t: np.ndarray | float) -> np.ndarray:
        """s(t) s'(t)."""

    def ds(self, t: np.ndarray | float) -> np.ndarray:
        """s'(t); -inf where the noise ends as a root."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.sds(t) / self.s(t))

    def lam(self, t: np.ndarray | float) -> np.ndarray:
        """ln(a / s), -inf or inf at ends where one of them is 0."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(self.a(t)) - np.log(self.s(t)))

    def at(self, t: float) -> Moment:
        """All of it at one time; t outside 0 to 1 stands for the nearer end."""
        return _moment(self, min(max(float(t), 0.0), 1.0))

    def time_of(self, lam: np.ndarray | float) -> np.ndarray:
        """The times at which ln(a / s) is `lam`, to 1e-14 or so, by halving; ends if beyond."""
        wanted = np.asarray(lam, dtype=np.float64)
        low, high = np.zeros_like(wanted), np.ones_like(wanted)
        for _ in range(54):
            middle = 0.5 * (low + high)
            below = self.lam(middle) < wanted
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return np.asarray(0.5 * (low + high))

    def increasing(self, nodes: int = 257) -> Path:
        """This path, once its signal-to-noise ratio rises everywhere between the ends.

        Raises:
            FlowError: If W = a' s - a s' <= 0 somewhere.
        """
        for t in np.linspace(0.0, 1.0, nodes)[1:-1]:
            here = self.at(t)
            if not here.wronskian > 0.0:
                raise FlowError(
                    f"path '{self.name}': W = {here.wronskian:.3g} at t = {t:.3g}, must be > 0: "
                    "path must increase SNR"
                )
        return self


@lru_cache(maxsize=8192)  # a sampler asks for the same few moments for every piece of a batch
def _moment(path: Path, t: float) -> Moment:
    return Moment(*(float(f(t)) for f in (path.a, path.s, path.da, path.ds, path.sds)))


@dataclass(frozen=True, slots=True)
class Linear(Path):
    """a = t, s = 1 - t: flow matching, rectified flow, conditional optimal transport."""

    name: str = "linear"

    def a(self, t: np.ndarray | float) -> np.ndarray:
        return np.asarray(t, dtype=np.float64)

    def s(self, t: np.ndarray | float) -> np.ndarray:
        return 1.0 - np.asarray(t, dtype=np.float64)

    def da(self, t: np.ndarray | float) -> np.ndarray:
        return np.ones_like(self.a(t))

    def ds(self, t: np.ndarray | float) -> np.ndarray:
        return -np.ones_like(self.a(t))

    def sds(self, t: np.ndarray | float) -> np.ndarray:
        return -self.s(t)

    def time_of(self, lam: np.ndarray | float) -> np.ndarray:
        with np.errstate(over="ignore"):
            return np.asarray(1.0 / (1.0 + np.exp(-np.asarray(lam, dtype=np.float64))))


@dataclass(frozen=True, slots=True)
class Trig(Path):
    """a = sin(pi t / 2), s = cos(pi t / 2): the cosine schedule."""

    name: str = "trig"

    def time_of(self, lam: np.ndarray | float) -> np.ndarray:
        with np.errstate(over="ignore"):
            return np.asarray(np.arctan(np.exp(np.asarray(lam, dtype=np.float64))) / (0.5 * np.pi))

    def a(self, t: np.ndarray | float) -> np.ndarray:
        return np.asarray(np.sin(0.5 * np.pi * np.asarray(t, dtype=np.float64)))

    def s(self, t: np.ndarray | float) -> np.ndarray:
        # sin of what is left, so that nothing remains at t = 1
        return np.asarray(np.sin(0.5 * np.pi * (1.0 - np.asarray(t, dtype=np.float64))))

    def da(self, t: np.ndarray | float) -> np.ndarray:
        return 0.5 * np.pi * self.s(t)

    def ds(self, t: np.ndarray | float) -> np.ndarray:
        return -0.5 * np.pi * self.a(t)

    def sds(self, t: np.ndarray | float) -> np.ndarray:
        return self.s(t) * self.ds(t)


@dataclass(frozen=True, slots=True)
class VariancePreserving(Path):
    """a = exp(-B/2), s = sqrt(1 - a^2), B = slow u + (fast - slow) u^2 / 2, u = 1 - t.

    The usual rates leave a(0) = 0.0066: the noise still knows where the mean of the data is.

    Attributes:
        slow: Rate beta at the data.
        fast: Rate beta at the noise.

    Source:
        Ho, Jain & Abbeel (2020), arXiv:2006.11239; Song et al. (2021), arXiv:2011.13456, app. B.
    """

    slow: float = 0.1
    fast: float = 20.0
    name: str = "VP"

    def _b(self, t: np.ndarray | float) -> np.ndarray:
        u = 1.0 - np.asarray(t, dtype=np.float64)
        return np.asarray(self.slow * u + 0.5 * (self.fast - self.slow) * u * u)

    def time_of(self, lam: np.ndarray | float) -> np.ndarray:
        # B = ln(1 + s^2/a^2), and B is quadratic in u
        b = np.logaddexp(0.0, -2.0 * np.asarray(lam, dtype=np.float64))
        root = np.sqrt(self.slow**2 + 2.0 * (self.fast - self.slow) * b)
        # the difference of root and slow, without its rounding where u is small
        u = 2.0 * b / (root + self.slow)
        return np.asarray(np.clip(1.0 - u, 0.0, 1.0))

    def a(self, t: np.ndarray | float) -> np.ndarray:
        return np.asarray(np.exp(-0.5 * self._b(t)))

    def s(self, t: np.ndarray | float) -> np.ndarray:
        return np.asarray(np.sqrt(-np.expm1(-self._b(t))))

    def da(self, t: np.ndarray | float) -> np.ndarray:
        u = 1.0 - np.asarray(t, dtype=np.float64)
        return 0.5 * (self.slow + (self.fast - self.slow) * u) * self.a(t)

    def sds(self, t: np.ndarray | float) -> np.ndarray:
        return -self.a(t) * self.da(t)


@dataclass(frozen=True, slots=True)
class VarianceExploding(Path):
    """a = 1, s = sigma from `high` to `low`, on the grid of Karras et al. as a clock.

        sigma(t) = (high^(1/7) + t (low^(1/7) - high^(1/7)))^7

    Attributes:
        low: sigma at t = 1.
        high: sigma at t = 0.

    Source:
        Karras, Aittala, Aila & Laine (2022), arXiv:2206.00364, eq. (5).
    """

    low: float = 0.002
    high: float = 80.0
    name: str = "VE"

    def __post_init__(self) -> None:
        if not 0.0 <= self.low < self.high:
            raise FlowError(
                f"path 'VE': sigma from {self.high:g} to {self.low:g}, must fall: "
                "path must increase SNR"
            )

    @property
    def _slope(self) -> float:
        return self.low ** (1.0 / RHO) - self.high ** (1.0 / RHO)

    def time_of(self, lam: np.ndarray | float) -> np.ndarray:
        with np.errstate(over="ignore"):
            root = np.exp(-np.asarray(lam, dtype=np.float64) / RHO)
        return np.asarray(np.clip((root - self.high ** (1.0 / RHO)) / self._slope, 0.0, 1.0))

    def a(self, t: np.ndarray | float) -> np.ndarray:
        return np.ones_like(np.asarray(t, dtype=np.float64))

    def s(self, t: np.ndarray | float) -> np.ndarray:
        return np.asarray(
            (self.high ** (1.0 / RHO) + np.asarray(t, dtype=np.float64) * self._slope) ** RHO
        )

    def da(self, t: np.ndarray | float) -> np.ndarray:
        return np.zeros_like(np.asarray(t, dtype=np.float64))

    def ds(self, t: np.ndarray | float) -> np.ndarray:
        return np.asarray(RHO * self._slope * self.s(t) ** (1.0 - 1.0 / RHO))

    def sds(self, t: np.ndarray | float) -> np.ndarray:
        return self.s(t) * self.ds(t)


@dataclass(frozen=True, slots=True)
class Scaled(Path):
    """Another path seen through a zoom that keeps its spread: x_t / sqrt(a^2 + s^2).

    Signal to noise, and so every solver in ln(a/s), are those of the path itself; only the picture
    no longer grows a hundredfold towards the noise.

    Attributes:
        inner: The path that is looked at.
    """

    inner: Path
    name: str = "scaled"

    def time_of(self, lam: np.ndarray | float) -> np.ndarray:
        return self.inner.time_of(lam)

    def _c(self, t: np.ndarray | float) -> np.ndarray:
        return np.asarray(1.0 / np.sqrt(self.inner.a(t) ** 2 + self.inner.s(t) ** 2))

    def _growth(self, t: np.ndarray | float) -> np.ndarray:
        """c'/c = -(a a' + s s') c^2."""
        rise = self.inner.a(t) * self.inner.da(t) + self.inner.sds(t)
        return np.asarray(-rise * self._c(t) ** 2)

    def a(self, t: np.ndarray | float) -> np.ndarray:
        return self.inner.a(t) * self._c(t)

    def s(self, t: np.ndarray | float) -> np.ndarray:
        return self.inner.s(t) * self._c(t)

    def da(self, t: np.ndarray | float) -> np.ndarray:
        return (self.inner.da(t) + self.inner.a(t) * self._growth(t)) * self._c(t)

    def sds(self, t: np.ndarray | float) -> np.ndarray:
        grown = self.inner.sds(t) + self.inner.s(t) ** 2 * self._growth(t)
        return np.asarray(grown * self._c(t) ** 2)


PATHS: dict[str, Path] = {
    "linear": Linear(),
    "trig": Trig(),
    "VP": VariancePreserving(),
    "VE": VarianceExploding(),
}
