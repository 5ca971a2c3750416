"""Denoisers of small handwritten digits, one for each error a network may be judged by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import numpy as np

from engines.learned.generative.diffusion import DiffusionFlow
from engines.learned.nets.denoiser import HEADS, shapes
from engines.learned.nets.mlp import widths
from engines.learned.weights import Card, Model
from engines.numerics.diffusion.declared import SAMPLING, path_of, sampler_of
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Path
from engines.parameters.declare import Declaration, Parameters, choice
from engines.protocols.capabilities import Box, Decoding
from engines.protocols.pictures import Judged

SIDE = 8
PIXELS = SIDE * SIDE
HIDDEN = (256, 256, 256)
REACH = 4.0  # of the box, in standard deviations of a pixel
HEAD: Declaration = choice(
    "head",
    "v",
    HEADS,
    title="Judged by",
    group="Flow",
    help="The error the network was trained by: of velocity, clean picture, noise, or score.",
)


WORDS = {"v": "velocity", "x": "data", "eps": "noise", "score": "score"}


class DigitsFlow(DiffusionFlow, Decoding, Judged):
    """x' = u(x, t) for pictures of digits; states are pixels from -1 to 1, less their mean.

    Args:
        arrays: Name to array, "mean" and those of all heads.
        spread: Standard deviation of a pixel about the mean picture.
        head: Which of the networks: by which error it was judged.
        path: The path of the noise.
        sampler: How the flow is followed.
        box: Where to look.
        stem: Prefix of the names of the arrays; that of the head if empty.
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
        box = pixel_box(REACH * spread) if box is None else box
        super().__init__(arrays, spread, "v", path, sampler, box, stem or f"{head}.")
        self.head = head
        self.mean = np.asarray(arrays["mean"], dtype=np.float64)

    def decode(self, states: np.ndarray) -> np.ndarray:
        return inked(states, self.mean)

    def views(self) -> Mapping[str, Self]:
        arrays, spread, _ = self._made
        if any(f"{head}.0.weight" not in arrays for head in HEADS):
            return {}
        make = type(self)
        return {
            WORDS[head]: make(arrays, spread, head, self.path, self.sampler, self.box)
            for head in HEADS
        }

    def followed_by(self, sampler: Sampler) -> Self:
        arrays, spread, _ = self._made
        return type(self)(arrays, spread, self.head, self.path, sampler, self.box, self._stem)


def inked(states: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """Ink in [0, 1], shape (n, 8, 8), of pixels from -1 to 1 less their mean, shape (n, 64)."""
    ink = 0.5 * (np.asarray(states) + mean + 1.0)
    return np.clip(ink, 0.0, 1.0).reshape(-1, SIDE, SIDE)


def pixel_box(reach: float) -> Box:
    """As far from the middle along every pixel."""
    every = range(1, PIXELS + 1)
    return Box(
        low=(-reach,) * PIXELS,
        high=(reach,) * PIXELS,
        periodic=(False,) * PIXELS,
        labels=tuple(f"pixel {i}" for i in every),
        symbols=tuple(f"x_{{{i}}}" for i in every),
        units=("",) * PIXELS,
        start=(0.0,) * PIXELS,
    )


def digits_shapes(hidden: tuple[int, ...] = HIDDEN) -> dict[str, tuple[int, ...]]:
    """Name to shape of every array: the mean picture and one network per head."""
    found: dict[str, tuple[int, ...]] = {"mean": (PIXELS,)}
    for head in HEADS:
        found |= shapes(PIXELS, hidden, f"{head}.")
    return found


class DigitsModel(Model):
    """All heads of one training, the flow of each on request."""

    declared = (HEAD, *SAMPLING)

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self.arrays = arrays

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        hidden = widths(sizes["hidden"])
        if not 0.0 < float(sizes["spread"]) < 1e3:
            raise ValueError(f"spread = {sizes['spread']}, must be > 0")
        return digits_shapes(hidden)

    def flow(self, parameters: Parameters) -> DigitsFlow:
        p: Any = parameters
        return DigitsFlow(
            self.arrays,
            float(self.card.sizes["spread"]),
            p.head,
            path_of(parameters),
            sampler_of(parameters),
        )


MODEL = DigitsModel
