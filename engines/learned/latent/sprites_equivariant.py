"""An autoencoder of sprites and five potentials that learned together how sprites change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.learned.latent.potentials.cut import carried, cut, declared
from engines.learned.latent.potentials.landscape import Landscapes
from engines.learned.latent.potentials.layout import Layout
from engines.learned.latent.potentials.space import PotentialPlane, PotentialSpace
from engines.learned.latent.sprites_vae import CODES, FACTORS, decoded, encoded, shapes
from engines.learned.latent.straight import principal
from engines.learned.weights import Card, Model
from engines.parameters.declare import Declaration, Parameters, whole

SAMPLE = 256
LAYOUT = Layout(CODES, 32, len(FACTORS), bounded=False)
STEM = "potentials."
DECLARED: tuple[Declaration, ...] = (
    whole("sprite", 154, 0, SAMPLE - 1, title="Start from sprite", group="Point"),
    *declared(CODES, LAYOUT.count, FACTORS),
)


def every_shape() -> dict[str, tuple[int, ...]]:
    """Name to shape of every array of the weights file: networks, and some known sprites."""
    known = {"sample.codes": (SAMPLE, CODES), "sample.factors": (SAMPLE, len(FACTORS))}
    return {**shapes(), **LAYOUT.shapes(STEM), **known}


class SpritesEquivariantModel(Model):
    """Potential k moves the code of a sprite as factor k moves the sprite.

    Attributes:
        arrays: Weights of all networks.
        landscapes: One potential for each factor.
        codes: Codes of known sprites, shape (n, d).
        factors: Their shape, scale, turn, x and y, shape (n, 5).
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
        """Mean codes, shape (n, d), of `pictures`, shape (n, 32, 32)."""
        return encoded(self.arrays, pictures)[0]

    def decode(self, codes: np.ndarray) -> np.ndarray:
        """Pictures, shape (n, 32, 32), of `codes`, shape (n, d)."""
        return decoded(self.arrays, codes)

    def moved(self, codes: np.ndarray, way: int, steps: int) -> np.ndarray:
        """`codes`, shape (n, d), after so many steps of length 1 along potential `way`, from 0.

        z_{t+1} = z_t + grad u^k(z_t, t)
        """
        return carried(self.landscapes, codes, way, steps)

    def flow(self, parameters: Parameters) -> PotentialPlane:
        """The plane through the chosen sprite, with the handle where the hand left it.

        Raises:
            ParameterError: If both axes are the same, or the handle is not a place in the plane.
        """
        p: Any = parameters
        space = PotentialSpace(
            self.decode,
            self.landscapes,
            FACTORS,
            p.way - 1,
            self.codes[p.sprite],
            equation="wave",
            scheme=p.scheme,
            speed=p.speed,
        )
        return cut(p, space, self._mean, self._principal)


MODEL = SpritesEquivariantModel
