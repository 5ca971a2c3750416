"""Trains the reader of sprites on rendered pictures, and on what the autoencoder makes of them."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from engines.errors import WeightsError
from engines.learned.latent.sprites_reader import (
    MEASURED,
    ORDERS,
    SIDE,
    outputs,
    read,
    shapes,
    truth,
    turns,
)
from engines.learned.latent.sprites_vae import CODES, SpritesVaeModel
from engines.learned.nets.autoencoder import decode, encode
from engines.learned.weights import card_of, open_model
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.samples.sprites import PLACES, SCALES, SHAPES, factors_of, rendered
from engines.training.checkpoint import Entry, save
from engines.training.loop import Curve, arrays, cosine, descent, initial
from engines.training.recipes.latent.sprites_vae import TEST, TRAIN, split

STEPS = 8000
BATCH = 64  # rendered, and as many decoded
RATE = 1e-3
GENERATOR = "sprites-vae"


def drawn(count: int, draw: np.random.Generator) -> np.ndarray:
    """Factors of sprites between those of the grid too, shape (count, 5)."""
    return np.column_stack(
        [
            draw.integers(0, len(SHAPES), count),
            draw.uniform(SCALES[0], SCALES[-1], count),
            draw.uniform(0.0, 2.0 * np.pi, count),
            draw.uniform(PLACES[0], PLACES[-1], (count, 2)),
        ]
    )


def errors(readings: np.ndarray, factors: np.ndarray) -> dict[str, float]:
    """How far readings are from the truth.

    Returns:
        "shape_wrong", a share; "scale_rms"; "x_rms" and "y_rms" in pixels; and for each shape the
        mean angle between the turn that is read and the true one, within the period of the shape,
        in degrees, where the shape is read rightly. Chance is a quarter of the period.
    """
    right = readings[:, :3].argmax(axis=1) == factors[:, 0]
    off = readings - truth(factors)
    found = {"shape_wrong": float(1.0 - right.mean())}
    for name, column in (("scale", 3), ("x", 6), ("y", 7)):
        found[f"{name}_rms"] = float(np.sqrt((off[:, column] ** 2).mean()))
    for kind, order in enumerate(ORDERS):
        rows = right & (factors[:, 0] == kind)
        period = 2.0 * math.pi / order
        turned = (turns(readings[rows]) - factors[rows, 2]) % period
        mean = float(np.minimum(turned, period - turned).mean()) if rows.any() else math.nan
        found[f"turn_{SHAPES[kind]}_degrees"] = math.degrees(mean)
    return found


class SpritesReaderRecipe(Recipe):
    """Half of each batch freshly rendered, half drawn from the pictures that the autoencoder makes
    of its own training sprites; cross-entropy for the shape, squares for the rest.

    Args:
        train: Number of sprites the autoencoder learned from.
        test: Number of sprites kept for the figures on the card.
    """

    def __init__(self, train: int = TRAIN, test: int = TEST) -> None:
        self._train, self._test = train, test

    def fit(self, seed: int, steps: int | None, ticket: Ticket) -> Iterator[Snapshot]:
        import torch
        from torch.nn import functional as f

        steps = STEPS if steps is None else steps
        started = time.monotonic()
        vae = open_model(card_of(GENERATOR))
        if not isinstance(vae, SpritesVaeModel):
            raise WeightsError(f"{GENERATOR} is no autoencoder of sprites")
        generator = {name: torch.from_numpy(array.copy()) for name, array in vae.arrays.items()}
        train, test = split(int(vae.card.training["seed"]), self._train, self._test)
        known = truth(factors_of(train))[:, MEASURED]
        mean, deviation = known.mean(axis=0), known.std(axis=0)
        tensors = initial(shapes(), seed)
        draw = stream(seed, "batches of the reader")

        def remade(factors: np.ndarray, noise: np.ndarray | float) -> Any:
            with torch.no_grad():
                pictures = torch.from_numpy(rendered(factors))[:, None]
                middle, log_variance = encode(generator, pictures)
                codes = middle + torch.exp(0.5 * log_variance) * torch.as_tensor(noise)
                return torch.sigmoid(decode(generator, codes))

        def batch_loss(step: int) -> Any:
            fresh = drawn(BATCH, draw)
            seen = factors_of(train[draw.integers(0, len(train), BATCH)])
            noise = draw.standard_normal((BATCH, CODES)).astype(np.float32)
            pictures = torch.cat([torch.from_numpy(rendered(fresh))[:, None], remade(seen, noise)])
            wanted = truth(np.concatenate([fresh, seen]))
            wanted[:, MEASURED] = (wanted[:, MEASURED] - mean) / deviation
            aim = torch.from_numpy(wanted.astype(np.float32))
            said = outputs(tensors, pictures)
            kinds = f.cross_entropy(said[:, :3], aim[:, :3].argmax(dim=1))
            return kinds + ((said[:, 3:] - aim[:, 3:]) ** 2).sum(dim=1).mean()

        curve = Curve()
        yield from curve.kept(
            descent(
                tensors,
                batch_loss,
                cosine(RATE, steps),
                steps,
                ticket,
                flow=lambda: None,
                what="Training",
            )
        )
        self._weights = {
            **arrays(tensors),
            "units.mean": mean.astype(np.float32),
            "units.deviation": deviation.astype(np.float32),
        }
        factors = factors_of(test)
        made = np.concatenate(
            [
                remade(part, 0.0)[:, 0].numpy()
                for part in np.array_split(factors, len(test) // 250 + 1)
            ]
        )
        self._metrics: dict[str, Entry] = {}
        for name, pictures in (("rendered", rendered(factors)), ("decoded", made)):
            found = errors(read(self._weights, pictures), factors)
            self._metrics |= {f"{name}_{key}": value for key, value in found.items()}
        self._training: dict[str, Entry] = {
            "seed": seed,
            "steps": steps,
            "batch": 2 * BATCH,
            "generator_sha256": vae.card.sha256,
            "seconds": time.monotonic() - started,
            **curve.table(),
        }

    def save(self, weights: Path, card: Path) -> None:
        save(
            weights,
            card,
            self._weights,
            {
                "title": "Sprites, reader of factors",
                "class": "latent.sprites_reader",
                "source": "Separatrix; the measure is that of Song, Keller, Sebe & Welling (2023), ICML",
                "data": f"sprites of {SIDE} x {SIDE} pixels, rendered and as {GENERATOR} decodes them",
            },
            {"sizes": {"side": SIDE}, "training": self._training, "metrics": self._metrics},
        )


RECIPE = SpritesReaderRecipe
