"""The end of every path, seen from anywhere on it: noise becomes data in one jump."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import numpy as np

from engines.learned.generative.diffusion import checked_shapes, plane_box
from engines.learned.generative.jumping import JumpingFlow
from engines.learned.generative.meanflow import JUMPS
from engines.learned.nets.denoiser import Denoiser
from engines.learned.weights import Card, Model
from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.declared import PATH, path_of
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Linear, Path
from engines.parameters.declare import Parameters
from engines.protocols.capabilities import Box, Described
from engines.running.ticket import Ticket


class ConsistencyFlow(JumpingFlow, Described):
    """f(x, t) = X(t -> 1, x), with f(x, 1) = x whatever the network says.

    A jump to a time before the end goes along the chord to f:

        x' = a' f + (s' / s) (x - a f)

    Args:
        arrays: Name to array of the network, which is built like a denoiser.
        spread: Standard deviation of a coordinate of the data.
        path: The path of the noise.
        jumps: From noise to data.
        box: Where to look.

    Source:
        Song, Dhariwal, Chen & Sutskever (2023), arXiv:2303.01469.
    """

    def __init__(
        self,
        arrays: Mapping[str, np.ndarray],
        spread: float,
        path: Path | None = None,
        jumps: int = 1,
        box: Box | None = None,
    ) -> None:
        path = Linear() if path is None else path
        self._made = (arrays, spread)
        self._net = Denoiser(arrays, spread, "v", dtype=np.float32)
        field = Field(path, "x", lambda x, t: self._net.data(x, path.at(t)))
        super().__init__(field, Sampler("DDIM", jumps, "lam"))
        self.dimension = self._net.net.layers[-1][1].shape[0]
        self.states = tuple(f"x_{i}" for i in range(1, self.dimension + 1))
        self.box = plane_box(3.0 * spread) if box is None else box

    def followed_by(self, sampler: Sampler) -> Self:
        return type(self)(*self._made, self.path, sampler.steps, self.box)

    def jump(
        self, states: np.ndarray, tangents: np.ndarray, t: float, until: float
    ) -> tuple[np.ndarray, np.ndarray]:
        m, n = self.path.at(t), self.path.at(until)
        if m.s <= 0.0:
            return states, tangents
        if len(tangents):
            end, rates = self._net.pushed(states, tangents, m)
        else:
            end, rates = self._net.data(states, m), tangents
        share = n.s / m.s
        of_end = n.a - m.a * share
        return share * states + of_end * end, share * tangents + of_end * rates

    def pushed(
        self, states: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """The pace along the chord to the end, which is no probability flow."""
        m = self.path.at(min(time, 1.0 - 1e-4))
        end, rates = self._net.pushed(states, tangents, m)
        share = m.ds / m.s
        of_end = m.da - m.a * share
        return share * states + of_end * end, share * tangents + of_end * rates

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        x = np.asarray(states, dtype=np.float64)
        return self.pushed(x, np.zeros((1, *x.shape)), min(max(float(time), 0.0), 1.0))[0]

    def sampled(
        self,
        states: np.ndarray,
        times: np.ndarray,
        ticket: Ticket | None = None,
        first: int = 0,
    ) -> np.ndarray:
        return self.record(states, times, ticket)

    def tex(self) -> tuple[str, ...]:
        n = self.sampler.steps
        return (r"f_\theta(x, t) = X(t \to 1, x)", rf"N = \live{{jumps}}{{{n}}}")


def renewed(flow: ConsistencyFlow, states: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """Data from noise by jumps to the end, each but the last followed by fresh noise.

    Args:
        flow: With as many jumps as are wanted.
        states: Noise, shape (n, d).
        draw: Random numbers.

    Source:
        Song et al. (2023), arXiv:2303.01469, algorithm 1.
    """
    nodes = flow.sampler.nodes(flow.path)
    x = states
    for i, t in enumerate(nodes[:-1]):
        end = flow.field.denoiser(x, float(t))
        if i + 2 == len(nodes):
            return end
        m = flow.path.at(float(nodes[i + 1]))
        x = m.a * end + m.s * draw.standard_normal(x.shape)
    return x


class ConsistencyModel(Model):
    """A map to the end of planar data's paths."""

    declared = (PATH, *JUMPS)

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self.arrays = arrays

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        return checked_shapes({**sizes, "head": "v"})

    def flow(self, parameters: Parameters) -> ConsistencyFlow:
        p: Any = parameters
        sizes = self.card.sizes
        return ConsistencyFlow(
            self.arrays,
            float(sizes["spread"]),
            path_of(parameters),
            p.jumps,
            plane_box(float(sizes["reach"])),
        )


MODEL = ConsistencyModel
