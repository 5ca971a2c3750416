"""A small convolutional variational autoencoder of sprites: picture to code and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.learned.latent.pictured import FACTORS, Pictured
from engines.learned.latent.straight import CodePlane, declared, plane, principal
from engines.learned.nets import autoencoder
from engines.learned.weights import Card
from engines.parameters.declare import Declaration, Parameters, choice, whole

SAMPLE = 512
SIDE = 32
CODES = 12
DECLARED: tuple[Declaration, ...] = (
    whole("sprite", 154, 0, SAMPLE - 1, title="Start from sprite", group="Point"),
    choice(
        "axes",
        "principal",
        ("principal", "codes"),
        title="Axes of the plane",
        group="Plane",
        help="Widest directions of the codes of known sprites, or single code numbers.",
    ),
    *declared(CODES, FACTORS),
)


def shapes(codes: int = CODES) -> dict[str, tuple[int, ...]]:
    """Name to shape of every array of the network with `codes` latent coordinates."""
    return autoencoder.shapes(1, SIDE, codes)


def every_shape() -> dict[str, tuple[int, ...]]:
    """Name to shape of every array of the weights file: the network, and some known sprites."""
    return {**shapes(), "sample.codes": (SAMPLE, CODES), "sample.factors": (SAMPLE, 5)}


def encoded(weights: Mapping[str, np.ndarray], pictures: np.ndarray) -> np.ndarray:
    """Mean and log-variance of the codes, shape (2, n, codes), of `pictures`, shape (n, 32, 32)."""
    return autoencoder.encoded(weights, np.asarray(pictures)[:, None])


def decoded(weights: Mapping[str, np.ndarray], codes: np.ndarray) -> np.ndarray:
    """Ink of each pixel in [0, 1], shape (n, 32, 32), of `codes`, shape (n, d)."""
    return autoencoder.decoded(weights, codes)[:, 0]


class SpritesVaeModel(Pictured):
    """The decoder as a space to walk in, with the codes of pictures it was not trained on.

    Attributes:
        codes: Codes of known sprites, shape (n, d).
        factors: Their shape, scale, turn, x and y, shape (n, 5).
    """

    declared = DECLARED
    named: tuple[str, ...] = FACTORS

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self.arrays = arrays
        self.codes = arrays["sample.codes"].astype(np.float64)
        self.factors = arrays["sample.factors"].astype(np.float64)
        self._mean, self._principal = principal(self.codes)

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        codes, sample = int(sizes["codes"]), int(sizes["sample"])
        if codes != CODES or sample != SAMPLE:
            raise ValueError(f"codes = {codes}, sample = {sample}, allowed {CODES} and {SAMPLE}")
        return every_shape()

    def flow(self, parameters: Parameters) -> CodePlane:
        """The plane through the chosen sprite, with the handle where the hand left it.

        Raises:
            ParameterError: If both axes are the same, or the handle is not a place in the plane.
        """
        p: Any = parameters
        along = p.axes == "principal"
        start = self.codes[p.sprite]
        return plane(p, self._decode, start, self._mean, self._principal, along)

    def _decode(self, codes: np.ndarray) -> np.ndarray:
        return decoded(self.arrays, codes)


MODEL = SpritesVaeModel
