"""What planar recipes learn from: a known shape, or a cloud that a hand has drawn."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import ClassVar, Self

import numpy as np

from engines.protocols.recipe import Recipe, Transferable
from engines.systems.clouds.gaussian_mixture import GaussianMixture, mixture
from engines.systems.clouds.hand_drawn import OWN
from engines.systems.samples.shapes import SHAPES
from engines.training.checkpoint import Entry


class Planar(Recipe, Transferable):
    """A recipe of one planar shape. A child names the shape.

    Attributes:
        shape: Name in `SHAPES`.
    """

    shape: ClassVar[str]
    _hand: GaussianMixture | None = None
    _by_hand: Mapping[str, Entry] = {}

    def about(self, points: np.ndarray, spread: float) -> Self:
        """The same recipe for a cloud of equal round Gaussians."""
        other = copy(self)
        other._hand = mixture(points, spread**2)
        other._by_hand = {"points": [float(c) for c in points.ravel()], "hand_spread": spread}
        return other

    title: ClassVar[str]

    def titled(self) -> str:
        """Title of a card, which names the data that were learned."""
        return self.title if self._hand is None else f"{self.title.partition(',')[0]}, {OWN}"

    def told(self) -> Mapping[str, Entry]:
        """What a card says of a cloud that a hand has drawn; nothing of a known shape."""
        return self._by_hand

    @property
    def named(self) -> str:
        """Words for the data."""
        return self.shape if self._hand is None else OWN

    def drawn(self, count: int, draw: np.random.Generator) -> np.ndarray:
        """Random points of the data, shape (count, 2)."""
        if self._hand is None:
            return SHAPES[self.shape](count, draw)
        return self._hand.drawn(count, draw)
