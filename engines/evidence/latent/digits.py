"""Whether autoencoders of coloured digits tell of digits they never saw, and how these change."""

from __future__ import annotations

from functools import cache

import numpy as np

from engines.instruments.disentanglement.equivariance import equivariance_errors
from engines.learned.latent.digits_equivariant import WAYS, DigitsEquivariantModel
from engines.learned.latent.digits_vae import DigitsVaeModel
from engines.learned.weights import card_of, open_model
from engines.protocols.check import Claim
from engines.running.randomness import stream
from engines.systems.samples.digits import coloured, factors_of, split, triples

ID = "coloured-digits"
PAPER = "Song, Keller, Sebe & Welling (2023), ICML, section 3.3, at our scale"
STEPS, LONGEST = 4, 5
EACH = 150  # sequences of each transformation
FITTED = 300
Result = tuple[str, bool, bool]


@cache
def _models() -> tuple[DigitsEquivariantModel, DigitsVaeModel]:
    model, frozen = (open_model(card_of(f"digits-{name}")) for name in ("equivariant", "vae"))
    if not isinstance(model, DigitsEquivariantModel) or not isinstance(frozen, DigitsVaeModel):
        raise TypeError("digits-equivariant and digits-vae are no autoencoders of digits")
    return model, frozen


def _sequences(part: int, each: int) -> np.ndarray:
    """x_0, x_4, x_5 of digits that were learned from (part 0) or not (1), (3, 3 each, 3, 16, 16)."""
    digits = split(int(_models()[0].card.training["seed"]))[part]
    which, factors = triples(digits, each, STEPS, LONGEST, stream(part, "evidence digits"))
    pictures = coloured(which.ravel(), factors.reshape(-1, 3))
    return pictures.reshape(3, 3 * each, *pictures.shape[1:])


@cache
def errors() -> np.ndarray:
    """Mean squared error of pixels after four steps, shape (3, 3).

    Rows: carried by the potential of scale, turn and hue; left where they are; in the autoencoder
    without potentials, moved by the best constant direction of each.
    """
    model, frozen = _models()
    known = _sequences(0, FITTED)
    moves = frozen.encode(known[1]) - frozen.encode(known[0])
    along = moves.reshape(len(WAYS), FITTED, -1).mean(axis=1)
    first, wanted, _ = _sequences(1, EACH)
    ways = np.repeat(np.arange(len(WAYS)), EACH)
    codes = model.encode(first)
    moved = [model.moved(codes[ways == k], k, STEPS) for k in range(len(WAYS))]
    arms = (
        model.decode(np.concatenate(moved)),
        model.decode(codes),
        frozen.decode(frozen.encode(first) + along[ways]),
    )
    return np.stack([equivariance_errors(arm, wanted, ways, len(WAYS)) for arm in arms])


def _against(row: int, most: float) -> Result:
    found = errors()
    ratio = float(found[0].mean() / found[row].mean())
    pairs = zip(WAYS, found[0] / found[row], strict=True)
    each = ", ".join(f"{name} {share:.2f}" for name, share in pairs)
    return f"{ratio:.2f} ({each})", ratio <= most, ratio > most


def against_rest() -> Result:
    """Error of carried pictures over that of pictures left as they are."""
    return _against(1, 0.5)


def against_directions() -> Result:
    """Error of carried pictures over that of the best constant direction of each factor."""
    return _against(2, 0.8)


def alive() -> Result:
    """Squared error of decoded pictures over their variance, with and without potentials."""
    digits = split(0)[1]
    draw = stream(2, "evidence digits")
    places = draw.integers(0, 9, (400, 3))
    pictures = coloured(digits[draw.integers(0, len(digits), 400)], factors_of(places))
    spread = float(((pictures - pictures.mean(axis=0)) ** 2).mean())
    shares = [
        float(((model.decode(model.encode(pictures)) - pictures) ** 2).mean()) / spread
        for model in _models()
    ]
    passed = max(shares) <= 0.25
    return ", ".join(f"{share:.3f}" for share in shares), passed, not passed


CLAIMS = (
    Claim(
        ID,
        "Digits with potentials: error after four steps over that of no motion",
        "target",
        "mean of scale, turn and hue at most 0.5",
        f"{PAPER}; {EACH} sequences of unseen digits for each",
        against_rest,
        seconds=2.0,
    ),
    Claim(
        ID,
        "Digits with potentials: error after four steps over that of the best straight direction",
        "target",
        "mean of scale, turn and hue at most 0.8",
        f"{PAPER}; fitted by least squares in the autoencoder without potentials",
        against_directions,
    ),
    Claim(
        ID,
        "Digits resemble what they are decoded from: squared error over variance",
        "target",
        "with and without potentials at most 0.25",
        "400 pictures of unseen digits",
        alive,
    ),
)
