"""Trains what the rectified flow is compared with: two curves, and pairs matched in each batch."""

from __future__ import annotations

import numpy as np

from engines.systems.samples.mixtures import MODES, RADIUS, SPREAD, sampled
from engines.training.rectified.planar import PlanarRecipe
from engines.training.rectified.rounds import Stage


class RectifiedBaselinesRecipe(PlanarRecipe):
    """The network, the steps and the clouds of the first round, and one thing changed."""

    title = "Baselines of the rectified flow"
    words = f"{MODES} Gaussians, radius {RADIUS:g}, standard deviation {SPREAD:g}"
    stages = (Stage("VP", 4000, 2e-3), Stage("trig", 4000, 2e-3), Stage("matched", 4000, 2e-3))

    def last(self, count: int, draw: np.random.Generator) -> np.ndarray:
        """As many points from each cloud, as in the first round; shuffled, for pairs in parts."""
        return draw.permutation(sampled(count, draw, even=True))

    def fresh(self, count: int, draw: np.random.Generator) -> np.ndarray:
        return sampled(count, draw)


RECIPE = RectifiedBaselinesRecipe
