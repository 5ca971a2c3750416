"""Trains the reader of small handwritten digits on shifted and noisy ones."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from engines.learned.generative.digits.reader import SIDE, SIZES, shapes
from engines.learned.nets.mlp import Mlp, torch_value
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.samples.digits import ink, labels, split
from engines.training.checkpoint import Entry, save
from engines.training.diffusion.averaging import Average
from engines.training.diffusion.lessons import as_float
from engines.training.loop import Curve, cosine, descent, initial

STEPS, BATCH, RATE = 4000, 128, 2e-3
FAR = 0.6  # pixels: standard deviation of a shift
NOISY = 0.2  # of full ink: most noise of a pixel


def altered(pictures: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """Pictures, shape (n, 8, 8), each shifted by a part of a pixel or more, under noise."""
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


class DigitsReaderRecipe(Recipe):
    """Cross-entropy on 1,500 digits; figures on the card are of the 297 it has never seen."""

    def fit(self, seed: int, steps: int | None, ticket: Ticket) -> Iterator[Snapshot]:
        import torch
        from torch.nn import functional as f

        begun, count = time.monotonic(), STEPS if steps is None else steps
        train, test = split(0)
        pictures, known = ink(train).astype(np.float64), torch.from_numpy(labels(train))
        tensors, curve = initial(shapes(), seed), Curve()
        average, draw = Average(tensors), stream(seed, "batches of the reader")

        def loss(step: int) -> Any:
            average.follow()
            rows = draw.integers(0, len(train), BATCH)
            seen = altered(pictures[rows], draw).reshape(BATCH, SIDE * SIDE)
            return f.cross_entropy(torch_value(tensors, as_float(seen)), known[rows])

        rate = cosine(RATE, max(count, 1))
        yield from curve.kept(
            descent(tensors, loss, rate, count, ticket, flow=lambda: None, what="Training")
        )
        average.follow()
        self._arrays = average.arrays()
        said = Mlp(self._arrays).value(ink(test).reshape(len(test), -1).astype(np.float64))
        right = said.argmax(axis=1) == labels(test)
        self._metrics: dict[str, Entry] = {"tested": len(test), "right": float(right.mean())}
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
                "title": "Digits, reader",
                "class": "generative.digits.reader",
                "source": "Separatrix; data of Alpaydin & Kaynak (1998), UCI",
                "data": "1,500 handwritten digits of 8 by 8 pixels, shifted and under noise",
            },
            {
                "sizes": {"layers": list(SIZES)},
                "training": self._training,
                "metrics": self._metrics,
            },
        )


RECIPE = DigitsReaderRecipe
