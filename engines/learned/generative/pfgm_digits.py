"""Denoisers of small handwritten digits under noise with hidden dimensions, a file for each D."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import Any, Self

import numpy as np

from engines.errors import WeightsError
from engines.learned.generative.diffusion_digits import HIDDEN, PIXELS, DigitsFlow
from engines.learned.generative.pfgm import (
    BITS,
    FULL,
    HIGH,
    LOW,
    checked,
    chosen,
    equations,
    of_trained,
    told,
)
from engines.learned.nets.denoiser import shapes
from engines.learned.nets.quantised import quantised
from engines.learned.weights import Card, Model, card_of, open_model
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Path, Scaled, VarianceExploding
from engines.numerics.hidden_dimensions.declared import SHAKEN, SOLVER, SOLVERS, STEPS
from engines.numerics.hidden_dimensions.generation import (
    ChargedGeneration,
    checked_shaking,
)
from engines.parameters.declare import Parameters
from engines.protocols.capabilities import Box
from engines.protocols.flow import Flow
from engines.protocols.pictures import Shaken

DIMENSIONS = (32.0, 64.0, 128.0, 2048.0, math.inf)


def shipped(hidden: float) -> str:
    """Id of the shipped model for one of the D."""
    return "pfgm-digits-inf" if math.isinf(hidden) else f"pfgm-digits-{hidden:g}"


class PfgmDigitsFlow(ChargedGeneration, DigitsFlow, Shaken):
    r"""dx/dsigma = (x - D_theta(x, sigma)) / sigma for pictures of digits; states are pixels.

    Args:
        arrays: Name to array, "mean" and those of the network.
        spread: Standard deviation of a pixel about the mean picture.
        hidden: D it was trained for, which is that of its noise.
        sampler: How it is followed.
        box: Where to look.
        alpha: How strongly a cloud is shaken before each step.
        low: Smallest sigma.
        high: Largest sigma.

    Raises:
        FlowError: If alpha is negative, or sigma does not fall.

    Source:
        Xu et al. (2023), arXiv:2302.04265.
    """

    def __init__(
        self,
        arrays: Mapping[str, np.ndarray],
        spread: float,
        hidden: float,
        sampler: Sampler | None = None,
        box: Box | None = None,
        alpha: float = 0.0,
        low: float = LOW,
        high: float = HIGH,
    ) -> None:
        self.hidden, self.alpha = hidden, checked_shaking(alpha)
        self.low, self.high = low, high
        path: Path = Scaled(VarianceExploding(low, high))
        super().__init__(arrays, spread, "v", path, sampler or Sampler(SOLVERS[0], 18, "time"), box)

    def followed_by(self, sampler: Sampler) -> Self:
        return self._like(sampler, self.alpha)

    def shaken(self, alpha: float) -> Self:
        return self._like(self.sampler, alpha)

    def siblings(self) -> Mapping[str, Flow]:
        """Networks for other D as they are shipped, by the same sampler."""
        found: dict[str, Flow] = {}
        for hidden in DIMENSIONS:
            word = (
                "D \N{RIGHTWARDS ARROW} \N{INFINITY}" if math.isinf(hidden) else f"D = {hidden:g}"
            )
            own = hidden == self.hidden
            found[word] = self if own else trained(hidden).made(self.sampler, self.alpha)
        return found

    def _like(self, sampler: Sampler, alpha: float) -> Self:
        arrays, spread, _ = self._made
        return type(self)(
            arrays, spread, self.hidden, sampler, self.box, alpha, self.low, self.high
        )

    def tex(self) -> tuple[str, ...]:
        return equations(self.hidden)


def digits_shapes(hidden: tuple[int, ...] = HIDDEN) -> dict[str, tuple[int, ...]]:
    """Name to shape of every array: the mean picture and the network."""
    return {"mean": (PIXELS,), **shapes(PIXELS, hidden, "v.")}


class PfgmDigitsModel(Model):
    """The flow of the network for one D; the others are found beside it when they are chosen."""

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self.arrays = arrays
        self.hidden = checked(card.sizes)[1][0]
        self.declared = (of_trained(DIMENSIONS, self.hidden), SOLVER, STEPS, SHAKEN, BITS)

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        hidden, dimensions = checked(sizes)
        if len(dimensions) != 1 or dimensions[0] not in DIMENSIONS:
            known = ", ".join(map(told, DIMENSIONS))
            raise ValueError(f"dimensions = {list(dimensions)}, allowed one of {known}")
        return digits_shapes(hidden)

    def flow(self, parameters: Parameters) -> PfgmDigitsFlow:
        p: Any = parameters
        hidden = chosen(DIMENSIONS, p.trained)
        model = self if hidden == self.hidden else trained(hidden)
        return model.made(Sampler(p.solver, p.sampling_steps, "time"), p.alpha, p.bits)

    def made(
        self, sampler: Sampler | None = None, alpha: float = 0.0, bits: int = FULL
    ) -> PfgmDigitsFlow:
        """The flow of its own network."""
        arrays = self.arrays
        if bits < FULL:
            arrays = {**quantised(arrays, bits), "mean": arrays["mean"]}
        return PfgmDigitsFlow(
            arrays, float(self.card.sizes["spread"]), self.hidden, sampler, alpha=alpha
        )


@cache
def trained(hidden: float) -> PfgmDigitsModel:
    """The shipped model for one of the D.

    Raises:
        WeightsError: If it is missing or damaged.
    """
    model = open_model(card_of(shipped(hidden)))
    if not isinstance(model, PfgmDigitsModel):
        raise WeightsError(f"{shipped(hidden)}: is no denoiser of digits with hidden dimensions")
    return model


MODEL = PfgmDigitsModel
