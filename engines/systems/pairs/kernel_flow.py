"""The velocity that pairs give without any training: an average over those that pass nearby."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from engines.errors import FlowError
from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.generation import GenerationFlow, Sampler
from engines.numerics.diffusion.path import Linear, Path
from engines.numerics.marching import RK4, carried
from engines.protocols.capabilities import Box, Described
from engines.running.ticket import Ticket
from engines.systems.pairs.pairs import Pairs

EDGE = 1e-3  # of time before t = 1, where the noise of a curve may fall without bounds
KEPT = 256  # moments whose places are kept
TANGENT_STEPS = 24
Cloud = Callable[[int, np.random.Generator], np.ndarray]


class Passing:
    """Where pairs are at one moment, and where they go.

    Attributes:
        places: Where each is, shape (m, d).
        table: Place, velocity and their products c, u, u c^T in a row each, float32.
    """

    def __init__(self, places: np.ndarray, rates: np.ndarray, h: float) -> None:
        self.places = places
        products = (rates[:, :, None] * places[:, None, :]).reshape(len(places), -1)
        self.table = np.concatenate([places, rates, products], axis=1).astype(np.float32)
        self._scaled = np.ascontiguousarray((places / h**2).T, dtype=np.float32)
        self._own = (0.5 * (places**2).sum(axis=1) / h**2).astype(np.float32)

    def shares(self, x: np.ndarray) -> np.ndarray:
        """How much each pair counts at places x, shape (n, m), float32."""
        found: np.ndarray = x @ self._scaled
        found -= self._own
        found -= found.max(axis=1, keepdims=True)
        np.exp(found, out=found)
        found /= found.sum(axis=1, keepdims=True)
        return found


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
        field = Field(path, "v", self._velocity)
        super().__init__(field, Sampler("Euler", 100, "time") if sampler is None else sampler)

    def followed_by(self, sampler: Sampler) -> KernelFlow:
        """The same velocity by another sampler."""
        return KernelFlow(self.pairs, self.h, self.box, self.begin, self.path, sampler, self.live)

    def noise(self, count: int, draw: np.random.Generator) -> np.ndarray:
        return self.begin(count, draw)

    def pushed(
        self, states: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """The velocity u and its derivative Cov_w(u, c) / h^2 for places c of the pairs."""
        now, x = self._at(_inside(time)), np.asarray(states, dtype=np.float32)
        d = self.dimension
        found = (now.shares(x) @ now.table).astype(np.float64)
        mean, velocity = found[:, :d], found[:, d : 2 * d]
        both = found[:, 2 * d :].reshape(-1, d, d)
        slopes = (both - velocity[:, :, None] * mean[:, None, :]) / self.h**2
        return velocity, np.einsum("nij,knj->kni", slopes, tangents)

    def advance_tangent(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """By equal steps: the velocity is rough, and nobody asks for the last digit of it."""
        begin = np.asarray(states, dtype=np.float64)
        first, last = np.clip((start, stop), 0.0, 1.0)
        return carried(self.pushed, begin, first, last, 1.0 / TANGENT_STEPS, RK4, ticket)

    @property
    def integrator(self) -> str:
        s = self.sampler
        return f"{s.solver}, {s.steps} steps, tangents RK4, {TANGENT_STEPS} steps, float32"

    def log_density(
        self, states: np.ndarray, time: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        """That of the Gaussians which ride along the pairs."""
        now, x = self._at(_inside(time)), np.asarray(states, dtype=np.float64)
        powers = -0.5 * ((x[:, None] - now.places) ** 2).sum(axis=2) / self.h**2
        highest = powers.max(axis=1)
        total = np.log(np.exp(powers - highest[:, None]).sum(axis=1))
        scale = len(now.places) * (2.0 * np.pi * self.h**2) ** (0.5 * self.dimension)
        return np.asarray(highest + total - np.log(scale))

    def _velocity(self, x: np.ndarray, time: float) -> np.ndarray:
        now, d = self._at(_inside(time)), self.dimension
        shares = now.shares(np.asarray(x, dtype=np.float32))
        return np.asarray((shares @ now.table[:, d : 2 * d]).astype(np.float64))

    def _made(self, t: float) -> Passing:
        m = self.path.at(t)
        return Passing(
            m.a * self.pairs.last + m.s * self.pairs.first,
            m.da * self.pairs.last + m.ds * self.pairs.first,
            self.h,
        )

    def tex(self) -> tuple[str, ...]:
        return (
            r"\dot{x} = \sum_i w_i\, (\dot{a} x_1^i + \dot{s} x_0^i)",
            rf"h = \live{{h}}{{{self.h:.3g}}},\quad \Delta t = "
            rf"1/\live{{sampling_steps}}{{{self.sampler.steps}}}",
        )


def _inside(time: float) -> float:
    return min(max(float(time), 0.0), 1.0 - EDGE)
