"""An autoencoder of coloured digits and three potentials that learned together how they change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.learned.latent.digits_vae import CODES, KNOWN, inked, shapes
from engines.learned.latent.potentials.cut import carried, cut, declared
from engines.learned.latent.potentials.landscape import Landscapes
from engines.learned.latent.potentials.layout import Layout
from engines.learned.latent.potentials.space import PotentialPlane, PotentialSpace
from engines.learned.latent.straight import principal
from engines.learned.nets import autoencoder
from engines.learned.weights import Card, Model
from engines.parameters.declare import Declaration, Parameters, whole

SAMPLE = 256
WAYS = ("scale", "turn", "hue")
LAYOUT = Layout(CODES, 32, len(WAYS), bounded=False)
STEM = "potentials."
DECLARED: tuple[Declaration, ...] = (
    whole("digit", 3, 0, SAMPLE - 1, title="Start from digit", group="Point"),
    *declared(CODES, LAYOUT.count, KNOWN),
)


def every_shape() -> dict[str, tuple[int, ...]]:
    """Name to shape of every array of the weights file: networks, and some known digits."""
    known = {"sample.codes": (SAMPLE, CODES), "sample.factors": (SAMPLE, len(KNOWN))}
    return {**shapes(), **LAYOUT.shapes(STEM), **known}


class DigitsEquivariantModel(Model):
    """Potentials grow, turn and paint the digit of a code.

    Attributes:
        arrays: Weights of all networks.
        landscapes: One potential for each of scale, turn and hue.
        codes: Codes of known digits, shape (n, d).
        factors: Which digit, and its scale, turn and hue, shape (n, 4).
    """

    declared = DECLARED

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self.arrays = arrays
        self.landscapes = Landscapes(arrays, STEM, bounded=LAYOUT.bounded)
        self.codes = arrays["sample.codes"].astype(np.float64)
        self.factors = arrays["sample.factors"].astype(np.float64)
        self._mean, self._principal = principal(self.codes)

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        known = {"codes": CODES, "width": LAYOUT.width, "count": LAYOUT.count, "sample": SAMPLE}
        for name, must in known.items():
            if int(sizes[name]) != must:
                raise ValueError(f"{name} = {sizes[name]}, allowed {must}")
        return every_shape()

    def encode(self, pictures: np.ndarray) -> np.ndarray:
        """Mean codes, shape (n, d), of coloured pictures, shape (n, 3, 16, 16)."""
        return autoencoder.encoded(self.arrays, pictures)[0]

    def decode(self, codes: np.ndarray) -> np.ndarray:
        """Coloured pictures, shape (n, 3, 16, 16), of `codes`, shape (n, d)."""
        return autoencoder.decoded(self.arrays, codes)

    def moved(self, codes: np.ndarray, way: int, steps: int) -> np.ndarray:
        """`codes`, shape (n, d), after so many steps of length 1 along potential `way`, from 0."""
        return carried(self.landscapes, codes, way, steps)

    def flow(self, parameters: Parameters) -> PotentialPlane:
        """The plane through the chosen digit; its pictures are ink, without their colour.

        Raises:
            ParameterError: If both axes are the same, or the handle is not a place in the plane.
        """
        p: Any = parameters
        space = PotentialSpace(
            lambda codes: inked(self.decode(codes)),
            self.landscapes,
            WAYS,
            p.way - 1,
            self.codes[p.digit],
            equation="none",
            scheme=p.scheme,
            speed=p.speed,
        )
        return cut(p, space, self._mean, self._principal)


MODEL = DigitsEquivariantModel
