"""Denoisers of small handwritten digits under noise with hidden dimensions, a file for each D."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Self

import numpy as np

from engines.errors import WeightsError
from engines.learned.generative.diffusion_digits import HIDDEN, PIXELS, DigitsFlow
from engines.learned.generative.pfgm import (
    BITS,
    FULL,
    ChargedNetwork,
    checked,
    chosen,
    of_trained,
    told,
)
from engines.learned.nets.denoiser import shapes
from engines.learned.nets.quantised import quantised
from engines.learned.weights import Card, Model, card_of, open_model
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.hidden_dimensions.declared import SHAKEN, SOLVER, STEPS
from engines.parameters.declare import Parameters
from engines.protocols.flow import Flow
from engines.protocols.pictures import Shaken

DIMENSIONS = (32.0, 64.0, 128.0, 2048.0, math.inf)


def shipped(hidden: float) -> str:
    """Id of the shipped model for one of the D."""
    return "pfgm-digits-inf" if math.isinf(hidden) else f"pfgm-digits-{hidden:g}"


class PfgmDigitsFlow(ChargedNetwork, DigitsFlow, Shaken):
    """The same for pictures of digits; states are pixels, and "mean" is among the arrays."""

    def shaken(self, alpha: float) -> Self:
        return self.with_shaking(alpha)

    def rounded(self, bits: int) -> Self:
        arrays, spread, _ = self._made
        rough = {**quantised(arrays, bits), "mean": arrays["mean"]}
        return type(self)(
            rough, spread, self.hidden, self.sampler, self.box, self._stem,
            self.alpha, self.low, self.high,
        )  # fmt: skip

    def hurried(self, steps: int) -> Self:
        return self.followed_by(replace(self.sampler, steps=steps))

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
        spread = float(self.card.sizes["spread"])
        flow = PfgmDigitsFlow(self.arrays, spread, self.hidden, sampler, alpha=alpha)
        return flow.rounded(bits) if bits < FULL else flow


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
