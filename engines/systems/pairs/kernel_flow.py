"""The velocity that pairs give without any training: an average over those that pass nearby."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from engines.errors import FlowError
from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.generation import GenerationFlow, Sampler
from engines.numerics.diffusion.path import Linear, Path
from engines.protocols.capabilities import Box, Described
from engines.running.ticket import Ticket
from engines.systems.clouds.moving_mixture import MovingMixture
from engines.systems.pairs.pairs import Pairs

EDGE = 1e-3  # of time before t = 1, where the noise of a curve may fall without bounds
KEPT = 256  # moments whose places are kept
Cloud = Callable[[int, np.random.Generator], np.ndarray]


class KernelFlow(GenerationFlow, Described):
    r"""x' = sum_i w_i (a' x_1^i + s' x_0^i),   w_i ~ exp(-|x - a x_1^i - s x_0^i|^2 / (2 h^2)).

    It is the velocity of a mixture of round Gaussians of spread h that ride along the pairs.

    Args:
        pairs: What is joined.
        h: Bandwidth.
        box: Where to look.
        begin: Draws points of the cloud at t = 0.
        path: a and s.
        sampler: How the flow is followed.
        live: Name of a declared parameter to its value, for the equations.

    Raises:
        FlowError: If h is not above 0.

    Source:
        Nadaraya (1964), Theory Probab. Appl. 9, 141-142; Liu, Gong & Liu (2022),
        arXiv:2209.03003, section 2.
    """

    def __init__(
        self,
        pairs: Pairs,
        h: float,
        box: Box,
        begin: Cloud,
        path: Path | None = None,
        sampler: Sampler | None = None,
        live: Mapping[str, float] | None = None,
    ) -> None:
        if not h > 0.0:
            raise FlowError(f"h = {h:g}, h must be > 0")
        path = Linear() if path is None else path
        self.pairs, self.h, self.box, self.begin = pairs, h, box, begin
        self.live = dict(live or {})
        self.dimension = pairs.first.shape[1]
        self.states = tuple(f"x_{i}" for i in range(1, self.dimension + 1))
        self._at = lru_cache(maxsize=KEPT)(self._made)
        field = Field(path, "v", lambda x, t: self._at(_inside(t)).velocity(x))
        super().__init__(field, Sampler("Euler", 100, "time") if sampler is None else sampler)

    def followed_by(self, sampler: Sampler) -> KernelFlow:
        """The same velocity by another sampler."""
        return KernelFlow(self.pairs, self.h, self.box, self.begin, self.path, sampler, self.live)

    def noise(self, count: int, draw: np.random.Generator) -> np.ndarray:
        return self.begin(count, draw)

    def pushed(
        self, states: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        velocity, slopes = self._at(_inside(time)).derived(states)
        return velocity, np.einsum("nij,knj->kni", slopes, tangents)

    def log_density(
        self, states: np.ndarray, time: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        """That of the Gaussians which ride along the pairs."""
        return self._at(_inside(time)).log_density(states)

    def _made(self, t: float) -> MovingMixture:
        m, n = self.path.at(t), len(self.pairs)
        unit = np.broadcast_to(self.h**2 * np.eye(self.dimension), (n, *(self.dimension,) * 2))
        return MovingMixture(
            np.full(n, -np.log(n)),
            m.a * self.pairs.last + m.s * self.pairs.first,
            unit,
            m.da * self.pairs.last + m.ds * self.pairs.first,
            np.zeros_like(unit),
        )

    def tex(self) -> tuple[str, ...]:
        return (
            r"\dot{x} = \sum_i w_i\, (\dot{a} x_1^i + \dot{s} x_0^i)",
            rf"h = \live{{h}}{{{self.h:.3g}}},\quad \Delta t = "
            rf"1/\live{{sampling_steps}}{{{self.sampler.steps}}}",
        )


def _inside(time: float) -> float:
    return min(max(float(time), 0.0), 1.0 - EDGE)
