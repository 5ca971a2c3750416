"""Trains denoisers of small handwritten digits, judged by four errors in turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from engines.learned.generative.diffusion_digits import (
    HIDDEN,
    PIXELS,
    DigitsFlow,
    digits_shapes,
)
from engines.learned.nets.denoiser import HEADS
from engines.running.randomness import stream
from engines.systems.samples.digits import about_mean, split
from engines.training.checkpoint import Entry
from engines.training.diffusion.denoising import SOURCE, denoising_loss
from engines.training.diffusion.lessons import Lesson, LessonsRecipe
from engines.training.loop import initial

STEPS, BATCH, RATE = 8000, 256, 1e-3
WORDS = {"v": "velocity", "x": "clean pictures", "eps": "noise", "score": "score"}


class DigitsRecipe(LessonsRecipe):
    """The same data, noise, steps and first weights for each of the four networks.

    Networks that put out the noise or the score itself, without the preconditioning, were tried
    first: their clean pictures are wrong without bounds where there is little signal.
    """

    title = "Diffusion, digits"
    place = "generative.diffusion_digits"
    source = SOURCE
    steps, batch, rate = STEPS, BATCH, RATE
    networks = len(HEADS)

    def lessons(self, seed: int) -> Iterator[Lesson]:
        data, mean = about_mean(split(0)[0])
        self._spread = float(np.sqrt((data**2).mean()))
        self.arrays |= {name: np.zeros(s, np.float32) for name, s in digits_shapes().items()}
        self.arrays["mean"] = mean.astype(np.float32)
        for head in HEADS:
            yield self._lesson(head, data, seed)

    def _lesson(self, head: str, data: np.ndarray, seed: int) -> Lesson:
        shapes = {n: s for n, s in digits_shapes().items() if n.startswith(f"{head}.")}
        tensors, draw = initial(shapes, seed), stream(seed, "batches")

        def loss() -> Any:
            rows = draw.integers(0, len(data), BATCH)
            found = denoising_loss(tensors, data[rows], self._spread, "v", draw, f"{head}.", head)
            return found / float(PIXELS)

        def flow(arrays: Mapping[str, np.ndarray]) -> DigitsFlow:
            return DigitsFlow(arrays, self._spread, head)

        return Lesson(tensors, loss, flow, f"Training, {WORDS[head]}")

    def data(self) -> str:
        return "1,500 handwritten digits of 8 by 8 pixels"

    def sizes(self) -> Mapping[str, Entry]:
        return {"hidden": list(HIDDEN), "spread": self._spread}

    def metrics(self) -> Mapping[str, Entry]:
        return {"heads": len(HEADS)}


RECIPE = DigitsRecipe
