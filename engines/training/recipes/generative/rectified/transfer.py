"""Trains rectified flows from one digit to another, with features of a classifier and without."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import numpy as np

from engines.errors import FlowError
from engines.learned.generative.rectified_digits import PIXELS, PLAIN
from engines.systems.samples.digits import grey, labels, split
from engines.training.checkpoint import Entry
from engines.training.rectified.features import weighing
from engines.training.rectified.pixels import PixelsRecipe
from engines.training.rectified.rounds import Stage

JITTER = 0.1  # of every pixel, so that a hundred and fifty pictures become a cloud


def of_class(digit: int) -> np.ndarray:
    """Pictures of one digit among those to learn from, from -1 to 1, shape (n, 64).

    Raises:
        FlowError: If there is none.
    """
    rows = split(0)[0]
    rows = rows[labels(rows) == digit]
    if not len(rows):
        raise FlowError(f"no picture of a {digit}, the class is empty; known: 0 to 9")
    return grey(rows).reshape(-1, PIXELS).astype(np.float64)


class TransferRecipe(PixelsRecipe):
    """Random pairs of two digits; every other round sees only what the flow made.

    Attributes:
        begins: The digit at t = 0.
        ends: The digit at t = 1.
    """

    begins: ClassVar[int]
    ends: ClassVar[int]
    width = 128
    pairs = 10_000
    stages = (
        Stage("1", 3000, 1e-3),
        Stage("2", 2000, 1e-3, after="1"),
        Stage("3", 1500, 1e-3, after="2"),
        Stage("distilled", 1500, 1e-3, after="2", at_start=True),
        Stage(f"{PLAIN}1", 3000, 1e-3),
    )

    def prepared(self, seed: int) -> None:
        first, last = of_class(self.begins), of_class(self.ends)
        mean = first.mean(axis=0)
        self.arrays["mean"] = mean.astype(np.float32)
        self.arrays["source"] = (first - mean).astype(np.float32)
        self._first, self._last = first - mean, last - mean
        around = last - last.mean(axis=0)
        self.spreads = tuple(  # type: ignore[assignment]
            float(np.sqrt((part**2).mean() + JITTER**2)) for part in (self._first, around)
        )
        self._weighing = weighing(self.first, self.last, seed, self._ticket)

    def first(self, count: int, draw: np.random.Generator) -> np.ndarray:
        return _some(self._first, count, draw)

    def last(self, count: int, draw: np.random.Generator) -> np.ndarray:
        return _some(self._last, count, draw)

    def weighed(self, stage: Stage) -> Callable[[Any, Any], Any] | None:
        return None if stage.name.startswith(PLAIN) else self._weighing

    def told(self) -> Mapping[str, Entry]:
        return {**super().told(), "jitter": JITTER}

    def metrics(self) -> Mapping[str, Entry]:
        begin = self._first
        found: dict[str, Entry] = {}
        for stage in self.stages:
            end = self.made(self.arrays, stage.name).advance(begin, 0.0, 1.0)
            found[f"cost_{stage.name}"] = float(((end - begin) ** 2).sum(axis=1).mean())
        return {name.replace(" ", "_"): value for name, value in found.items()}


def _some(points: np.ndarray, count: int, draw: np.random.Generator) -> np.ndarray:
    chosen = points[draw.integers(0, len(points), count)]
    return np.asarray(chosen + JITTER * draw.standard_normal(chosen.shape))


class RectifiedTransferRecipe(TransferRecipe):
    """From threes to eights."""

    title = "Rectified flow, 3 to 8"
    words = "threes and eights among 1,500 handwritten digits of 8 by 8 pixels"
    begins, ends = 3, 8


RECIPE = RectifiedTransferRecipe
