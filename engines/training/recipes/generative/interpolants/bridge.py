"""Trains the Schroedinger bridge from two moons to two Gaussians, eps = 0.5."""

from __future__ import annotations

import numpy as np

from engines.instruments.distance.optimal_pairs import mean_cost
from engines.numerics.interpolants.bridging import Shaking
from engines.running.randomness import stream
from engines.systems.samples.shapes import moons, two_gaussians
from engines.training.interpolants.least import LeastActionRecipe

CLOUD, STEPS = 1500, 200


class MoonsToTwoGaussiansRecipe(LeastActionRecipe):
    """Each moon lies between the two Gaussians: straight ways cross, cheap ones do not."""

    title = "Schroedinger bridge, moons to two Gaussians"
    data = "two moons, and two Gaussians above and below them"
    steps = 12_000
    batch = 600

    def drawn(self, count: int, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        return moons(count, draw), two_gaussians(count, draw)

    def measured(self) -> dict[str, float]:
        """Transport distance of the arriving cloud to fresh data, beside that of two draws."""
        draw = stream(1, "measured")
        first, last = self.drawn(CLOUD, draw)
        other = self.drawn(CLOUD, draw)[1]
        noisy = self.trained().followed_by(Shaking(0.5 * self.interpolant.amplitude, STEPS))
        found = {"floor": float(np.sqrt(mean_cost(last, other)))}
        for bridge, name in ((self.trained(), "w2_flow"), (noisy, "w2_diffusion")):
            made = bridge.sampled(first, np.array([0.0, 1.0]))[:, -1]
            found[name] = float(np.sqrt(mean_cost(made, last)))
        return found


RECIPE = MoonsToTwoGaussiansRecipe
