"""Trains the rectified flow from noise to small handwritten digits, three rounds and one step."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engines.instruments.distance.frechet import frechet_distance
from engines.learned.generative.rectified.velocity_flow import Walk
from engines.learned.generative.rectified_digits import PIXELS
from engines.running.randomness import stream
from engines.systems.samples.digits import TRAIN, grey, split
from engines.training.checkpoint import Entry
from engines.training.rectified.pixels import PixelsRecipe
from engines.training.rectified.rounds import Stage

MEASURED = 1500


class RectifiedDigitsRecipe(PixelsRecipe):
    """1,500 digits; the beginning of the way is seen more often, where one step has to be right."""

    title = "Rectified flow, digits"
    words = f"{TRAIN:,} handwritten digits of 8 by 8 pixels"
    early = 4.0
    stages = (
        Stage("1", 8000, 1e-3),
        Stage("2", 4000, 1e-3, after="1"),
        Stage("3", 3000, 1e-3, after="2"),
        Stage("distilled", 3000, 1e-3, after="2", at_start=True),
    )

    def prepared(self, seed: int) -> None:
        pictures = grey(split(0)[0]).reshape(-1, PIXELS).astype(np.float64)
        mean = pictures.mean(axis=0)
        self.arrays["mean"] = mean.astype(np.float32)
        self._pictures = pictures - mean
        self.spreads = (1.0, float(np.sqrt((self._pictures**2).mean())))

    def first(self, count: int, draw: np.random.Generator) -> np.ndarray:
        return draw.standard_normal((count, PIXELS))

    def last(self, count: int, draw: np.random.Generator) -> np.ndarray:
        return np.asarray(self._pictures[draw.integers(0, len(self._pictures), count)])

    def metrics(self) -> Mapping[str, Entry]:
        noise = self.first(MEASURED, stream(0, "measured"))
        found: dict[str, Entry] = {}
        for stage in self.stages:
            for steps in (1, 100):
                flow = self.made(self.arrays, stage.name).walked(Walk("Euler", steps))
                end = flow.advance(noise, 0.0, 1.0)
                found[f"fd_{steps}_{stage.name}"] = frechet_distance(end, self._pictures)
        return found


RECIPE = RectifiedDigitsRecipe
