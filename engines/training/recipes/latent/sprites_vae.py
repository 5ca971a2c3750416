"""Trains the autoencoder of sprites."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from engines.learned.latent.sprites_vae import (
    CODES,
    SAMPLE,
    SIDE,
    decoded,
    encoded,
    shapes,
)
from engines.learned.nets.autoencoder import loss
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.samples.sprites import COUNT, factors_of, sprites
from engines.training.autoencoders import Weights, falling, straight, warmed
from engines.training.checkpoint import Entry, save
from engines.training.loop import Curve, arrays, descent, initial

STEPS = 9000
BATCH = 128
KL_WEIGHT = 0.25
GLANCE = 128  # sprites encoded to find them
TRAIN, TEST = 60_000, 5_000


def split(seed: int, train: int = TRAIN, test: int = TEST) -> tuple[np.ndarray, np.ndarray]:
    """Indices of the sprites to learn from, and of those kept for tests."""
    order = stream(seed, "sprites").permutation(COUNT)
    return order[:train], order[train : train + test]


def codes_of(weights: Weights, pictures: np.ndarray) -> np.ndarray:
    """Mean codes, shape (n, d), of `pictures`, shape (n, 32, 32)."""
    return encoded(weights, pictures)[0]


def _mean(indices: np.ndarray, ticket: Ticket) -> np.ndarray:
    total = np.zeros((SIDE, SIDE))
    for part in np.array_split(indices, max(1, len(indices) // 1000)):
        ticket.check()
        total += sprites(part).sum(axis=0)
    return total / len(indices)


def measured(
    weights: dict[str, np.ndarray], test: np.ndarray, mean: np.ndarray
) -> dict[str, float]:
    """How well the codes of `test` pictures reproduce them.

    Args:
        weights: Arrays of the network.
        test: Pictures, shape (n, 32, 32).
        mean: Mean of the training pictures, shape (32, 32).

    Returns:
        "kl", in nats; "entropy", the cross-entropy of the pictures decoded from mean codes, in nats
        per picture; "entropy_of_mean", the same for the mean picture; "ratio" of the two.
    """

    def entropy(made: np.ndarray) -> float:
        made = np.clip(made.astype(np.float64), 1e-7, 1.0 - 1e-7)
        each = -(test * np.log(made) + (1.0 - test) * np.log1p(-made))
        return float(each.sum(axis=(1, 2)).mean())

    centre, log_variance = encoded(weights, test)
    kl = 0.5 * (centre**2 + np.exp(log_variance) - 1.0 - log_variance).sum(axis=1).mean()
    ours, floor = entropy(decoded(weights, centre)), entropy(np.broadcast_to(mean, test.shape))
    return {"kl": float(kl), "entropy": ours, "entropy_of_mean": floor, "ratio": ours / floor}


class SpritesVaeRecipe(Recipe):
    """Adam, KL weight rising to its end over the first third, rate falling over the last.

    Args:
        train: Number of sprites to learn from.
        test: Number of sprites kept for the figures on the card, at least `SAMPLE`.
    """

    def __init__(self, train: int = TRAIN, test: int = TEST) -> None:
        self._train, self._test = train, test

    def fit(self, seed: int, steps: int | None, ticket: Ticket) -> Iterator[Snapshot]:
        import torch

        steps = STEPS if steps is None else steps
        started = time.monotonic()
        train, test = split(seed, self._train, self._test)
        tensors = initial(shapes(), seed)
        draw = stream(seed, "batches")

        def batch_loss(step: int) -> object:
            pictures = sprites(train[draw.integers(0, len(train), BATCH)])
            noise = torch.from_numpy(draw.standard_normal((BATCH, CODES)).astype(np.float32))
            kl = warmed(KL_WEIGHT, step, steps)
            return loss(tensors, torch.from_numpy(pictures)[:, None], noise, kl)

        known = factors_of(test[:SAMPLE])
        seen = sprites(test[:SAMPLE])

        def model() -> dict[str, np.ndarray]:
            now = arrays(tensors)
            return {
                **now,
                "sample.codes": encoded(now, seen)[0],
                "sample.factors": known.astype(np.float32),
            }

        flow, rate = straight(tensors, codes_of, decoded, seen[:GLANCE]), falling(steps)
        curve = Curve()
        yield from curve.kept(
            descent(tensors, batch_loss, rate, steps, ticket, flow=flow, what="Training")
        )
        self._weights = model()
        self._metrics = measured(self._weights, sprites(test), _mean(train, ticket))
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
                "title": "Sprites, autoencoder",
                "class": "latent.sprites_vae",
                "source": "Kingma & Welling (2014), ICLR; Higgins et al. (2017), ICLR",
                "data": f"{self._train} sprites of {SIDE} x {SIDE} pixels, rendered from five factors",
            },
            {
                "sizes": {"codes": CODES, "sample": SAMPLE},
                "training": self._training,
                "metrics": self._metrics,
            },
        )


RECIPE = SpritesVaeRecipe
