"""Trains a reader of small pictures on shifted and noisy ones."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import numpy as np

from engines.learned.nets.mlp import Mlp, torch_value
from engines.learned.nets.mlp import shapes as mlp_shapes
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.training.checkpoint import Entry, save
from engines.training.diffusion.averaging import Average
from engines.training.diffusion.lessons import as_float
from engines.training.loop import Curve, cosine, descent, initial

BATCH, RATE = 128, 2e-3
FAR = 0.6  # pixels: standard deviation of a shift
NOISY = 0.2  # of full ink: most noise of a pixel


class Told(NamedTuple):
    """Pictures whose kind is known.

    Attributes:
        pictures: Ink in [0, 1], shape (n, k, k).
        kinds: Numbers of their kinds, shape (n,).
    """

    pictures: np.ndarray
    kinds: np.ndarray


def altered(pictures: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """Pictures, shape (n, k, k), each shifted by a part of a pixel or more, under noise."""
    found = np.pad(pictures, ((0, 0), (1, 1), (1, 1)))
    for axis in (1, 2):
        off = np.clip(FAR * draw.standard_normal(len(found)), -1.0, 1.0)[:, None, None]
        after, before = np.roll(found, 1, axis=axis), np.roll(found, -1, axis=axis)
        found = (
            (1.0 - np.abs(off)) * found + np.maximum(off, 0) * after + np.maximum(-off, 0) * before
        )
    strength = NOISY * draw.random(len(found))[:, None, None]
    noisy = found[:, 1:-1, 1:-1] + strength * draw.standard_normal(pictures.shape)
    return np.clip(noisy, 0.0, 1.0)


class ReaderRecipe(Recipe):
    """Cross-entropy on pictures whose kind is known; the card counts those it has never seen.

    Attributes:
        title: Title of the card.
        place: Of the model.
        source: Where the pictures come from.
        words: What the card says of the data.
        layers: Numbers of inputs, of units between, and of kinds.
        steps: Of a whole training.
    """

    title: ClassVar[str]
    place: ClassVar[str]
    source: ClassVar[str]
    words: ClassVar[str]
    layers: ClassVar[tuple[int, ...]]
    steps: ClassVar[int]

    @abstractmethod
    def told(self) -> tuple[Told, Told]:
        """What is learned from, and what it is tested on."""

    def fit(self, seed: int, steps: int | None, ticket: Ticket) -> Iterator[Snapshot]:
        import torch
        from torch.nn import functional as f

        begun, count = time.monotonic(), self.steps if steps is None else steps
        train, test = self.told()
        pictures, known = train.pictures.astype(np.float64), torch.from_numpy(train.kinds)
        tensors, curve = initial(mlp_shapes(self.layers), seed), Curve()
        average, draw = Average(tensors), stream(seed, "batches of the reader")

        def loss(step: int) -> Any:
            average.follow()
            rows = draw.integers(0, len(pictures), BATCH)
            seen = altered(pictures[rows], draw).reshape(BATCH, -1)
            return f.cross_entropy(torch_value(tensors, as_float(seen)), known[rows])

        rate = cosine(RATE, max(count, 1))
        yield from curve.kept(
            descent(tensors, loss, rate, count, ticket, flow=lambda: None, what="Training")
        )
        average.follow()
        self._arrays = average.arrays()
        said = Mlp(self._arrays).value(test.pictures.reshape(len(test.kinds), -1).astype(float))
        right = said.argmax(axis=1) == test.kinds
        self._metrics: dict[str, Entry] = {
            "tested": len(test.kinds),
            "right": float(right.mean()),
        }
        self._training: dict[str, Entry] = {
            "seed": seed,
            "steps": count,
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
                "title": self.title,
                "class": self.place,
                "source": self.source,
                "data": self.words,
            },
            {
                "sizes": {"layers": list(self.layers)},
                "training": self._training,
                "metrics": self._metrics,
            },
        )
