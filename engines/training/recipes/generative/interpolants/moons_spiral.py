"""Trains the bridge from two moons to a spiral, with draws joined at random and by nearness."""

from __future__ import annotations

import numpy as np

from engines.instruments.distance.optimal_pairs import mean_cost
from engines.numerics.interpolants.coupling import COUPLINGS
from engines.running.randomness import stream
from engines.systems.samples.shapes import moons, spiral
from engines.training.interpolants.bridging import BridgeRecipe

CLOUD = 1500


class MoonsToSpiralRecipe(BridgeRecipe):
    """Neither end has a formula, and the latent noise is Brownian."""

    title = "Bridge, moons to spiral"
    data = "two moons and a spiral of two arms"
    couplings = COUPLINGS
    batch = 750

    def drawn(self, count: int, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        return moons(count, draw), spiral(count, draw)

    def measured(self) -> dict[str, float]:
        """Transport distance of the arriving cloud to fresh data, beside that of two draws."""
        draw = stream(1, "measured")
        first, last = self.drawn(CLOUD, draw)
        other = self.drawn(CLOUD, draw)[1]
        found = {"floor": float(np.sqrt(mean_cost(last, other)))}
        for coupling, name in zip(COUPLINGS, ("w2", "w2_near"), strict=True):
            made = self.trained(coupling).advance(first, 0.0, 1.0)
            found[name] = float(np.sqrt(mean_cost(made, last)))
        return found


RECIPE = MoonsToSpiralRecipe
