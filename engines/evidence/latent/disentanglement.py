"""What scores of disentanglement must say of codes that are known, and what they say of ours."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from engines.instruments.disentanglement.dci import dci
from engines.instruments.disentanglement.factor_vae import factor_vae_score
from engines.instruments.disentanglement.mutual_information import mutual_information_gaps
from engines.learned.latent.sprites_reader import SpritesReaderModel, truth, turns
from engines.learned.weights import card_of, open_model
from engines.protocols.check import Claim
from engines.running.randomness import stream
from engines.systems.samples.sprites import COUNT, SIZES, factors_of, rendered

ID = "latent-potential-flows"
DEFINITION = "by definition; Chen et al. (2018), Kim & Mnih (2018), Eastwood & Williams (2018)"
CODES = 10_000
FOREST = 3000  # of them for the forests
UNSEEN = 60_000  # of the seeded order of sprites, the first so many were learned from
Result = tuple[str, bool, bool]


@cache
def _values() -> np.ndarray:
    """Places of the five factors of random sprites."""
    draw = stream(0, "evidence codes")
    return np.stack([draw.integers(0, size, CODES) for size in SIZES], axis=1)


def _scores(codes: np.ndarray, values: np.ndarray) -> tuple[float, float, float]:
    forest = dci(codes[:FOREST], values[:FOREST])
    gaps = mutual_information_gaps(codes, values)
    return float(gaps.mean()), factor_vae_score(codes, values), forest.disentanglement


def _text(scores: tuple[float, ...]) -> str:
    return ", ".join(f"{score:.3f}" for score in scores)


def perfect_code() -> Result:
    """MIG, FactorVAE score and DCI of a code that is the factors."""
    scores = _scores(_values().astype(float), _values())
    passed = all(abs(score - 1.0) <= 0.05 for score in scores)
    return _text(scores), passed, not passed


def random_code() -> Result:
    """MIG of a code that has nothing to do with the factors, and the FactorVAE score."""
    codes = stream(0, "evidence noise").standard_normal((CODES, 12))
    gap = float(mutual_information_gaps(codes, _values()).mean())
    vote = factor_vae_score(codes, _values())
    passed = gap < 0.02 and vote < 0.3
    return f"{gap:.4f}, {vote:.3f}", passed, not passed


def rotated_code() -> Result:
    """MIG, FactorVAE score and DCI of x and y turned into each other by an eighth of a turn."""
    two = _values()[:, 3:]
    scaled = (two - two.mean(axis=0)) / two.std(axis=0)
    codes = scaled @ np.array([[1.0, 1.0], [1.0, -1.0]]) / math.sqrt(2.0)
    scores = _scores(codes, two)
    passed = scores[0] < 0.2
    return _text(scores), passed, not passed


def reader() -> Result:
    """Errors of the reader of sprites on pictures it never saw: shape, place, size, turn."""
    model = open_model(card_of("sprites-reader"))
    if not isinstance(model, SpritesReaderModel):
        raise TypeError("sprites-reader reads no sprites")
    order = stream(int(model.card.training["seed"]), "sprites").permutation(COUNT)
    factors = factors_of(order[UNSEEN : UNSEEN + 500])
    readings = model.read(rendered(factors))
    off = readings - truth(factors)
    wrong = float((readings[:, :3].argmax(axis=1) != factors[:, 0]).mean())
    place = float(np.sqrt((off[:, 6:] ** 2).sum(axis=1).mean()))
    scale = float(np.sqrt((off[:, 3] ** 2).mean()))
    period = 2.0 * math.pi / np.array([4, 2, 1])[factors[:, 0].astype(int)]
    turned = (turns(readings) - factors[:, 2]) % period
    share = float((np.minimum(turned, period - turned) / period).mean())
    text = f"{wrong:.1%} wrong, {place:.2f} pixels, {scale:.3f}, {share:.1%} of the period"
    passed = wrong <= 0.01 and place <= 0.3 and scale <= 0.02 and share <= 0.02
    return text, passed, not passed


CLAIMS = (
    Claim(
        ID,
        "Scores of a code that is the factors: MIG, FactorVAE, DCI",
        "law",
        "1, 1, 1 within 0.05",
        DEFINITION,
        perfect_code,
        seconds=3.0,
    ),
    Claim(
        ID,
        "Scores of a random code: MIG, FactorVAE",
        "law",
        "under 0.02; under 0.3, chance 0.2",
        DEFINITION,
        random_code,
    ),
    Claim(
        ID,
        "Scores of two factors turned by 45 degrees: MIG, FactorVAE, DCI",
        "law",
        "MIG under 0.2",
        DEFINITION,
        rotated_code,
        seconds=2.0,
    ),
    Claim(
        ID,
        "The reader reads shape, place, size and turn",
        "target",
        "1 % wrong, 0.3 pixels, 0.02, 2 % of the period at most",
        "known factors of 500 unseen sprites; chance 67 %, 25 % of the period",
        reader,
    ),
)
