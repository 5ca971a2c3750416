"""A trained denoiser as a flow from noise to data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self

import numpy as np

from engines.learned.nets.denoiser import HEADS, WAVES, Denoiser, levels, shapes
from engines.learned.nets.shading import CardNet, NetShaded
from engines.learned.weights import Card, Model
from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.declared import SAMPLING, path_of, sampler_of
from engines.numerics.diffusion.generation import GenerationFlow, Sampler
from engines.numerics.diffusion.path import Linear, Path
from engines.parameters.declare import Parameters
from engines.protocols.capabilities import Box, Costly, Described

HIDDEN = (128, 128, 128)


class DenoisedFlow(GenerationFlow, Described, Costly):
    """x' = u(x, t) with the denoised data of a network.

        u = a' D + s' (x - a D) / s

    Single velocities and Jacobians are computed in float64; many states are carried with the
    network in float32.

    Args:
        arrays: Name to array of the network.
        spread: Standard deviation of a coordinate of its data.
        head: What its output stands for.
        path: The path of the noise.
        sampler: How the flow is followed.
        box: Where to look.
        stem: Prefix of the names of the arrays.

    Source:
        Lai et al. (2025), The Principles of Diffusion Models.
    """

    def __init__(
        self,
        arrays: Mapping[str, np.ndarray],
        spread: float,
        head: str = "v",
        path: Path | None = None,
        sampler: Sampler | None = None,
        box: Box | None = None,
        stem: str = "",
    ) -> None:
        path = Linear() if path is None else path
        self._made = (arrays, spread, head)
        self._stem = stem
        self._exact, self._quick = self.denoiser(np.float64), self.denoiser(np.float32)
        field = Field(path, "x", lambda x, t: self._quick.data(x, path.at(t)))
        super().__init__(field, Sampler() if sampler is None else sampler)
        self.dimension = self._exact.net.layers[-1][1].shape[0]
        self.states = tuple(f"x_{i}" for i in range(1, self.dimension + 1))
        self.box = plane_box(3.0 * spread) if box is None else box

    def denoiser(self, dtype: type) -> Denoiser:
        """The network, computed in this kind of number."""
        return Denoiser(*self._made, self._stem, dtype)

    def followed_by(self, sampler: Sampler) -> Self:
        return type(self)(*self._made, self.path, sampler, self.box, self._stem)

    def along(self, path: Path, sampler: Sampler) -> Self:
        """The same network on another path."""
        return type(self)(*self._made, path, sampler, self.box, self._stem)

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        x = np.asarray(states, dtype=np.float64)
        return self.pushed_by(self._exact, x, np.empty((0, *x.shape)), time)[0]

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        n, d = states.shape
        unit = np.broadcast_to(np.eye(d)[:, None, :], (d, n, d))
        x = np.asarray(states, dtype=np.float64)
        return self.pushed_by(self._exact, x, unit, time)[1].transpose(1, 2, 0)

    def pushed(
        self, states: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        return self.pushed_by(self._quick, states, tangents, time)

    def pushed_by(
        self, net: Denoiser, states: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """As `pushed`; the velocity at an end without noise is that just before it."""
        m = self.path.at(time)
        if m.s <= EDGE:
            m = self.path.at(self._last)
        if len(tangents):
            data, rates = net.pushed(states, tangents, m)
        else:
            data, rates = net.data(states, m), tangents
        share = m.ds / m.s
        of_data = m.da - m.a * share
        return share * states + of_data * data, share * tangents + of_data * rates

    @property
    def _last(self) -> float:
        """The time just before there is no noise."""
        return min(float(self.path.time_of(-np.log(EDGE))), 1.0 - SHORT)

    def tex(self) -> tuple[str, ...]:
        n = self.sampler.steps
        return (
            r"\dot{x} = \dot{a}\, D_\theta(x, t) + \dot{s}\,(x - a D_\theta)/s",
            rf"x_t = a\, x_1 + s\, z,\quad N = \live{{sampling_steps}}{{{n}}}",
        )


class DiffusionFlow(DenoisedFlow, NetShaded):
    """The same where the denoiser is a network between factors of time alone: a card can follow it."""

    @cached_property
    def card(self) -> CardNet:
        return CardNet(self._exact.net.layers, WAVES, self._moments)

    def _moments(self, times: np.ndarray) -> np.ndarray:
        """The velocity at many times as A x + B F(C x, waves(tau)): A, B, C and tau."""
        t = np.where(self.path.s(times) <= EDGE, self._last, times)
        a, s, d = self.path.a(t), self.path.s(t), self._exact.spread
        share = self.path.sds(t) / s**2
        of_data = self.path.da(t) - a * share
        of_place, of_output, r = self._exact.shares_at(a, s)
        tau = levels(self.path.lam(t), d)
        return np.stack([share + of_data * of_place, of_data * of_output, 1.0 / r, tau], axis=-1)


EDGE = 1e-4  # noise below which the quotient above is rounding
SHORT = 1e-9  # of time, before which no path is without noise


def plane_box(reach: float) -> Box:
    """A square around the origin from which noise and data can be seen."""
    far = float(np.ceil(2.0 * max(reach, 3.8)) / 2.0)
    return Box(
        low=(-far, -far),
        high=(far, far),
        periodic=(False, False),
        labels=("first coordinate", "second coordinate"),
        symbols=("x_1", "x_2"),
        units=("", ""),
        start=(0.7, 1.05),
    )


class DiffusionModel(Model):
    """A denoiser of planar data, its flow on any path."""

    declared = SAMPLING

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self.arrays = arrays

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        return checked_shapes(sizes)

    def flow(self, parameters: Parameters) -> DiffusionFlow:
        sizes = self.card.sizes
        return DiffusionFlow(
            self.arrays,
            float(sizes["spread"]),
            str(sizes["head"]),
            path_of(parameters),
            sampler_of(parameters),
            plane_box(float(sizes["reach"])),
        )


def checked_shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """Name to shape of every array of a denoiser of planar data.

    Raises:
        ValueError: If a size is not allowed.
    """
    hidden = tuple(sizes["hidden"])
    if not 1 <= len(hidden) <= 8 or not all(isinstance(h, int) and 1 <= h <= 1024 for h in hidden):
        raise ValueError(f"hidden = {list(hidden)}, allowed up to 8 whole numbers from 1 to 1024")
    if sizes["head"] not in HEADS:
        raise ValueError(f"head = '{sizes['head']}', known: {', '.join(HEADS)}")
    for name in ("spread", "reach"):
        if not 0.0 < float(sizes[name]) < 1e3:
            raise ValueError(f"{name} = {sizes[name]}, must be > 0")
    return shapes(2, hidden)


MODEL = DiffusionModel
