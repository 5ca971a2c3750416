"""A learned map between any two moments of a path, right for normal data before it has learned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import numpy as np

from engines.learned.generative.diffusion import checked_shapes, plane_box
from engines.learned.generative.meanflow import JUMPS, MeanFlow
from engines.learned.nets.denoiser import WAVES, levels, waves
from engines.learned.nets.mlp import Mlp
from engines.learned.nets.mlp import shapes as mlp_shapes
from engines.learned.weights import Card, Model
from engines.numerics.diffusion.generation import Sampler
from engines.parameters.declare import Parameters
from engines.protocols.capabilities import Box

HIDDEN = (128, 128, 128)


def shapes(hidden: tuple[int, ...] = HIDDEN, d: int = 2) -> dict[str, tuple[int, ...]]:
    """Name to shape of every array: d coordinates and two times as waves give a velocity."""
    return mlp_shapes((d + 4 * WAVES, *hidden, d))


def share(until: Any, t: Any, spread: float) -> tuple[Any, Any]:
    r"""What is exact for normal data, and how much of the network is added to it.

        ((r + t) d^2 - (2 - r - t)) / (R (Q + R)),   d / R
        R = sqrt((t d)^2 + (1 - t)^2),   Q the same at r

    The first is the mean velocity from t to r over x: such data go from R z to Q z.
    """
    here = np.sqrt((t * spread) ** 2 + (1.0 - t) ** 2)
    there = np.sqrt((until * spread) ** 2 + (1.0 - until) ** 2)
    rise = (until + t) * spread**2 - (2.0 - until - t)
    return rise / (here * (there + here)), spread / here


class FlowMap(MeanFlow):
    r"""X(t -> r, x) = x + (r - t) U(x; r, t), U = c x + (d / R) F(x / R, t, r), on the linear path.

    Args:
        arrays: Name to array of F, names as in `shapes`.
        spread: d, standard deviation of a coordinate of the data.
        jumps: From noise to data.
        box: Where to look.

    Source:
        Geng, Deng, Bai, Kolter & He (2025), arXiv:2505.13447; Kim et al. (2024), arXiv:2310.02279.
    """

    def __init__(
        self,
        arrays: Mapping[str, np.ndarray],
        spread: float,
        jumps: int = 1,
        box: Box | None = None,
    ) -> None:
        self.spread = spread
        super().__init__(arrays, jumps, plane_box(3.0 * spread) if box is None else box)

    def followed_by(self, sampler: Sampler) -> Self:
        return type(self)(self._arrays, self.spread, sampler.steps, self.box)

    def _pushed(
        self, net: Mlp, states: np.ndarray, tangents: np.ndarray, until: float, t: float
    ) -> tuple[np.ndarray, np.ndarray]:
        of_place, of_net = share(until, t, self.spread)
        inverse = of_net / self.spread
        d = self.dimension
        seen: np.ndarray = np.empty((len(states), d + 4 * WAVES), dtype=net.dtype)
        seen[:, :d] = inverse * states
        seen[:, d:] = np.concatenate([waves(_level(m, self.spread)) for m in (t, until)])
        if not len(tangents):
            value = net.value(seen).astype(np.float64, copy=False)
            return of_place * states + of_net * value, tangents
        moves: np.ndarray = np.zeros((*tangents.shape[:2], seen.shape[1]), dtype=net.dtype)
        moves[..., :d] = inverse * tangents
        value, rates = (part.astype(np.float64, copy=False) for part in net.pushed(seen, moves))
        return of_place * states + of_net * value, of_place * tangents + of_net * rates

    def tex(self) -> tuple[str, ...]:
        n = self.sampler.steps
        return (
            r"X(t \to r, x) = x + (r - t)\, U_\theta(x; r, t)",
            rf"\Delta t = 1/N,\quad N = \live{{jumps}}{{{n}}}",
        )


def _level(t: float, spread: float) -> float:
    with np.errstate(divide="ignore"):
        return float(levels(np.log(t) - np.log1p(-t), spread)) if t < 1.0 else 1.0


class FlowMapModel(Model):
    """A map between any two moments of planar data's paths."""

    declared = JUMPS

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self.arrays = arrays

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        checked_shapes({**sizes, "head": "v"})
        return shapes(tuple(sizes["hidden"]))

    def flow(self, parameters: Parameters) -> FlowMap:
        p: Any = parameters
        sizes = self.card.sizes
        return FlowMap(
            self.arrays, float(sizes["spread"]), p.jumps, plane_box(float(sizes["reach"]))
        )


MODEL = FlowMapModel
