"""Digits that were wished for: are they what was wished, and how many there still are of each."""

from __future__ import annotations

from functools import cache

import numpy as np

from engines.evidence.generative.digits.pictures import opened, reader
from engines.learned.generative.digits.by_class import CLASSES, DigitsByClassModel, wishing
from engines.protocols.check import Claim
from engines.running.randomness import stream
from engines.systems.samples.digits import ink, labels, split

ID = "digits-by-class"
EACH = 50
WEIGHTS = (0.0, 1.0, 3.0)
Result = tuple[str, bool, bool]


@cache
def made(w: float, each: int) -> np.ndarray:
    """Pictures of each digit, shape (10, each, 8, 8), with this weight of guidance."""
    model = opened(ID)
    if not isinstance(model, DigitsByClassModel):
        raise TypeError(f"{ID} knows no wishes")
    spread, found = float(model.card.sizes["spread"]), []
    for digit in range(CLASSES):
        flow = wishing(model.arrays, spread, digit, w)
        noise = flow.noise(each, stream(5, f"evidence {digit}"))
        found.append(flow.decode(flow.advance(noise, 0.0, 1.0)))
    return np.stack(found)


def read_right() -> Result:
    """Share of pictures read as the digit that was wished for."""
    shares = []
    for w in WEIGHTS:
        pictures = made(w, EACH)
        kinds = reader().classes(pictures.reshape(-1, *pictures.shape[2:])).reshape(CLASSES, -1)
        shares.append(float((kinds == np.arange(CLASSES)[:, None]).mean()))
    text = ", ".join(f"w = {w:g}: {s:.3f}" for w, s in zip(WEIGHTS, shares, strict=True))
    passed = shares[1] >= 0.95 and shares[1] >= shares[0]
    return text, passed, not passed


def still_many() -> Result:
    """Standard deviation of a pixel within a digit, in units of that of the data."""
    rows = split(0)[0]
    known, which = ink(rows), labels(rows)
    data = np.mean([known[which == d].std(axis=0).mean() for d in range(CLASSES)])
    shares = [float(made(w, EACH).std(axis=1).mean() / data) for w in WEIGHTS]
    text = ", ".join(f"w = {w:g}: {s:.2f}" for w, s in zip(WEIGHTS, shares, strict=True))
    return text, shares[1] >= 0.6, shares[1] < 0.6


CLAIMS = (
    Claim(
        ID,
        "Pictures are read as the digit that was wished for",
        "target",
        "at least 0.95 with w = 1, and no fewer than with w = 0",
        "Ho & Salimans (2022), arXiv:2207.12598, at our scale; 50 of each digit",
        read_right,
        seconds=3.0,
    ),
    Claim(
        ID,
        "Guidance leaves variety: spread within a digit over the data's",
        "target",
        "at least 0.6 with w = 1",
        "50 of each digit; standard deviation of a pixel",
        still_many,
        seconds=3.0,
    ),
)
