"""Trains the bridge from plain noise to a checkerboard."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from engines.numerics.interpolants.interpolant import Interpolant
from engines.running.randomness import stream
from engines.systems.samples.shapes import checkerboard, on_checkerboard
from engines.training.interpolants.bridging import BridgeRecipe

CLOUD = 10_000


class CheckerboardRecipe(BridgeRecipe):
    """x_t = (1 - t) x_0 + t x_1 with normal x_0: the drift alone says what the noise was."""

    title = "Bridge, noise to checkerboard"
    data = "checkerboard of eight squares"
    interpolant = Interpolant("linear", "none", 0.0)
    one_sided = True
    hidden: ClassVar[tuple[int, ...]] = (256, 256, 256, 256)
    steps = 7000

    def drawn(self, count: int, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        return draw.standard_normal((count, 2)), checkerboard(count, draw)

    def measured(self) -> dict[str, float]:
        """Share of points that the flow brings onto occupied squares."""
        flow = self.trained()
        made = flow.advance(flow.noise(CLOUD, stream(1, "measured")), 0.0, 1.0)
        return {"occupied": float(on_checkerboard(made).mean())}


RECIPE = CheckerboardRecipe
