"""The mean velocity from noise to a small digit: a picture in one jump, learned without a teacher."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.learned.generative.diffusion_digits import PIXELS, REACH, inked, pixel_box
from engines.learned.generative.meanflow import JUMPS, MeanFlow, shapes
from engines.learned.weights import Card, Model
from engines.parameters.declare import Parameters
from engines.protocols.capabilities import Box, Decoding

HIDDEN = (256, 256, 256)


class MeanFlowDigits(MeanFlow, Decoding):
    """U(x; r, t) for pictures of digits; states are pixels from -1 to 1, less their mean.

    Args:
        arrays: Name to array, "mean" and those of the network.
        jumps: From noise to picture.
        box: Where to look.
    """

    def __init__(
        self, arrays: Mapping[str, np.ndarray], jumps: int = 1, box: Box | None = None
    ) -> None:
        super().__init__(arrays, jumps, pixel_box(REACH) if box is None else box)
        self.mean_picture = np.asarray(arrays["mean"], dtype=np.float64)

    def decode(self, states: np.ndarray) -> np.ndarray:
        return inked(states, self.mean_picture)


def every_shape(hidden: tuple[int, ...] = HIDDEN) -> dict[str, tuple[int, ...]]:
    """Name to shape of every array: the mean picture and the network."""
    return {"mean": (PIXELS,), **shapes(hidden, PIXELS)}


class MeanFlowDigitsModel(Model):
    """A flow map from noise to small digits."""

    declared = JUMPS

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self.arrays = arrays

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        if tuple(sizes["hidden"]) != HIDDEN:
            raise ValueError(f"hidden = {list(sizes['hidden'])}, allowed {list(HIDDEN)}")
        if not 0.0 < float(sizes["spread"]) < 1e3:
            raise ValueError(f"spread = {sizes['spread']}, must be > 0")
        return every_shape()

    def flow(self, parameters: Parameters) -> MeanFlowDigits:
        p: Any = parameters
        box = pixel_box(REACH * float(self.card.sizes["spread"]))
        return MeanFlowDigits(self.arrays, p.jumps, box)


MODEL = MeanFlowDigitsModel
