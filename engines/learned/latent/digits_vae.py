"""A small convolutional variational autoencoder of coloured digits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.learned.latent.pictured import Pictured, shown
from engines.learned.latent.straight import CodePlane, declared, plane, principal
from engines.learned.nets import autoencoder
from engines.learned.weights import Card
from engines.parameters.declare import Declaration, Parameters, whole

SAMPLE = 256
SIDE, CHANNELS = 16, 3
CODES = 10
KNOWN = ("digit", "scale", "turn", "hue")
DECLARED: tuple[Declaration, ...] = (
    whole("digit", 3, 0, SAMPLE - 1, title="Start from digit", group="Point"),
    *declared(CODES, KNOWN),
)


def shapes(codes: int = CODES) -> dict[str, tuple[int, ...]]:
    """Name to shape of every array of the network with `codes` latent coordinates."""
    return autoencoder.shapes(CHANNELS, SIDE, codes)


def every_shape() -> dict[str, tuple[int, ...]]:
    """Name to shape of every array of the weights file: the network, and some known digits."""
    known = {"sample.codes": (SAMPLE, CODES), "sample.factors": (SAMPLE, len(KNOWN))}
    return {**shapes(), **known}


class DigitsVaeModel(Pictured):
    """The decoder as a space to walk in, with the codes of digits it was not trained on.

    Attributes:
        arrays: Weights of the network.
        codes: Codes of known digits, shape (n, d).
        factors: Which digit, and its scale, turn and hue, shape (n, 4).
    """

    declared = DECLARED
    named = KNOWN

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

    def encode(self, pictures: np.ndarray) -> np.ndarray:
        """Mean codes, shape (n, d), of coloured pictures, shape (n, 3, 16, 16)."""
        return autoencoder.encoded(self.arrays, pictures)[0]

    def decode(self, codes: np.ndarray) -> np.ndarray:
        """Coloured pictures, shape (n, 3, 16, 16), of `codes`, shape (n, d)."""
        return autoencoder.decoded(self.arrays, codes)

    def flow(self, parameters: Parameters) -> CodePlane:
        """The plane through the chosen digit, with the handle where the hand left it.

        Raises:
            ParameterError: If both axes are the same, or the handle is not a place in the plane.
        """
        p: Any = parameters
        start = self.codes[p.digit]
        return plane(p, lambda z: shown(self.decode(z)), start, self._mean, self._principal)


MODEL = DigitsVaeModel
