"""The flow that carries noise to a mixture of Gaussians, with nothing learned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

import numpy as np

from engines.errors import FlowError
from engines.numerics.diffusion.generation import GenerationFlow, Sampler
from engines.numerics.diffusion.path import Linear, Path
from engines.protocols.capabilities import Box, Described, Noted, Shaded
from engines.running.ticket import Ticket
from engines.systems.clouds.gaussian_mixture import GaussianMixture
from engines.systems.clouds.shading import MOST, Placing, placing, text

BEYOND = 1.2  # of the farthest thing in sight


def box_around(reach: float, dimension: int = 2) -> Box:
    """A square around the origin from which noise and data can be seen."""
    every = range(1, dimension + 1)
    return Box(
        low=(-reach,) * dimension,
        high=(reach,) * dimension,
        periodic=(False,) * dimension,
        labels=("first coordinate", "second coordinate", "third coordinate")[:dimension]
        if dimension <= 3
        else tuple(f"coordinate {i}" for i in every),
        symbols=tuple(f"x_{i}" for i in every),
        units=("",) * dimension,
        start=((0.7, 1.05) + (0.0,) * dimension)[:dimension],
    )


def reach_of(mixture: GaussianMixture) -> float:
    """How far from the origin it is worth looking."""
    spread = np.sqrt(np.linalg.eigvalsh(mixture.covariances)[:, -1])
    far = float((np.abs(mixture.means).max(axis=1) + 3.0 * spread).max())
    return float(np.ceil(2.0 * BEYOND * max(far, 3.2)) / 2.0)


class ProbabilityFlow(GenerationFlow, Described, Noted):
    r"""x' = u(x, t) of a path a x + s z with x a draw of a Gaussian mixture, in closed form.

        u = sum_k w_k [a' m_k + (a a' C_k + s s' I) V_k^{-1} (x - a m_k)],   V_k = a^2 C_k + s^2 I

    Args:
        mixture: The data.
        path: The path of the noise.
        sampler: How the flow is followed.
        box: Where to look; fits the data if None.
        live: Name of a declared parameter to its value, for the equations.

    Source:
        Lai et al. (2025), The Principles of Diffusion Models; the sum is elementary.
    """

    note = ""

    def __init__(
        self,
        mixture: GaussianMixture,
        path: Path | None = None,
        sampler: Sampler | None = None,
        box: Box | None = None,
        live: Mapping[str, float] | None = None,
    ) -> None:
        path = Linear() if path is None else path
        super().__init__(mixture.field(path), Sampler() if sampler is None else sampler)
        self.mixture = mixture
        self.dimension = mixture.dimension
        self.states = tuple(f"x_{i}" for i in range(1, self.dimension + 1))
        self.box = box_around(reach_of(mixture), self.dimension) if box is None else box
        self.live = dict(live or {})
        self._there = mixture.moving(path)

    def followed_by(self, sampler: Sampler) -> Self:
        return type(self)(self.mixture, self.path, sampler, self.box, self.live)

    def pushed(
        self, states: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        velocity, slopes = self._there(time).derived(states)
        return velocity, np.einsum("nij,knj->kni", slopes, tangents)

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        t = min(max(float(time), 0.0), 1.0)
        return self._there(t).jacobian(np.asarray(states, dtype=np.float64))

    def log_density(
        self, states: np.ndarray, time: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        """The logarithm ln p_t, shape (n,), in closed form."""
        return self._there(min(max(float(time), 0.0), 1.0)).log_density(states)

    def tex(self) -> tuple[str, ...]:
        numbers = ",\\ ".join(
            rf"{_symbol(name)} = \live{{{name}}}{{{value:g}}}" for name, value in self.live.items()
        )
        return (
            r"\dot{x} = E[\dot{a}\, x_1 + \dot{s}\, z \mid x_t = x]",
            r"x_t = a\, x_1 + s\, z" + (rf",\quad {numbers}" if numbers else ""),
        )


def _symbol(name: str) -> str:
    return {"radius": "R", "spread": r"\sigma", "sampling_steps": "N"}.get(
        name, rf"\mathrm{{{name}}}"
    )


class PlanarProbabilityFlow(ProbabilityFlow, Shaded):
    """The same for at most sixteen Gaussians in the plane, which a graphics card can follow.

    Attributes:
        placed: Where the parts are, for the card; by uniforms of their own if nothing better is
            known.
    """

    def __init__(
        self,
        mixture: GaussianMixture,
        path: Path | None = None,
        sampler: Sampler | None = None,
        box: Box | None = None,
        live: Mapping[str, float] | None = None,
        placed: Placing | None = None,
    ) -> None:
        if mixture.dimension != 2 or len(mixture.weights) > MOST:
            raise FlowError(
                f"{len(mixture.weights)} parts in {mixture.dimension} coordinates, a shader takes "
                f"up to {MOST} in the plane"
            )
        super().__init__(mixture, path, sampler, box, live)
        self.placed = placing(mixture) if placed is None else placed

    def followed_by(self, sampler: Sampler) -> Self:
        return type(self)(self.mixture, self.path, sampler, self.box, self.live, self.placed)

    def glsl(self) -> str:
        return text(self.placed, self.path)

    def uniforms(self) -> Mapping[str, float]:
        return self.placed.uniforms


def flow_to(
    mixture: GaussianMixture,
    path: Path | None = None,
    sampler: Sampler | None = None,
    box: Box | None = None,
    live: Mapping[str, float] | None = None,
    placed: Placing | None = None,
) -> ProbabilityFlow:
    """The flow to a mixture, with a shader where it can have one."""
    if mixture.dimension == 2 and len(mixture.weights) <= MOST:
        return PlanarProbabilityFlow(mixture, path, sampler, box, live, placed)
    return ProbabilityFlow(mixture, path, sampler, box, live)
