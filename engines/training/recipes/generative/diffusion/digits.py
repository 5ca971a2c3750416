"""Trains denoisers of small handwritten digits, judged by four errors in turn."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from engines.learned.generative.diffusion_digits import (
    HIDDEN,
    PIXELS,
    DigitsFlow,
    digits_shapes,
)
from engines.learned.nets.denoiser import HEADS
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.samples.digits import grey, split
from engines.training.checkpoint import Entry, save
from engines.training.diffusion.averaging import Average
from engines.training.diffusion.denoising import SOURCE, denoising_loss
from engines.training.loop import Curve, cosine, descent, initial

STEPS, BATCH, RATE = 3000, 256, 1e-3
WORDS = {"v": "velocity", "x": "clean pictures", "eps": "noise", "score": "score"}


class DigitsRecipe(Recipe):
    """The same data, noise, steps and first weights for each of the four networks.

    Networks that put out the noise or the score itself, without the preconditioning, were tried
    first: their clean pictures are wrong without bounds where there is little signal.
    """

    def fit(self, seed: int, steps: int | None, ticket: Ticket) -> Iterator[Snapshot]:
        begun = time.monotonic()
        total = len(HEADS) * STEPS if steps is None else steps
        count = max(total // len(HEADS), 1)
        pictures = grey(split(0)[0]).reshape(-1, PIXELS).astype(np.float64)
        mean = pictures.mean(axis=0)
        data = pictures - mean
        self._spread = float(np.sqrt((data**2).mean()))
        kept: dict[str, np.ndarray] = {"mean": mean.astype(np.float32)}
        kept |= {
            name: np.zeros(shape, dtype=np.float32)
            for name, shape in digits_shapes().items()
            if name != "mean"
        }
        curve = Curve()
        for number, head in enumerate(HEADS):
            shapes = {n: s for n, s in digits_shapes().items() if n.startswith(f"{head}.")}
            tensors = initial(shapes, seed)
            average, draw = Average(tensors), stream(seed, "batches")

            def loss(
                step: int,
                tensors: dict[str, Any] = tensors,
                average: Average = average,
                draw: np.random.Generator = draw,
                head: str = head,
            ) -> Any:
                average.follow()
                rows = draw.integers(0, len(data), BATCH)
                return denoising_loss(
                    tensors, data[rows], self._spread, "v", draw, f"{head}.", head
                ) / float(PIXELS)

            def flow(
                average: Average = average, head: str = head, done: dict[str, Any] = kept
            ) -> DigitsFlow:
                return DigitsFlow({**done, **average.arrays()}, self._spread, head)

            yield from curve.kept(
                descent(
                    tensors,
                    loss,
                    cosine(RATE, count),
                    count,
                    ticket,
                    flow=flow,
                    what=f"Training, {WORDS[head]}",
                    first=number * count,
                    total=len(HEADS) * count,
                )
            )
            average.follow()
            kept = {**kept, **average.arrays()}
        self._arrays = kept
        self._training: dict[str, Entry] = {
            "seed": seed,
            "steps": [count] * len(HEADS),
            "batch": BATCH,
            "seconds": time.monotonic() - begun,
            **curve.table(),
        }

    def save(self, weights: Path, card: Path) -> None:
        save(
            weights,
            card,
            self._arrays,
            {
                "title": "Diffusion, digits",
                "class": "generative.diffusion_digits",
                "source": SOURCE,
                "data": "1,500 handwritten digits of 8 by 8 pixels",
            },
            {
                "sizes": {"hidden": list(HIDDEN), "spread": self._spread},
                "training": self._training,
                "metrics": {"heads": len(HEADS)},
            },
        )


RECIPE = DigitsRecipe
