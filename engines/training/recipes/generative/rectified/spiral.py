"""Trains the rectified flow from two moons to a spiral, three rounds and one step."""

from __future__ import annotations

import numpy as np

from engines.systems.samples.shapes import moons, spiral
from engines.training.recipes.generative.rectified.flow import ROUNDS
from engines.training.rectified.planar import PlanarRecipe


class RectifiedSpiralRecipe(PlanarRecipe):
    """One cloud of data becomes another; no noise anywhere."""

    title = "Rectified flow, moons to spiral"
    words = "two moons and a spiral of two arms, fresh points in every batch"
    begins = "moons"
    stages = ROUNDS

    def first(self, count: int, draw: np.random.Generator) -> np.ndarray:
        return moons(count, draw)

    def last(self, count: int, draw: np.random.Generator) -> np.ndarray:
        return spiral(count, draw)


RECIPE = RectifiedSpiralRecipe
