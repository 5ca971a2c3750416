"""Trains the bridge from handwritten threes to handwritten eights."""

from __future__ import annotations

import numpy as np

from engines.numerics.interpolants.interpolant import Interpolant
from engines.systems.samples.digits import grey, labels, split
from engines.training.interpolants.bridging import BridgeRecipe

FROM, TO = 3, 8


class DigitsRecipe(BridgeRecipe):
    """A few hundred pictures at each end; latent noise keeps the way from being learned by heart."""

    title = "Bridge, threes to eights"
    data = "handwritten digits 3 and 8 of 8 by 8 pixels, those of the 1,500 to learn from"
    interpolant = Interpolant("linear", "Brownian", 0.5)
    pictures = True
    hidden = (256, 256, 256)
    steps = 5000
    batch = 256
    rate = 1e-3

    def __init__(self) -> None:
        known = split(0)[0]
        pictures = grey(known).reshape(len(known), -1).astype(np.float64)
        kinds = labels(known)
        both = [pictures[kinds == digit] for digit in (FROM, TO)]
        self._mean = np.concatenate(both).mean(axis=0)
        self._first, self._last = (one - self._mean for one in both)

    def drawn(self, count: int, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        ends = (self._first, self._last)
        one, two = (points[draw.integers(0, len(points), count)] for points in ends)
        return one, two

    def known(self, seed: int) -> dict[str, np.ndarray]:
        every = {"mean": self._mean, "sources": self._first, "targets": self._last}
        return {name: array.astype(np.float32) for name, array in every.items()}


RECIPE = DigitsRecipe
