"""What the shipped autoencoder of sprites must do on pictures it never saw."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from engines.learned.latent.sprites_vae import (
    CODES,
    SpritesVaeModel,
    decoded,
    encoded,
)
from engines.learned.latent.straight import orthonormal, principal
from engines.learned.weights import card_of, open_model
from engines.protocols.check import Claim
from engines.running.randomness import stream
from engines.systems.samples.sprites import COUNT, SIDE, TURNS, factors_of, rendered, sprites

ID = "sprites"
TRAINED_ON = 60_000  # the first so many of the seeded order; what follows is unseen
TEST = 1000
Result = tuple[str, bool, bool]


@cache
def _model() -> SpritesVaeModel:
    model = open_model(card_of("sprites-vae"))
    if not isinstance(model, SpritesVaeModel):
        raise TypeError("sprites-vae is no autoencoder of sprites")
    return model


@cache
def _order() -> np.ndarray:
    seed = int(_model().card.training["seed"])
    return stream(seed, "sprites").permutation(COUNT)


def _unseen(count: int) -> np.ndarray:
    return _order()[TRAINED_ON : TRAINED_ON + count]


def _entropy(pictures: np.ndarray, made: np.ndarray) -> float:
    made = np.clip(made.astype(np.float64), 1e-7, 1.0 - 1e-7)
    each = -(pictures * np.log(made) + (1.0 - pictures) * np.log1p(-made))
    return float(each.sum(axis=(1, 2)).mean())


def information() -> Result:
    """KL divergence of the codes from the prior: how much a code says of its picture."""
    mean, log_variance = encoded(_model().arrays, sprites(_unseen(TEST)))
    each = 0.5 * (mean**2 + np.exp(log_variance) - 1.0 - log_variance)
    kl = float(each.sum(axis=1).mean())
    return f"{kl:.1f} nats", kl >= 14.0, kl < 14.0


def faithfulness() -> Result:
    """Cross-entropy of decoded pictures over that of the mean training picture."""
    arrays = _model().arrays
    pictures = sprites(_unseen(TEST))
    mean = sprites(_order()[:4000]).mean(axis=0)
    made = decoded(arrays, encoded(arrays, pictures)[0])
    ratio = _entropy(pictures, made) / _entropy(pictures, np.broadcast_to(mean, pictures.shape))
    return f"{ratio:.3f}", ratio <= 0.18, ratio > 0.18


def _decoded_factors(count: int) -> tuple[np.ndarray, np.ndarray]:
    arrays, known = _model().arrays, factors_of(_unseen(count))
    return known, decoded(arrays, encoded(arrays, rendered(known))[0])


def places_kept() -> Result:
    """Root mean square distance between centres of ink before and after, in pixels."""
    known, made = _decoded_factors(TEST)
    middle = np.arange(SIDE) + 0.5

    def centres(pictures: np.ndarray) -> np.ndarray:
        ink = pictures.sum(axis=(1, 2))
        x = (pictures.sum(axis=1) * middle).sum(axis=1) / ink
        y = (pictures.sum(axis=2) * (SIDE - middle)).sum(axis=1) / ink
        return np.stack([x, y], axis=1)

    off = centres(made) - centres(rendered(known))
    rms = float(np.sqrt((off**2).sum(axis=1).mean()))
    return f"{rms:.2f} pixels", rms <= 0.5, rms > 0.5


def shapes_kept() -> Result:
    """Share of decoded pictures nearest to a sprite of the right shape, at any turn."""
    known, made = _decoded_factors(150)
    hits = 0
    for factors, picture in zip(known, made, strict=True):
        rivals = np.tile(factors, (3 * len(TURNS), 1))
        rivals[:, 0] = np.repeat(np.arange(3), len(TURNS))
        rivals[:, 2] = np.tile(TURNS, 3)
        off = ((rendered(rivals) - picture) ** 2).sum(axis=(1, 2))
        hits += int(rivals[off.argmin(), 0] == factors[0])
    share = hits / len(known)
    return f"{share:.1%}", share >= 0.9, share < 0.9


def areas() -> Result:
    """Ink of rendered squares and ellipses against their areas."""
    worst = 0.0
    for shape, area in ((0, 13.0**2), (1, math.pi * 9.0 * 5.0)):
        for scale in (0.5, 0.8, 1.0):
            turned = np.array([[shape, scale, turn, 16.0, 16.0] for turn in TURNS])
            ink = rendered(turned).sum(axis=(1, 2))
            worst = max(worst, float(np.abs(ink / (area * scale**2) - 1.0).max()))
    return f"{worst:.2%}", worst < 0.03, worst >= 0.03


def directions() -> Result:
    """Random and principal directions are orthonormal."""
    sets = (
        orthonormal(CODES, 6, stream(0, "evidence")),
        principal(_model().codes)[1],
    )
    worst = max(float(np.abs(d @ d.T - np.eye(len(d))).max()) for d in sets)
    return f"{worst:.1e}", worst < 1e-10, worst >= 1e-10


CLAIMS = (
    Claim(
        ID,
        "Codes tell of their pictures (KL)",
        "target",
        "at least 14 nats",
        "Song, Keller, Sebe & Welling (2023), ICML, frozen autoencoder, at our scale; 1,000 unseen sprites",
        information,
    ),
    Claim(
        ID,
        "Decoded pictures resemble (entropy ratio)",
        "target",
        "at most 0.18 of the mean picture's",
        "Song, Keller, Sebe & Welling (2023), ICML, frozen autoencoder, at our scale; 1,000 unseen sprites",
        faithfulness,
    ),
    Claim(
        ID,
        "Place survives the code",
        "target",
        "at most 0.5 pixels off",
        "known factors of 1,000 unseen sprites",
        places_kept,
    ),
    Claim(
        ID,
        "Shape survives the code",
        "target",
        "at least 90 %",
        "nearest of 120 rendered rivals, 150 unseen sprites; chance 33 %",
        shapes_kept,
        seconds=2.0,
    ),
    Claim(
        ID,
        "Ink equals the area of the shape",
        "law",
        "within 3 %",
        "geometry: side 13, half axes 9 and 5 pixels",
        areas,
    ),
    Claim(
        ID,
        "Directions are orthonormal",
        "law",
        "D D^T = 1 to 1e-10",
        "algebra",
        directions,
    ),
)
