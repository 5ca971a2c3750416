"""Trains the rectified flow from a normal cloud to eight Gaussians, three rounds and one step."""

from __future__ import annotations

import numpy as np

from engines.systems.samples.mixtures import MODES, RADIUS, SPREAD, sampled
from engines.training.rectified.planar import PlanarRecipe
from engines.training.rectified.rounds import Stage

ROUNDS = (
    Stage("1", 4000, 2e-3),
    Stage("2", 3000, 1e-3, after="1"),
    Stage("3", 3000, 1e-3, after="2"),
    Stage("distilled", 2000, 1e-3, after="2", at_start=True),
)


class RectifiedFlowRecipe(PlanarRecipe):
    """Round 1 on random pairs of noise and data; each other on the pairs of the one before."""

    title = "Rectified flow, eight Gaussians"
    words = f"{MODES} Gaussians, radius {RADIUS:g}, standard deviation {SPREAD:g}"
    stages = ROUNDS

    def last(self, count: int, draw: np.random.Generator) -> np.ndarray:
        """As many points from each cloud: the same mean gradient with less noise in it."""
        return sampled(count, draw, even=True)

    def fresh(self, count: int, draw: np.random.Generator) -> np.ndarray:
        return sampled(count, draw)


RECIPE = RectifiedFlowRecipe
