"""A learned map between any two moments on the way from noise to a small digit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.learned.generative.diffusion_digits import PIXELS, REACH, inked, pixel_box
from engines.learned.generative.flow_map import FlowMap, shapes
from engines.learned.generative.meanflow import JUMPS
from engines.learned.weights import Card, Model
from engines.parameters.declare import Parameters
from engines.protocols.capabilities import Box, Decoding

HIDDEN = (256, 256, 256)


class FlowMapDigits(FlowMap, Decoding):
    """X(t -> r, x) for pictures of digits; states are pixels from -1 to 1, less their mean.

    Args:
        arrays: Name to array, "mean" and those of the network.
        spread: Standard deviation of a pixel about the mean picture.
        jumps: From noise to picture.
        box: Where to look.
    """

    def __init__(
        self,
        arrays: Mapping[str, np.ndarray],
        spread: float,
        jumps: int = 1,
        box: Box | None = None,
    ) -> None:
        super().__init__(arrays, spread, jumps, pixel_box(REACH * spread) if box is None else box)
        self.mean_picture = np.asarray(arrays["mean"], dtype=np.float64)

    def decode(self, states: np.ndarray) -> np.ndarray:
        return inked(states, self.mean_picture)


def every_shape(hidden: tuple[int, ...] = HIDDEN) -> dict[str, tuple[int, ...]]:
    """Name to shape of every array: the mean picture and the network."""
    return {"mean": (PIXELS,), **shapes(hidden, PIXELS)}


class FlowMapDigitsModel(Model):
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

    def flow(self, parameters: Parameters) -> FlowMapDigits:
        p: Any = parameters
        return FlowMapDigits(self.arrays, float(self.card.sizes["spread"]), p.jumps)


MODEL = FlowMapDigitsModel
