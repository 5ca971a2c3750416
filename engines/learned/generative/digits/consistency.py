"""The end of every path to a small digit, seen from anywhere on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.learned.generative.consistency import ConsistencyFlow, ConsistencyModel
from engines.learned.generative.diffusion_digits import (
    HIDDEN,
    PIXELS,
    REACH,
    inked,
    pixel_box,
)
from engines.learned.nets.denoiser import shapes
from engines.numerics.diffusion.declared import path_of
from engines.numerics.diffusion.path import Path
from engines.parameters.declare import Parameters
from engines.protocols.capabilities import Box, Decoding


class ConsistencyDigits(ConsistencyFlow, Decoding):
    """f(x, t) for pictures of digits; states are pixels from -1 to 1, less their mean.

    Args:
        arrays: Name to array, "mean" and those of the network.
        spread: Standard deviation of a pixel about the mean picture.
        path: The path of the noise.
        jumps: From noise to picture.
        box: Where to look.
    """

    def __init__(
        self,
        arrays: Mapping[str, np.ndarray],
        spread: float,
        path: Path | None = None,
        jumps: int = 1,
        box: Box | None = None,
    ) -> None:
        box = pixel_box(REACH * spread) if box is None else box
        super().__init__(arrays, spread, path, jumps, box)
        self.mean = np.asarray(arrays["mean"], dtype=np.float64)

    def decode(self, states: np.ndarray) -> np.ndarray:
        return inked(states, self.mean)


def every_shape(hidden: tuple[int, ...] = HIDDEN) -> dict[str, tuple[int, ...]]:
    """Name to shape of every array: the mean picture and the network."""
    return {"mean": (PIXELS,), **shapes(PIXELS, hidden)}


class ConsistencyDigitsModel(ConsistencyModel):
    """A map to the end of the paths to small digits."""

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        if tuple(sizes["hidden"]) != HIDDEN:
            raise ValueError(f"hidden = {list(sizes['hidden'])}, allowed {list(HIDDEN)}")
        if not 0.0 < float(sizes["spread"]) < 1e3:
            raise ValueError(f"spread = {sizes['spread']}, must be > 0")
        return every_shape()

    def flow(self, parameters: Parameters) -> ConsistencyDigits:
        p: Any = parameters
        spread = float(self.card.sizes["spread"])
        return ConsistencyDigits(self.arrays, spread, path_of(parameters), p.jumps)


MODEL = ConsistencyDigitsModel
