"""Trains a denoiser of small digits that is told, most of the time, which digit is wished for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from engines.errors import WeightsError
from engines.learned.generative.diffusion_digits import HIDDEN, PIXELS
from engines.learned.generative.digits.by_class import (
    CLASSES,
    WishedDigits,
    every_shape,
    told,
    wishing,
)
from engines.learned.generative.digits.reader import DigitsReaderModel
from engines.learned.weights import card_of, open_model
from engines.running.randomness import stream
from engines.systems.samples.digits import about_mean, labels, split
from engines.training.checkpoint import Entry
from engines.training.diffusion.denoising import SOURCE, denoising_loss
from engines.training.diffusion.lessons import Lesson, LessonsRecipe
from engines.training.loop import initial

STEPS, BATCH, RATE = 8000, 256, 1e-3
UNTOLD = 0.12  # share of pictures of which the network is not told what they show
EACH = 50  # pictures of each digit that are read for the card
WEIGHTS = (0.0, 1.0, 3.0)
READER = "digits-reader"


class DigitsByClassRecipe(LessonsRecipe):
    """One network, told the digit by ten numbers of which one is 1, or by none at all."""

    title = "Diffusion, digits by class"
    place = "generative.digits.by_class"
    source = f"{SOURCE}; Ho & Salimans (2022), arXiv:2207.12598"
    steps, batch, rate = STEPS, BATCH, RATE

    def lessons(self, seed: int) -> Iterator[Lesson]:
        rows = split(0)[0]
        data, mean = about_mean(rows)
        self._spread, known = float(np.sqrt((data**2).mean())), labels(rows)
        self.arrays["mean"] = mean.astype(np.float32)
        shapes = {n: s for n, s in every_shape().items() if n != "mean"}
        tensors, draw = initial(shapes, seed), stream(seed, "batches")

        def loss() -> Any:
            some = draw.integers(0, len(data), BATCH)
            wishes = np.where(draw.random(BATCH) < UNTOLD, -1, known[some])
            found = denoising_loss(
                tensors, data[some], self._spread, "v", draw, "v.", told=told(wishes)
            )
            return found / float(PIXELS)

        def flow(arrays: Mapping[str, np.ndarray]) -> WishedDigits:
            return WishedDigits(arrays, self._spread)

        yield Lesson(tensors, loss, flow, "Training")

    def data(self) -> str:
        return "1,500 handwritten digits of 8 by 8 pixels, and which digits they are"

    def sizes(self) -> Mapping[str, Entry]:
        return {"hidden": list(HIDDEN), "spread": self._spread}

    def metrics(self) -> Mapping[str, Entry]:
        reader = open_model(card_of(READER))
        if not isinstance(reader, DigitsReaderModel):
            raise WeightsError(f"{READER} reads no digits")
        return {
            f"read_at_{w:g}": read_right(self.arrays, self._spread, w, reader, EACH)
            for w in WEIGHTS
        }


def read_right(
    arrays: Mapping[str, np.ndarray],
    spread: float,
    w: float,
    reader: DigitsReaderModel,
    each: int,
    seed: int = 0,
) -> float:
    """Share of pictures that are read as the digit that was wished for.

    Args:
        arrays: Of the network.
        spread: Of its data.
        w: Weight of the guidance.
        reader: Who reads.
        each: Pictures of each digit.
        seed: Of the noise.
    """
    right = 0
    for digit in range(CLASSES):
        flow = wishing(arrays, spread, digit, w)
        noise = flow.noise(each, stream(seed, f"read {digit}"))
        right += int((reader.classes(flow.decode(flow.advance(noise, 0.0, 1.0))) == digit).sum())
    return right / (CLASSES * each)


RECIPE = DigitsByClassRecipe
