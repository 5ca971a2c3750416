"""A denoiser of drawn figures, larger pictures than digits are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.learned.generative.diffusion_digits import DigitsFlow
from engines.learned.nets.denoiser import shapes
from engines.learned.weights import Card, Model
from engines.numerics.diffusion.declared import SAMPLING, path_of, sampler_of
from engines.parameters.declare import Parameters

HIDDEN = (384, 384, 384)


class FiguresFlow(DigitsFlow):
    """x' = u(x, t) for pictures of figures, by a network that puts out the clean picture.

    What is clean lies near a surface of few dimensions; noise of 784 numbers does not pass
    through a narrow layer, so this network is never asked for it.
    """

    output = "x"


def figures_shapes(side: int, hidden: tuple[int, ...] = HIDDEN) -> dict[str, tuple[int, ...]]:
    """Name to shape of every array: the mean picture and the network."""
    pixels = side * side
    return {"mean": (pixels,), **shapes(pixels, hidden, "x.")}


class FiguresModel(Model):
    """One network that puts out the clean picture, its flow on any path."""

    declared = SAMPLING

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self.arrays = arrays

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        side, hidden = sizes["side"], tuple(sizes["hidden"])
        if not isinstance(side, int) or not 2 <= side <= 64:
            raise ValueError(f"side = {side!r}, allowed whole numbers from 2 to 64")
        if not 1 <= len(hidden) <= 8 or not all(
            isinstance(h, int) and 1 <= h <= 1024 for h in hidden
        ):
            raise ValueError(f"hidden = {list(hidden)}, allowed whole numbers from 1 to 1024")
        if not 0.0 < float(sizes["spread"]) < 1e3:
            raise ValueError(f"spread = {sizes['spread']}, must be > 0")
        return figures_shapes(side, hidden)

    def flow(self, parameters: Parameters) -> FiguresFlow:
        spread = float(self.card.sizes["spread"])
        return FiguresFlow(self.arrays, spread, "x", path_of(parameters), sampler_of(parameters))


MODEL = FiguresModel
