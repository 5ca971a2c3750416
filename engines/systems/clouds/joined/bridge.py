"""The bridge between two mixtures of Gaussians, and all its fields in closed form."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from engines.errors import FlowError
from engines.numerics.interpolants.interpolant import Interpolant
from engines.systems.clouds.gaussian_mixture import GaussianMixture
from engines.systems.clouds.moving_mixture import MovingMixture

KEPT = 512  # moments whose matrices are kept


@dataclass(frozen=True, eq=False)
class MixtureBridge:
    r"""The law of x_t = alpha x_0 + beta x_1 + gamma z for independent draws of two mixtures.

        parts (i, j) of weight p_i q_j,   M = alpha m_i + beta n_j
        V = alpha^2 C_i + beta^2 E_j + gamma^2 I

    b is the velocity of that moving mixture, s its score, v = b + gamma gamma' s what of b comes
    from the interpolant alone.

    Attributes:
        first: The mixture at t = 0.
        last: The mixture at t = 1.
        interpolant: How the two are mixed.

    Raises:
        FlowError: If the two have different numbers of coordinates.

    Source:
        Albergo, Boffi & Vanden-Eijnden (2023), arXiv:2303.08797, appendix A.
    """

    first: GaussianMixture
    last: GaussianMixture
    interpolant: Interpolant = field(default_factory=Interpolant)

    def __post_init__(self) -> None:
        if self.first.dimension != self.last.dimension:
            raise FlowError(
                f"a cloud in {self.first.dimension} coordinates and one in "
                f"{self.last.dimension}, both must have as many"
            )
        object.__setattr__(self, "_kept", lru_cache(maxsize=KEPT)(self._made))

    def at(self, t: float) -> MovingMixture:
        """The law at one time, with its velocity b and score s."""
        found: MovingMixture = self.__dict__["_kept"](min(max(float(t), 0.0), 1.0))
        return found

    def _made(self, t: float) -> MovingMixture:
        now = self.interpolant.at(t)
        one, two = self.first, self.last
        unit = now.square * np.eye(one.dimension)
        rate = now.half * np.eye(one.dimension)

        def pairs(a: np.ndarray, b: np.ndarray) -> np.ndarray:
            both = a[:, None] + b[None]
            return np.asarray(both.reshape(-1, *both.shape[2:]))

        return MovingMixture(
            pairs(np.log(one.weights), np.log(two.weights)),
            pairs(now.alpha * one.means, now.beta * two.means),
            pairs(now.alpha**2 * one.covariances, now.beta**2 * two.covariances) + unit,
            pairs(now.dalpha * one.means, now.dbeta * two.means),
            pairs(now.alpha * now.dalpha * one.covariances, now.beta * now.dbeta * two.covariances)
            + rate,
        )

    def drift(self, x: np.ndarray, t: float) -> np.ndarray:
        """The velocity b = E[dI/dt + gamma' z | x_t], shape (n, d)."""
        return self.at(t).velocity(x)

    def score(self, x: np.ndarray, t: float) -> np.ndarray:
        """The score s = grad ln rho_t, shape (n, d)."""
        return self.at(t).score(x)

    def tilted(self, x: np.ndarray, t: float, eps: float) -> np.ndarray:
        """The drift b + eps s of a sampler with diffusion eps, -eps on the way back: (n, d)."""
        now = self.at(t)
        (rates, offsets), (pulls, levels) = now.velocity_maps, now.score_maps
        return now.blended(x, now.shares(x), (rates + eps * pulls, offsets + eps * levels))

    def own(self, x: np.ndarray, t: float) -> np.ndarray:
        """The interpolant's own velocity v = E[dI/dt | x_t] = b + gamma gamma' s, shape (n, d)."""
        return self.drift(x, t) + self.interpolant.at(t).half * self.score(x, t)

    def noise(self, x: np.ndarray, t: float) -> np.ndarray:
        """The noise eta = E[z | x_t] = -gamma s, shape (n, d)."""
        return -np.sqrt(self.interpolant.at(t).square) * self.score(x, t)
