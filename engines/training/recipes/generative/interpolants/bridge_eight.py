"""Trains the Schroedinger bridge from plain noise to eight Gaussians, eps = 0.5."""

from __future__ import annotations

import numpy as np

from engines.systems.samples.shapes import eight_gaussians
from engines.training.recipes.generative.interpolants.bridge import MoonsToTwoGaussiansRecipe


class NoiseToEightGaussiansRecipe(MoonsToTwoGaussiansRecipe):
    """Straight ways go from every place to all eight; cheap ones keep to the nearest."""

    title = "Schroedinger bridge, noise to eight Gaussians"
    data = "normal noise, and eight Gaussians in a circle"

    def drawn(self, count: int, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        return draw.standard_normal((count, 2)), eight_gaussians(count, draw)


RECIPE = NoiseToEightGaussiansRecipe
