"""An autoencoder of sprites and five potentials that learned together how sprites change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.errors import ParameterError, WeightsError
from engines.learned.latent.latent_potential_flows import (
    PACE,
    READER,
    LatentPotentialFlowsModel,
)
from engines.learned.latent.pictured import ReadDecoder
from engines.learned.latent.potentials.cut import carried, declared
from engines.learned.latent.potentials.landscape import Landscapes
from engines.learned.latent.potentials.layout import Layout
from engines.learned.latent.potentials.space import PotentialSpace
from engines.learned.latent.sprites_reader import SpritesReaderModel
from engines.learned.latent.sprites_vae import CODES, FACTORS, decoded, encoded, shapes
from engines.learned.latent.straight import CodeSpace, orthonormal, principal
from engines.learned.weights import Card, Model, card_of, open_model
from engines.parameters.declare import Declaration, choice, whole
from engines.running.randomness import stream

SAMPLE = 256
LAYOUT = Layout(CODES, 32, len(FACTORS), bounded=False)
STEM = "potentials."
ARM = "learned"
DECLARED: tuple[Declaration, ...] = (
    whole("sprite", 154, 0, SAMPLE - 1, title="Start from sprite", group="Point"),
    choice(
        "arm",
        ARM,
        (ARM, "random", "principal"),
        title="Ways",
        group="Traversals",
        help="One potential for each factor, or straight directions: random, widest.",
    ),
    *declared(CODES, LAYOUT.count, FACTORS),
    whole("ways_seed", 0, 0, 99999, title="Random directions", group="Traversals"),
)


def every_shape() -> dict[str, tuple[int, ...]]:
    """Name to shape of every array of the weights file: networks, and some known sprites."""
    known = {"sample.codes": (SAMPLE, CODES), "sample.factors": (SAMPLE, len(FACTORS))}
    return {**shapes(), **LAYOUT.shapes(STEM), **known}


class SpritesEquivariantModel(LatentPotentialFlowsModel):
    """Potential k moves the code of a sprite as factor k moves the sprite.

    Attributes:
        landscapes: One potential for each factor.
    """

    declared = DECLARED

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        # Its decoder is its own: nothing of another file is read but the reader of pictures.
        Model.__init__(self, card, arrays)
        self.arrays = arrays
        self.generator = self  # type: ignore[assignment]  # it encodes and decodes by itself
        self.codes = arrays["sample.codes"].astype(np.float64)
        self.factors = arrays["sample.factors"].astype(np.float64)
        reader = open_model(card_of(READER))
        if not isinstance(reader, SpritesReaderModel):
            raise WeightsError(f"{card.path.name}: {READER} is no reader of sprites")
        self._pictures = ReadDecoder(self.decode, reader.read, reader.spreads)
        self.bounded = LAYOUT.bounded
        self.landscapes = Landscapes(arrays, STEM, bounded=LAYOUT.bounded)
        self.potentials = {ARM: self.landscapes}
        self.directions = {}
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

    def space(
        self,
        arm: str,
        way: int,
        start: np.ndarray,
        scheme: str = "Euler",
        speed: float = 1.0,
        ways_seed: int = 0,
    ) -> PotentialSpace | CodeSpace:
        """All codes, carried along way number `way`, counted from 0: of the potentials, or straight.

        Raises:
            ParameterError: If there are no ways of that name.
        """
        if arm == ARM:
            return PotentialSpace(
                self._pictures,
                self.landscapes,
                FACTORS,
                way,
                start,
                equation="none",  # asked for with weight 1 beside sums over pixels: hardly obeyed
                scheme=scheme,
                speed=speed,
            )
        walks = {
            "random": lambda: orthonormal(CODES, LAYOUT.count, stream(ways_seed, "directions")),
            "principal": lambda: self._principal[: LAYOUT.count],
        }
        if arm not in walks:
            raise ParameterError(f"arm = '{arm}', {self.id} holds {ARM}, {', '.join(walks)}")
        names = tuple(f"{arm[0]}{chr(0x2081 + k)}" for k in range(LAYOUT.count))
        return CodeSpace(
            self._pictures, walks[arm](), names, way, start, PACE * speed, PotentialSpace.reach
        )


MODEL = SpritesEquivariantModel
