"""Trains an autoencoder of sprites together with five potentials that move its codes as factors do."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from engines.learned.latent.potentials.layout import Layout
from engines.learned.latent.potentials.sequences import Triple, amplitudes, costs
from engines.learned.latent.sprites_equivariant import LAYOUT, SAMPLE, STEM
from engines.learned.latent.sprites_vae import CODES, FACTORS, SIDE, decoded, encoded, shapes
from engines.learned.nets.autoencoder import bounds
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.samples.sprite_sequences import STEPS as LONGEST
from engines.systems.samples.sprite_sequences import triples, unseen
from engines.systems.samples.sprites import factors_of, sprites
from engines.training.autoencoders import curved, falling, warmed
from engines.training.checkpoint import Entry, save
from engines.training.loop import Curve, arrays, descent, initial
from engines.training.recipes.latent.sprites_vae import TEST, codes_of, measured, split

STEPS = 6000
EACH = 8  # sequences of each transformation in a batch
KL_WEIGHT = 1.0
FIRST_STEP = 0.3  # mean length of grad u before training


class Sequences:
    """Batches of sequences, the same for every model that is trained with the same seed.

    Args:
        seed: Seed of the split and of the batches.
        test: Number of sprites that are never met.
    """

    def __init__(self, seed: int, test: int = TEST) -> None:
        self.test = split(seed, test=test)[1]
        self._asked = unseen(self.test)
        self._draw = stream(seed, "sequences")

    def batch(self) -> tuple[int, np.ndarray]:
        """s, and pictures x_0, x_s, x_{s+1}, shape (3, 5 `EACH`, 32, 32)."""
        steps = int(self._draw.integers(1, LONGEST))
        three = triples(EACH, steps, self._draw, self._asked)
        return steps, sprites(three.ravel()).reshape(3, -1, SIDE, SIDE)


def figures(weights: dict[str, np.ndarray], test: np.ndarray, seed: int) -> dict[str, Entry]:
    """What the card says of an autoencoder: KL, cross-entropy, and evidence bound of `test`."""
    import torch

    pictures = sprites(test)
    found: dict[str, Entry] = dict(measured(weights, pictures, pictures.mean(axis=0)))
    noise = stream(seed, "bound").standard_normal((len(test), CODES)).astype(np.float32)
    tensors = {name: torch.from_numpy(array) for name, array in weights.items()}
    with torch.no_grad():
        parts = zip(np.array_split(pictures, 20), np.array_split(noise, 20), strict=True)
        each = [
            bounds(tensors, torch.from_numpy(p)[:, None], torch.from_numpy(n)) for p, n in parts
        ]
    return {**found, "bound": float(torch.cat(each).mean())}


def known(
    weights: Mapping[str, np.ndarray], test: np.ndarray, sample: int
) -> dict[str, np.ndarray]:
    """Codes of some sprites that were never met, and their factors."""
    some = test[:sample]
    return {
        "sample.codes": encoded(weights, sprites(some))[0],
        "sample.factors": factors_of(some).astype(np.float32),
    }


class SpritesEquivariantRecipe(Recipe):
    """All terms of `costs` with weight 1; the KL weight rises over the first third.

    Args:
        test: Number of sprites kept for the figures on the card.
        kind: Which sum of terms, one of `SUMS` of `costs`.
    """

    def __init__(self, test: int = TEST, kind: str = "balanced") -> None:
        self._test, self._kind = test, kind

    def fit(self, seed: int, steps: int | None, ticket: Ticket) -> Iterator[Snapshot]:
        import torch

        steps = STEPS if steps is None else steps
        started = time.monotonic()
        data = Sequences(seed, self._test)
        vae, potentials = initial(shapes(), seed), potentials_of(LAYOUT, seed)
        tensors = {**vae, **{f"{STEM}{name}": tensor for name, tensor in potentials.items()}}
        draw = stream(seed, "noise of sequences")

        def batch_loss(step: int) -> Any:
            s, pictures = data.batch()
            first, before, after = torch.from_numpy(pictures)[:, :, None]
            noise = draw.standard_normal((3, len(first), CODES)).astype(np.float32)
            terms = costs(
                LAYOUT,
                vae,
                potentials,
                Triple(first, before, after, s),
                torch.from_numpy(noise),
                warmed(KL_WEIGHT, step, steps),
                kind=self._kind,
            )
            return sum(terms.values())

        flow = curved(tensors, codes_of, decoded, sprites(data.test[:1]), STEM, FACTORS)
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
            "batch": 3 * len(FACTORS) * EACH,
            "kl_weight": KL_WEIGHT,
            "sum": self._kind,
            "seconds": time.monotonic() - started,
            **curve.table(),
        }

    def save(self, weights: Path, card: Path) -> None:
        save(
            weights,
            card,
            self._weights,
            {
                "title": "Sprites, autoencoder with potentials",
                "class": "latent.sprites_equivariant",
                "source": "Song, Keller, Sebe & Welling (2023), ICML, section 3.3",
                "data": f"sequences of sprites of {SIDE} x {SIDE} pixels along each of five factors",
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


def potentials_of(layout: Layout, seed: int) -> dict[str, Any]:
    """First weights: each potential drawn by itself; wave speed 1, first steps of `FIRST_STEP`."""
    import torch

    single = [
        initial({f"{k}.{name}": shape for name, shape in layout.one().items()}, seed)
        for k in range(layout.count)
    ]
    stacked = {
        name: torch.stack([each[f"{k}.{name}"].detach() for k, each in enumerate(single)])
        for name in layout.one()
    }
    stacked["speed"] = torch.ones(layout.count)
    codes = stream(seed, "first steps").standard_normal((512, layout.codes)).astype(np.float32)
    logs = amplitudes(layout, stacked, torch.from_numpy(codes), FIRST_STEP)
    stacked["log_amplitude"] = torch.from_numpy(logs.astype(np.float32))
    return {name: tensor.requires_grad_() for name, tensor in stacked.items()}


RECIPE = SpritesEquivariantRecipe
