"""Trains a denoiser of drawn figures of 28 by 28 pixels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from engines.learned.generative.figures import HIDDEN, FiguresFlow, figures_shapes
from engines.running.randomness import stream
from engines.systems.samples.figures import COUNT, SIDE, figures
from engines.training.checkpoint import Entry
from engines.training.diffusion.denoising import SOURCE, denoising_loss
from engines.training.diffusion.lessons import Lesson, LessonsRecipe
from engines.training.loop import initial


class FiguresRecipe(LessonsRecipe):
    """One network that puts out the clean picture and is judged by its error of it."""

    title = "Diffusion, figures"
    place = "generative.figures"
    source = SOURCE
    steps, batch, rate = 8000, 256, 1e-3

    def lessons(self, seed: int) -> Iterator[Lesson]:
        pixels = 2.0 * figures().reshape(COUNT, -1) - np.float32(1.0)
        mean = pixels.mean(axis=0, dtype=np.float64)
        data = pixels - mean.astype(np.float32)
        self._spread = float(np.sqrt((data.astype(np.float64) ** 2).mean()))
        shapes = figures_shapes(SIDE)
        self.arrays |= {"mean": mean.astype(np.float32)}
        tensors = initial({n: s for n, s in shapes.items() if n != "mean"}, seed)
        draw = stream(seed, "batches")

        def loss() -> Any:
            rows = draw.integers(0, len(data), self.batch)
            found = denoising_loss(tensors, data[rows], self._spread, "x", draw, "x.")
            return found / float(data.shape[1])

        yield Lesson(tensors, loss, self._flow, "Training, figures")

    def _flow(self, arrays: Mapping[str, np.ndarray]) -> FiguresFlow:
        return FiguresFlow(arrays, self._spread, "x")

    def data(self) -> str:
        return "10,000 ellipses, crosses and rings of 28 by 28 pixels, drawn by rule"

    def sizes(self) -> Mapping[str, Entry]:
        return {"side": SIDE, "hidden": list(HIDDEN), "spread": self._spread}

    def metrics(self) -> Mapping[str, Entry]:
        return {}


RECIPE = FiguresRecipe
