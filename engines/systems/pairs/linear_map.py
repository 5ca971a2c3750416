"""One Gaussian to another: the map of the first round, and the straight flow that keeps its pairs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engines.errors import FlowError
from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.generation import GenerationFlow, Sampler
from engines.numerics.diffusion.path import Linear, Path
from engines.numerics.integrate import advanced
from engines.protocols.capabilities import Box, Described
from engines.running.ticket import Ticket
from engines.systems.clouds.gaussian_mixture import GaussianMixture

STEP = 1.0 / 400.0
CHECKED = np.linspace(0.0, 1.0, 101)
NOWHERE = 1e-6  # a determinant at which all places of a line would meet


def gaussian_map(first: np.ndarray, last: np.ndarray, path: Path | None = None) -> np.ndarray:
    r"""M of the first round z -> M z between centred Gaussians, shape (d, d).

        M' = (a a' S_1 + s s' S_0) (a^2 S_1 + s^2 S_0)^{-1} M,   M(0) = 1

    Args:
        first: Covariance S_0 at t = 0, shape (d, d).
        last: Covariance S_1 at t = 1, shape (d, d).
        path: a and s; t and 1 - t if None.

    Source:
        Liu, Gong & Liu (2022), arXiv:2209.03003, section 2.1, for two normal clouds.
    """
    path = Linear() if path is None else path

    def rate(x: np.ndarray, t: float) -> np.ndarray:
        m = path.at(t)
        between = m.a**2 * last + m.s**2 * first
        growing = m.a * m.da * last + m.sds * first
        return np.asarray(x @ np.linalg.solve(between, growing))

    return advanced(rate, np.eye(len(first)), 0.0, 1.0, step=STEP).T


def cheapest(first: np.ndarray, last: np.ndarray) -> float:
    r"""The least mean squared distance between centred Gaussians.

        tr S_0 + tr S_1 - 2 tr (S_0^{1/2} S_1 S_0^{1/2})^{1/2}

    Args:
        first: Covariance S_0, shape (d, d).
        last: Covariance S_1, shape (d, d).

    Source:
        Bures (1969), Trans. Amer. Math. Soc. 135, 199-212; Dowson & Landau (1982).
    """
    values, ways = np.linalg.eigh(first)
    root = (ways * np.sqrt(values)) @ ways.T
    inner = np.linalg.eigvalsh(root @ last @ root)
    return float(np.trace(first + last) - 2.0 * np.sqrt(np.maximum(inner, 0.0)).sum())


def cost_of(matrix: np.ndarray, first: np.ndarray) -> float:
    """The mean squared distance E|M z - z|^2 for z with covariance `first`."""
    chord = matrix - np.eye(len(first))
    return float(np.trace(chord @ first @ chord.T))


class LinearMap(GenerationFlow, Described):
    """Every place walks straight to where a matrix sends it: what reflow makes of a linear map.

        x' = (M - 1) ((1 - t) 1 + t M)^{-1} x

    Args:
        matrix: M, shape (d, d).
        first: The Gaussian at t = 0, centred.
        box: Where to look.
        sampler: How the flow is followed.
        live: Name of a declared parameter to its value, for the equations.

    Raises:
        FlowError: If places would meet on their straight ways.

    Source:
        Liu, Gong & Liu (2022), arXiv:2209.03003, theorem 3.6.
    """

    def __init__(
        self,
        matrix: np.ndarray,
        first: GaussianMixture,
        box: Box,
        sampler: Sampler | None = None,
        live: Mapping[str, float] | None = None,
    ) -> None:
        self.matrix, self.first, self.box = matrix, first, box
        self.live = dict(live or {})
        self.dimension = first.dimension
        self.states = tuple(f"x_{i}" for i in range(1, self.dimension + 1))
        for t in CHECKED:
            if not np.linalg.det(self.at(float(t))) > NOWHERE:
                raise FlowError(f"straight ways would meet at t = {t:.2g}, they must not")
        field = Field(Linear(), "v", self._velocity)
        super().__init__(field, Sampler("Euler", 100, "time") if sampler is None else sampler)

    def at(self, t: float) -> np.ndarray:
        """Where the unit vectors are at one time, shape (d, d)."""
        return np.asarray((1.0 - t) * np.eye(self.dimension) + t * self.matrix)

    def rate(self, t: float) -> np.ndarray:
        """The matrix of the velocity, shape (d, d)."""
        return np.asarray((self.matrix - np.eye(self.dimension)) @ np.linalg.inv(self.at(t)))

    def followed_by(self, sampler: Sampler) -> LinearMap:
        """The same velocity by another sampler."""
        return LinearMap(self.matrix, self.first, self.box, sampler, self.live)

    def noise(self, count: int, draw: np.random.Generator) -> np.ndarray:
        return self.first.drawn(count, draw)

    def pushed(
        self, states: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        rate = self.rate(min(max(time, 0.0), 1.0)).T
        return states @ rate, tangents @ rate

    def log_density(
        self, states: np.ndarray, time: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        here = self.at(min(max(time, 0.0), 1.0))
        back = np.asarray(states, dtype=np.float64) @ np.linalg.inv(here).T
        return self.first.log_density(back) - np.log(np.linalg.det(here))

    def _velocity(self, x: np.ndarray, time: float) -> np.ndarray:
        return np.asarray(x @ self.rate(time).T)

    def tex(self) -> tuple[str, ...]:
        return (
            r"\dot{x} = (M - 1)\,((1 - t)\,1 + t M)^{-1} x",
            rf"\Delta t = 1/\live{{sampling_steps}}{{{self.sampler.steps}}}",
        )
