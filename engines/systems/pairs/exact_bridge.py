"""The exact first round between two mixtures of Gaussians, on straight lines or on curves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.generation import GenerationFlow, Sampler
from engines.numerics.diffusion.path import Linear, Path
from engines.numerics.interpolants.interpolant import Instant, Interpolant
from engines.protocols.capabilities import Box, Described
from engines.running.ticket import Ticket
from engines.systems.clouds.gaussian_mixture import GaussianMixture
from engines.systems.clouds.joined.bridge import MixtureBridge

EDGE = 1e-3  # of time before t = 1, where the share of a curve may fall without bounds


@dataclass(frozen=True, slots=True)
class Along(Interpolant):
    """The shares of a path: x_t = s x_0 + a x_1.

    Attributes:
        path: a and s.
    """

    noise: str = "none"
    path: Path = field(default_factory=Linear)

    def at(self, t: float) -> Instant:
        m = self.path.at(min(t, 1.0 - EDGE) if not isinstance(self.path, Linear) else t)
        return Instant(m.s, m.a, m.ds, m.da, 0.0, 0.0)


class ExactBridge(GenerationFlow, Described):
    """x' = E[a' x_1 + s' x_0 | x_t = x] for independent draws of two mixtures, in closed form.

    Args:
        first: The mixture at t = 0.
        last: The mixture at t = 1.
        box: Where to look.
        path: a and s.
        sampler: How the flow is followed.
        live: Name of a declared parameter to its value, for the equations.

    Raises:
        FlowError: If the two have different numbers of coordinates.

    Source:
        Liu, Gong & Liu (2022), arXiv:2209.03003, section 2.1; the sum is elementary.
    """

    def __init__(
        self,
        first: GaussianMixture,
        last: GaussianMixture,
        box: Box,
        path: Path | None = None,
        sampler: Sampler | None = None,
        live: Mapping[str, float] | None = None,
    ) -> None:
        path = Linear() if path is None else path
        self.bridge = MixtureBridge(first, last, Along(path=path))
        self.first, self.last, self.box = first, last, box
        self.live = dict(live or {})
        self.dimension = first.dimension
        self.states = tuple(f"x_{i}" for i in range(1, self.dimension + 1))
        moving = Field(path, "v", self.bridge.drift)
        super().__init__(moving, Sampler("Euler", 100, "time") if sampler is None else sampler)

    def followed_by(self, sampler: Sampler) -> ExactBridge:
        """The same velocity by another sampler."""
        return ExactBridge(self.first, self.last, self.box, self.path, sampler, self.live)

    def noise(self, count: int, draw: np.random.Generator) -> np.ndarray:
        return self.first.drawn(count, draw)

    def pushed(
        self, states: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        velocity, slopes = self.bridge.at(time).derived(states)
        return velocity, np.einsum("nij,knj->kni", slopes, tangents)

    def log_density(
        self, states: np.ndarray, time: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.bridge.at(time).log_density(states)

    def tex(self) -> tuple[str, ...]:
        n = self.sampler.steps
        return (
            r"\dot{x} = E[\dot{a} x_1 + \dot{s} x_0 \mid x_t = x]",
            rf"\Delta t = 1/\live{{sampling_steps}}{{{n}}}",
        )
