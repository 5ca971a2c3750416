"""A decoder of somebody's own: codes to small pictures, and nothing known about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.learned.latent.pictured import shown
from engines.learned.latent.sprites_vae import SpritesVaeModel
from engines.learned.nets import autoencoder
from engines.learned.weights import Card, Model
from engines.parameters.declare import Declaration, choice, places, whole
from engines.running.randomness import stream

DRAWS = 512  # of the prior, in place of codes of known pictures
CODES, SIDES, CHANNELS = (2, 64), (16, 24, 32, 48, 64), (1, 3)


def shapes(channels: int, side: int, codes: int) -> dict[str, tuple[int, ...]]:
    """Name to shape of every array: those of an autoencoder that belong to its decoder."""
    both = autoencoder.shapes(channels, side, codes)
    return {name: shape for name, shape in both.items() if name.startswith("decoder.")}


def widest(first: np.ndarray) -> np.ndarray:
    """Unit directions of codes that change the first layer most, shape (d, d), strongest first.

        directions = right singular vectors of W

    Args:
        first: Weight W of the first layer, shape (h, d).

    Source:
        Shen & Zhou (2021), CVPR, 1532-1540.
    """
    _, _, rows = np.linalg.svd(first.astype(np.float64), full_matrices=True)
    largest = rows[np.arange(len(rows)), np.abs(rows).argmax(axis=1)]
    return np.asarray(rows * np.sign(largest)[:, None])


def declared(codes: int) -> tuple[Declaration, ...]:
    """What can be set about walks through `codes` coordinates."""
    return (
        whole("sprite", 0, 0, DRAWS - 1, title="Start from draw", group="Point",
              help="Which draw of the prior the plane goes through."),
        choice("axes", "principal", ("principal", "codes"), title="Axes of the plane",
               group="Plane", help="Directions that change the pictures most, or code numbers."),
        whole("horizontal_axis", 1, 1, codes, title="Horizontal axis", group="Plane"),
        whole("vertical_axis", 2, 1, codes, title="Vertical axis", group="Plane"),
        choice("ways", "principal", ("principal", "random"), title="Directions",
               group="Traversals", help="Straight ways: the strongest ones, or random ones."),
        whole("rows", min(4, codes), 1, codes, title="Rows", group="Traversals"),
        whole("way", 1, 1, codes, title="Direction", symbol="d", group="Traversals"),
        whole("ways_seed", 0, 0, 99999, title="Random directions", group="Traversals"),
        choice("coloured", "none", ("none",), hidden=True),
        places("handle"),
    )  # fmt: skip


class DecoderModel(SpritesVaeModel):
    """Walked through like the sprites, from draws of the prior.

    Attributes:
        codes: Draws of the prior, shape (512, d).
        factors: Nothing is known of them, shape (512, 0).
    """

    named = ()

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        Model.__init__(self, card, arrays)
        self.arrays = arrays
        count = int(card.sizes["codes"])
        self.declared = declared(count)
        self.codes = stream(0, "prior").standard_normal((DRAWS, count))
        self.factors = np.zeros((DRAWS, 0))
        self._mean, self._principal = np.zeros(count), widest(arrays["decoder.0.weight"])

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        codes, side, channels = (sizes[name] for name in ("codes", "side", "channels"))
        if not isinstance(codes, int) or not CODES[0] <= codes <= CODES[1]:
            raise ValueError(f"codes = {codes}, allowed {CODES[0]} to {CODES[1]}")
        for name, value, allowed in (("side", side, SIDES), ("channels", channels, CHANNELS)):
            if value not in allowed:
                raise ValueError(f"{name} = {value}, allowed {', '.join(map(str, allowed))}")
        return shapes(channels, side, codes)

    def _decode(self, codes: np.ndarray) -> np.ndarray:
        return shown(autoencoder.decoded(self.arrays, codes))


MODEL = DecoderModel
