"""Data that are a mixture of Gaussians, and all fields of their path from noise."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.errors import FlowError
from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.path import Moment, Path
from engines.systems.clouds.moving_mixture import MovingMixture

KEPT = 2048  # moments whose matrices are kept: a march asks for the same few again and again


@dataclass(frozen=True, slots=True, eq=False)
class GaussianMixture:
    r"""q(x) = sum_k p_k N(x; m_k, C_k).

    Attributes:
        weights: p_k, shape (K,), positive, their sum 1.
        means: m_k, shape (K, d).
        covariances: C_k, shape (K, d, d).
    """

    weights: np.ndarray
    means: np.ndarray
    covariances: np.ndarray

    @property
    def dimension(self) -> int:
        """Number of coordinates."""
        return int(self.means.shape[1])

    def at(self, m: Moment) -> MovingMixture:
        r"""The mixture p_t of a(t) x + s(t) z, and how it moves.

        M_k = a m_k,   V_k = a^2 C_k + s^2 I,   M_k' = a' m_k,   V_k'/2 = a a' C_k + s s' I
        """
        unit = np.eye(self.dimension)
        return MovingMixture(
            np.log(self.weights),
            m.a * self.means,
            m.a**2 * self.covariances + m.s**2 * unit,
            m.da * self.means,
            m.a * m.da * self.covariances + m.sds * unit,
        )

    def still(self) -> MovingMixture:
        """The data themselves, with density and score."""
        return MovingMixture.still(np.log(self.weights), self.means, self.covariances)

    def log_density(self, x: np.ndarray) -> np.ndarray:
        """The logarithm ln q, shape (n,), of places of shape (n, d)."""
        return self.still().log_density(x)

    def drawn(self, count: int, draw: np.random.Generator, even: bool = False) -> np.ndarray:
        """Random points, shape (count, d); if `even`, each part has its exact share in turn."""
        if even:
            ends = np.cumsum(self.weights)
            which = np.searchsorted(ends, (np.arange(count) + 0.5) / count)
            which = np.minimum(which, len(ends) - 1)
            which = draw.permutation(which)
        else:
            which = draw.choice(len(self.weights), count, p=self.weights)
        roots = np.linalg.cholesky(self.covariances)
        normal = draw.standard_normal((count, self.dimension))
        return np.asarray(self.means[which] + np.einsum("nij,nj->ni", roots[which], normal))

    def mean(self) -> np.ndarray:
        """E[x], shape (d,)."""
        return np.asarray(self.weights @ self.means)

    def covariance(self) -> np.ndarray:
        """Cov[x], shape (d, d)."""
        off = self.means - self.mean()
        return np.asarray(
            np.tensordot(self.weights, self.covariances, axes=1) + (off.T * self.weights) @ off
        )

    def cdf(self, x: np.ndarray) -> np.ndarray:
        """P(X <= x) of a mixture on the line, shape as `x`.

        Raises:
            FlowError: If it has more than one coordinate.
        """
        if self.dimension != 1:
            raise FlowError(f"{self.dimension} coordinates, a distribution function needs one")
        from scipy.special import ndtr

        spread = np.sqrt(self.covariances[:, 0, 0])
        return np.asarray(
            ndtr((np.asarray(x)[..., None] - self.means[:, 0]) / spread) @ self.weights
        )

    def moving(self, path: Path) -> Callable[[float], MovingMixture]:
        """Time to `at`, with the last few hundred moments at hand."""
        kept: dict[float, MovingMixture] = {}

        def there(t: float) -> MovingMixture:
            found = kept.get(t)
            if found is None:
                if len(kept) >= KEPT:
                    kept.clear()
                found = kept[t] = self.at(path.at(t))
            return found

        return there

    def field(self, path: Path) -> Field:
        """The exact field of this data on a path, its four quantities each in closed form."""
        there = self.moving(path)

        def velocity(x: np.ndarray, t: float) -> np.ndarray:
            return there(t).velocity(x)

        def score(x: np.ndarray, t: float) -> np.ndarray:
            return there(t).score(x)

        def noise(x: np.ndarray, t: float) -> np.ndarray:
            return -path.at(t).s * score(x, t)

        def denoiser(x: np.ndarray, t: float) -> np.ndarray:
            """sum_k w_k [m_k + a C_k V_k^{-1} (x - a m_k)], which exists at both ends."""
            here, a = there(t), path.at(t).a
            pulls = a * self.covariances @ here.precisions
            offsets = self.means - np.einsum("kij,kj->ki", pulls, here.means)
            return here.blended(x, here.shares(x), (pulls, offsets))

        own = {"x": denoiser, "eps": noise, "score": score, "v": velocity}
        return Field(path, "v", velocity, own)  # type: ignore[arg-type]


def mixture(
    means: Sequence[Sequence[float]] | np.ndarray,
    covariances: float | Sequence[Any] | np.ndarray,
    weights: Sequence[float] | np.ndarray | None = None,
) -> GaussianMixture:
    """A mixture from what a hand types.

    Args:
        means: Shape (K, d).
        covariances: One variance for all, one per part, shape (K,), one matrix, shape (d, d), or
            one per part, shape (K, d, d).
        weights: Shape (K,), equal if left out; brought to a sum of 1, with a warning if it was not.

    Raises:
        FlowError: If shapes do not fit, a number is not finite, a weight is negative, or a
            covariance is not positive definite.
    """
    m = np.array(means, dtype=np.float64)
    if m.ndim != 2 or not m.size:
        raise FlowError(f"means of shape {m.shape}, must be (parts, coordinates)")
    count, d = m.shape
    p = np.full(count, 1.0 / count) if weights is None else np.array(weights, dtype=np.float64)
    if p.shape != (count,):
        raise FlowError(f"{p.size} weights for {count} parts")
    c = np.array(covariances, dtype=np.float64)
    if c.ndim <= 1:
        if c.ndim == 1 and len(c) != count:
            raise FlowError(f"{len(c)} variances for {count} parts")
        c = np.broadcast_to(c.reshape(-1, 1, 1), (count, 1, 1)) * np.eye(d)
    elif c.ndim == 2:
        c = np.broadcast_to(c, (count, *c.shape))
    if c.shape != (count, d, d):
        raise FlowError(f"covariances of shape {c.shape}, must be ({count}, {d}, {d})")
    for name, array in (("mean", m), ("covariance", c), ("weight", p)):
        if not np.isfinite(array).all():
            row = int(np.argwhere(~np.isfinite(array))[0][0])
            raise FlowError(f"{name} {row + 1} is not a finite number")
    if (p < 0.0).any() or not p.sum() > 0.0:
        raise FlowError(f"weights {p.tolist()}, must be at least 0 and not all 0")
    if not math.isclose(p.sum(), 1.0, rel_tol=1e-9):
        warnings.warn(f"weights sum to {p.sum():g} and were divided by it", stacklevel=2)
    if not np.allclose(c, c.transpose(0, 2, 1)) or not (np.linalg.eigvalsh(c) > 0.0).all():
        raise FlowError("covariance must be positive definite")
    kept = p > 0.0
    return GaussianMixture(p[kept] / p.sum(), m[kept], np.ascontiguousarray(c[kept]))


def circle(modes: int = 8, radius: float = 4.0, spread: float = 0.3) -> GaussianMixture:
    """Equal round Gaussians, evenly spaced on a circle."""
    angles = 2.0 * np.pi * np.arange(modes) / modes
    means = radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return mixture(means, spread**2)
