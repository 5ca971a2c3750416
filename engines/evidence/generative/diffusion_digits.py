"""Four networks that were judged by different errors and must have learned one flow: digits."""

from __future__ import annotations

import itertools
from functools import cache

import numpy as np

from engines.instruments.distance.frechet import frechet_distance
from engines.learned.generative.diffusion_digits import PIXELS, DigitsFlow, DigitsModel
from engines.learned.nets.denoiser import HEADS
from engines.learned.weights import card_of, open_model
from engines.parameters.declare import parameters_model
from engines.parameters.reading import validated
from engines.protocols.check import Claim
from engines.running.randomness import stream
from engines.systems.samples.digits import grey, labels, split

ID = "diffusion-principles"
MODEL = "diffusion-digits"
COUNT = 1000
Result = tuple[str, bool, bool]


@cache
def _flow(head: str) -> DigitsFlow:
    model = open_model(card_of(MODEL))
    if not isinstance(model, DigitsModel):
        raise TypeError(f"{MODEL} is no denoiser of digits")
    values = validated(parameters_model(MODEL, model.declared), {"head": head})
    return model.flow(values)


@cache
def _made(head: str) -> np.ndarray:
    noise = stream(1, "evidence digits").standard_normal((COUNT, PIXELS))
    return _flow(head).advance(noise, 0.0, 1.0)


def correlation(first: np.ndarray, second: np.ndarray) -> float:
    """Mean over pictures, shape (n, pixels), of the correlation of their pixels."""
    a, b = (part - part.mean(axis=1, keepdims=True) for part in (first, second))
    norm = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    return float(((a * b).sum(axis=1) / norm).mean())


def one_flow() -> Result:
    """From the same noise, each pair of networks: how alike their pictures are."""
    mean = _flow("v").mean
    found = {
        f"{a}, {b}": correlation(_made(a) + mean, _made(b) + mean)
        for a, b in itertools.combinations(HEADS, 2)
    }
    lowest = min(found, key=lambda pair: found[pair])
    text = f"lowest {found[lowest]:.3f} ({lowest}), highest {max(found.values()):.3f}"
    text = f"{text}; {histograms()}; {gaps()}"
    return text, found[lowest] >= 0.8, found[lowest] < 0.8


def _classes(pictures: np.ndarray) -> np.ndarray:
    """Share of each digit among pictures, by the nearest mean picture of the training digits."""
    train = split(0)[0]
    known, which = grey(train).reshape(-1, PIXELS), labels(train)
    means = np.stack([known[which == digit].mean(axis=0) for digit in range(10)])
    away = ((pictures[:, None, :] - means) ** 2).sum(axis=2)
    return np.bincount(away.argmin(axis=1), minlength=10) / len(pictures)


def histograms() -> str:
    """Largest difference of the shares of a digit between two networks, and from the data."""
    mean = _flow("v").mean
    shares = np.stack([_classes(_made(head) + mean) for head in HEADS])
    data = _classes(grey(split(0)[0]).reshape(-1, PIXELS))
    between = float(np.ptp(shares, axis=0).max())
    beside = float(np.abs(shares - data).max())
    return f"shares {between:.3f} between two, {beside:.3f} from the data"


def gaps() -> str:
    """Frechet distance of normal fits: samples to training pixels, beside test to training."""
    train, test = (grey(rows).reshape(-1, PIXELS).astype(float) for rows in split(0))
    mean = _flow("v").mean
    words = [f"{head} {frechet_distance(_made(head) + mean, train):.2f}" for head in HEADS]
    floor = frechet_distance(test, train)
    return f"Frechet {', '.join(words)}, test digits {floor:.2f}"


CLAIMS = (
    Claim(
        ID,
        "Digits: four networks, same noise: correlation of pixels",
        "target",
        "at least 0.8 for each pair; shares of the ten and Frechet distances without a bound",
        "Lai et al. (2025): noise, data, velocity and score are one field; 1,000 pictures",
        one_flow,
        seconds=5.0,
        attempts="networks that put out noise or score without preconditioning: 0.397, their clean "
        "pictures without bounds where there is little signal; one preconditioned network judged "
        "by four errors is shipped. Judged by its score it sees little of the noisy end: its "
        "shares and its Frechet distance are the worst",
    ),
)
