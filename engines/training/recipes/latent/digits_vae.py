"""Trains the autoencoder of coloured digits."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from engines.learned.latent.digits_vae import CODES, SAMPLE, SIDE, shapes
from engines.learned.latent.pictured import shown
from engines.learned.nets.autoencoder import bounds, decoded, encoded, loss
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.samples.digits import TRAIN, coloured, factors_of, labels, split
from engines.training.autoencoders import Weights, falling, straight, warmed
from engines.training.checkpoint import Entry, save
from engines.training.loop import Curve, arrays, descent, initial

STEPS = 6000
BATCH = 128
KL_WEIGHT = 0.25
TESTED = 3000  # pictures of unseen digits for the figures on the card


def drawn(
    digits: np.ndarray, count: int, draw: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Which digits, shape (count,), and how often each is grown, turned and painted, (count, 3)."""
    return digits[draw.integers(0, len(digits), count)], draw.integers(0, 9, (count, 3))


def codes_of(weights: Weights, pictures: np.ndarray) -> np.ndarray:
    """Mean codes, shape (n, d), of coloured `pictures`, shape (n, 3, 16, 16)."""
    return encoded(weights, pictures)[0]


def pictures_of(weights: Weights, codes: np.ndarray) -> np.ndarray:
    """Coloured pictures, shape (n, 16, 16, 3), of `codes`, shape (n, d)."""
    return shown(decoded(weights, codes))


def figures(weights: dict[str, np.ndarray], pictures: np.ndarray, seed: int) -> dict[str, Entry]:
    """How well codes reproduce unseen `pictures`, shape (n, 3, 16, 16).

    Returns:
        "kl"; "entropy" of the pictures decoded from mean codes, "entropy_of_mean" of their mean
        picture, and the "ratio" of what both have over the entropy of the pictures themselves;
        "bound", the evidence bound; all in nats a picture.
    """
    import torch

    def entropy(made: np.ndarray) -> float:
        made = np.clip(made.astype(np.float64), 1e-7, 1.0 - 1e-7)
        each = -(pictures * np.log(made) + (1.0 - pictures) * np.log1p(-made))
        return float(each.sum(axis=(1, 2, 3)).mean())

    mean, log_variance = encoded(weights, pictures)
    kl = 0.5 * (mean**2 + np.exp(log_variance) - 1.0 - log_variance).sum(axis=1).mean()
    ours, floor = entropy(decoded(weights, mean)), entropy(pictures)
    flat = entropy(np.broadcast_to(pictures.mean(axis=0), pictures.shape))
    noise = stream(seed, "bound").standard_normal(mean.shape).astype(np.float32)
    tensors = {name: torch.from_numpy(array) for name, array in weights.items()}
    with torch.no_grad():
        bound = bounds(tensors, torch.from_numpy(pictures), torch.from_numpy(noise)).mean()
    return {
        "kl": float(kl),
        "entropy": ours,
        "entropy_of_mean": flat,
        "entropy_of_pictures": floor,
        "ratio": ours / flat,
        "ratio_above_pictures": (ours - floor) / (flat - floor),
        "bound": float(bound),
    }


class DigitsVaeRecipe(Recipe):
    """Adam, KL weight rising to its end over the first third, rate falling over the last.

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
        tensors = initial(shapes(), seed)
        draw = stream(seed, "batches of digits")

        def batch_loss(step: int) -> Any:
            digits, places = drawn(train, BATCH, draw)
            pictures = torch.from_numpy(coloured(digits, factors_of(places)))
            noise = draw.standard_normal((BATCH, CODES)).astype(np.float32)
            kl = warmed(KL_WEIGHT, step, steps)
            return loss(tensors, pictures, torch.from_numpy(noise), kl)

        unseen, places = drawn(test, self._tested, stream(seed, "unseen digits"))
        factors = factors_of(places)
        pictures = coloured(unseen, factors)
        flow = straight(tensors, codes_of, pictures_of, pictures[:128])
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
            "batch": BATCH,
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
                "title": "Coloured digits, autoencoder",
                "class": "latent.digits_vae",
                "source": "Kingma & Welling (2014), ICLR; Higgins et al. (2017), ICLR",
                "data": f"{TRAIN} digits of UCI at {SIDE} x {SIDE} pixels, grown, turned and painted",
            },
            {
                "sizes": {"codes": CODES, "sample": SAMPLE},
                "training": self._training,
                "metrics": self._metrics,
            },
        )


RECIPE = DigitsVaeRecipe
