"""Trains the mean velocity from noise to small digits, without a teacher."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from engines.learned.generative.diffusion_digits import PIXELS
from engines.learned.generative.digits.flow_map import HIDDEN, FlowMapDigits
from engines.learned.generative.flow_map import shapes
from engines.running.randomness import stream
from engines.systems.samples.digits import about_mean, split
from engines.training.checkpoint import Entry
from engines.training.diffusion.flow_maps import identity_loss
from engines.training.diffusion.lessons import Lesson, LessonsRecipe
from engines.training.diffusion.mean_velocity import SOURCE
from engines.training.diffusion.read_surely import read_surely
from engines.training.loop import initial

STEPS, BATCH, RATE = 8000, 128, 1e-3


class MeanFlowDigitsRecipe(LessonsRecipe):
    """Random pairs of noise and a digit, two random moments each.

    A network that saw bare times and put out U itself was tried first: near the data its velocity
    was off by more than its own length, so that more jumps made pictures worse.
    """

    title = "Mean flow, digits"
    place = "generative.digits.flow_map"
    source = SOURCE
    steps, batch, rate = STEPS, BATCH, RATE

    def lessons(self, seed: int) -> Iterator[Lesson]:
        pictures, mean = about_mean(split(0)[0])
        self._spread = float(np.sqrt((pictures**2).mean()))
        self.arrays["mean"] = np.asarray(mean, dtype=np.float32)
        tensors, draw = initial(shapes(HIDDEN, PIXELS), seed), stream(seed, "batches")

        def loss() -> Any:
            some = pictures[draw.integers(0, len(pictures), BATCH)]
            return identity_loss(
                tensors, draw.standard_normal(some.shape), some, self._spread, draw
            )

        yield Lesson(tensors, loss, self.flow, "Training, digits")

    def flow(self, arrays: Mapping[str, np.ndarray], jumps: int = 1) -> FlowMapDigits:
        """The flow of a network by that many jumps."""
        return FlowMapDigits(arrays, self._spread, jumps)

    def data(self) -> str:
        return "1,500 handwritten digits of 8 by 8 pixels"

    def sizes(self) -> Mapping[str, Entry]:
        return {"hidden": list(HIDDEN), "spread": self._spread}

    def metrics(self) -> Mapping[str, Entry]:
        """How many pictures of few jumps are read with more than nine tenths of probability."""
        return read_surely(lambda jumps: self.flow(self.arrays, jumps))


RECIPE = MeanFlowDigitsRecipe
