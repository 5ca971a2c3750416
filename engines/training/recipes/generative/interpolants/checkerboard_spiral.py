"""Trains the bridge from a checkerboard to a spiral, its score once by a denoiser, once itself."""

from __future__ import annotations

import numpy as np

from engines.instruments.distance.optimal_pairs import mean_cost
from engines.learned.generative.interpolants.flow import SCORE, LearnedBridge
from engines.numerics.interpolants.bridging import Shaking
from engines.running.randomness import stream
from engines.systems.samples.shapes import checkerboard, spiral
from engines.training.interpolants.bridging import BridgeRecipe

CLOUD, STEPS, NOISE = 1500, 200, 0.5


class CheckerboardToSpiralRecipe(BridgeRecipe):
    """Neither end has a formula; what noise needs to know is learned in both ways there are."""

    title = "Bridge, checkerboard to spiral"
    data = "checkerboard of eight squares, and a spiral of two arms"
    scored = True
    steps = 3500
    batch = 750

    def drawn(self, count: int, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        return checkerboard(count, draw), spiral(count, draw)

    def measured(self) -> dict[str, float]:
        """Transport distance of the arriving cloud to fresh data, beside that of two draws: by the
        flow, and with noise by either score.
        """
        draw = stream(1, "measured")
        first, last = self.drawn(CLOUD, draw)
        other = self.drawn(CLOUD, draw)[1]
        found = {"floor": float(np.sqrt(mean_cost(last, other)))}
        whole = self.trained()
        plain = {n: a for n, a in whole.arrays.items() if not n.startswith(SCORE)}
        denoised = LearnedBridge(plain, whole.spread, whole.interpolant, box=whole.box)
        noisy = Shaking(NOISE, STEPS)
        for bridge, name in (
            (whole, "w2"),
            (denoised.followed_by(noisy), "w2_denoiser"),
            (whole.followed_by(noisy), "w2_score"),
        ):
            made = bridge.sampled(first, np.array([0.0, 1.0]))[:, -1]
            found[name] = float(np.sqrt(mean_cost(made, last)))
        return found


RECIPE = CheckerboardToSpiralRecipe
