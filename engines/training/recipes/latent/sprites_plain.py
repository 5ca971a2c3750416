"""Trains the plain twin: the pictures of the same sequences, batch by batch, without potentials."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from engines.learned.latent.sprites_vae import CODES, SAMPLE, SIDE, decoded, shapes
from engines.learned.nets.autoencoder import loss
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.samples.sprites import sprites
from engines.training.autoencoders import falling, straight, warmed
from engines.training.checkpoint import Entry, save
from engines.training.loop import Curve, arrays, descent, initial
from engines.training.recipes.latent.sprites_equivariant import (
    KL_WEIGHT,
    STEPS,
    Sequences,
    figures,
    known,
)
from engines.training.recipes.latent.sprites_vae import TEST, codes_of


class SpritesPlainRecipe(Recipe):
    """The evidence bound of all three pictures of each sequence, with the same first weights,
    rates and warm-up as the twin that has potentials.

    Args:
        test: Number of sprites kept for the figures on the card, at least `SAMPLE`.
    """

    def __init__(self, test: int = TEST) -> None:
        self._test = test

    def fit(self, seed: int, steps: int | None, ticket: Ticket) -> Iterator[Snapshot]:
        import torch

        steps = STEPS if steps is None else steps
        started = time.monotonic()
        data = Sequences(seed, self._test)
        tensors = initial(shapes(), seed)
        draw = stream(seed, "noise of pictures")
        batch = 0

        def batch_loss(step: int) -> Any:
            nonlocal batch
            pictures = torch.from_numpy(data.batch()[1]).flatten(0, 1)[:, None]
            batch = len(pictures)
            noise = draw.standard_normal((batch, CODES)).astype(np.float32)
            return loss(tensors, pictures, torch.from_numpy(noise), warmed(KL_WEIGHT, step, steps))

        flow = straight(tensors, codes_of, decoded, sprites(data.test[:128]))
        rate = falling(steps)
        curve = Curve()
        yield from curve.kept(
            descent(tensors, batch_loss, rate, steps, ticket, flow=flow, what="Training")
        )
        weights = arrays(tensors)
        self._weights = {**weights, **known(weights, data.test, SAMPLE)}
        self._metrics = figures(weights, data.test, seed)
        self._training: dict[str, Entry] = {
            "seed": seed,
            "steps": steps,
            "batch": batch,
            "kl_weight": KL_WEIGHT,
            "seconds": time.monotonic() - started,
            **curve.table(),
        }

    def save(self, weights: Path, card: Path) -> None:
        save(
            weights,
            card,
            self._weights,
            {
                "title": "Sprites, plain autoencoder",
                "class": "latent.sprites_plain",
                "source": "Kingma & Welling (2014), ICLR",
                "data": f"the pictures of {SIDE} x {SIDE} pixels that sprites-equivariant sees",
            },
            {
                "sizes": {"codes": CODES, "sample": SAMPLE},
                "training": self._training,
                "metrics": self._metrics,
            },
        )


RECIPE = SpritesPlainRecipe
