"""Distils the denoiser of small digits into a map to the end of its paths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from engines.errors import WeightsError
from engines.learned.generative.diffusion_digits import HIDDEN, PIXELS, DigitsModel
from engines.learned.generative.digits.consistency import ConsistencyDigits
from engines.learned.nets.denoiser import shapes
from engines.learned.weights import card_of, open_model
from engines.running.randomness import stream
from engines.systems.samples.digits import about_mean, split
from engines.training.checkpoint import Entry
from engines.training.diffusion.averaging import Average
from engines.training.diffusion.distilling import FOLLOWED, SOURCE, consistency_loss
from engines.training.diffusion.lessons import Lesson, LessonsRecipe
from engines.training.diffusion.read_surely import read_surely
from engines.training.loop import initial

STEPS, BATCH, RATE = 5000, 128, 5e-4
TEACHER = "diffusion-digits"


class ConsistencyDigitsRecipe(LessonsRecipe):
    """It begins as the teacher, whose steps say which two noisy pictures have one end."""

    title = "Consistency, digits"
    place = "generative.digits.consistency"
    source = SOURCE
    steps, batch, rate = STEPS, BATCH, RATE

    def lessons(self, seed: int) -> Iterator[Lesson]:
        import torch

        model = open_model(card_of(TEACHER))
        if not isinstance(model, DigitsModel):
            raise WeightsError(f"{TEACHER}: is no denoiser of digits")
        self._spread = float(model.card.sizes["spread"])
        self.arrays["mean"] = model.arrays["mean"]
        teacher = {
            name.removeprefix("v."): torch.from_numpy(array.copy())
            for name, array in model.arrays.items()
            if name.startswith("v.")
        }
        pictures, _ = about_mean(split(0)[0])
        tensors = initial(shapes(PIXELS, HIDDEN), seed)
        for name, tensor in tensors.items():
            tensor.data.copy_(teacher[name])
        believed, draw = Average(tensors, FOLLOWED), stream(seed, "batches")

        def loss() -> Any:
            believed.follow()
            some = pictures[draw.integers(0, len(pictures), BATCH)]
            return consistency_loss(tensors, believed.tensors, teacher, some, self._spread, draw)

        yield Lesson(tensors, loss, self.flow, "Distilling")

    def flow(self, arrays: Mapping[str, np.ndarray], jumps: int = 1) -> ConsistencyDigits:
        """The map of a network on the linear path."""
        return ConsistencyDigits(arrays, self._spread, jumps=jumps)

    def data(self) -> str:
        return "1,500 handwritten digits of 8 by 8 pixels"

    def told(self) -> Mapping[str, Entry]:
        return {"teacher": TEACHER}

    def sizes(self) -> Mapping[str, Entry]:
        return {"hidden": list(HIDDEN), "spread": self._spread}

    def metrics(self) -> Mapping[str, Entry]:
        """How many pictures of few jumps are read with more than nine tenths of probability."""
        return read_surely(lambda jumps: self.flow(self.arrays, jumps))


RECIPE = ConsistencyDigitsRecipe
