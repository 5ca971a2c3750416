"""Trains an autoencoder of coloured digits together with potentials that grow, turn and paint them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from engines.learned.latent.digits_equivariant import LAYOUT, SAMPLE, STEM, WAYS
from engines.learned.latent.digits_vae import CODES, SIDE, shapes
from engines.learned.latent.potentials.sequences import STEPS as LONGEST
from engines.learned.latent.potentials.sequences import Triple, costs
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.samples.digits import (
    TRAIN,
    coloured,
    factors_of,
    labels,
    split,
    triples,
)
from engines.training.autoencoders import curved, falling, warmed
from engines.training.checkpoint import Entry, save
from engines.training.loop import Curve, arrays, descent, initial
from engines.training.recipes.latent.digits_vae import (
    TESTED,
    codes_of,
    drawn,
    figures,
    pictures_of,
)
from engines.training.recipes.latent.sprites_equivariant import KL_WEIGHT, potentials_of

STEPS = 4000
EACH = 16  # sequences of each transformation in a batch


class DigitsEquivariantRecipe(Recipe):
    """All terms of `costs` with weight 1; the KL weight rises over the first third.

    Args:
        tested: Number of pictures of unseen digits, at least `SAMPLE`.
    """

    def __init__(self, tested: int = TESTED) -> None:
        self._tested = tested

    def fit(self, seed: int, steps: int | None, ticket: Ticket) -> Iterator[Snapshot]:
        import torch

        steps = STEPS if steps is None else steps
        started = time.monotonic()
        train, test = split(seed)
        vae, potentials = initial(shapes(), seed), potentials_of(LAYOUT, seed)
        tensors = {**vae, **{f"{STEM}{name}": tensor for name, tensor in potentials.items()}}
        draw = stream(seed, "sequences of digits")

        def batch_loss(step: int) -> Any:
            s = int(draw.integers(1, LONGEST))
            which, factors = triples(train, EACH, s, LONGEST, draw)
            three = coloured(which.ravel(), factors.reshape(-1, 3))
            first, before, after = torch.from_numpy(three.reshape(3, -1, *three.shape[1:]))
            noise = draw.standard_normal((2, len(first), CODES)).astype(np.float32)
            terms = costs(
                LAYOUT,
                vae,
                potentials,
                Triple(first, before, after, s),
                torch.from_numpy(noise),
                warmed(KL_WEIGHT, step, steps),
            )
            return sum(terms.values())

        unseen, places = drawn(test, self._tested, stream(seed, "unseen digits"))
        factors = factors_of(places)
        pictures = coloured(unseen, factors)
        flow = curved(tensors, codes_of, pictures_of, pictures, STEM, WAYS)
        rate = falling(steps)
        curve = Curve()
        yield from curve.kept(
            descent(tensors, batch_loss, rate, steps, ticket, flow=flow, what="Training")
        )
        weights = arrays(tensors)
        known = np.column_stack([labels(unseen), factors])[:SAMPLE]
        self._weights = {
            **weights,
            "sample.codes": codes_of(weights, pictures[:SAMPLE]),
            "sample.factors": known.astype(np.float32),
        }
        self._metrics = figures(weights, pictures, seed)
        self._training: dict[str, Entry] = {
            "seed": seed,
            "steps": steps,
            "batch": 3 * len(WAYS) * EACH,
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
                "title": "Coloured digits, autoencoder with potentials",
                "class": "latent.digits_equivariant",
                "source": "Song, Keller, Sebe & Welling (2023), ICML, section 3.3",
                "data": f"{TRAIN} digits of UCI at {SIDE} x {SIDE} pixels that grow, turn, change hue",
            },
            {
                "sizes": {
                    "codes": CODES,
                    "width": LAYOUT.width,
                    "count": LAYOUT.count,
                    "sample": SAMPLE,
                },
                "training": self._training,
                "metrics": self._metrics,
            },
        )


RECIPE = DigitsEquivariantRecipe
