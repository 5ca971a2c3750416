"""A jump to noisy digits beside samplers that go all the way: mixtures, and what is only memory."""

from __future__ import annotations

from functools import cache

import numpy as np

from engines.errors import WeightsError
from engines.learned.generative.diffusion_digits import PIXELS
from engines.learned.generative.digits.leap import (
    EVALUATIONS,
    LOWEST,
    MEMORISING,
    LeapDigitsModel,
    denoiser,
)
from engines.learned.weights import card_of, open_model
from engines.numerics.expressway.lanes import LevelSampler
from engines.parameters.declare import parameters_model
from engines.parameters.reading import validated
from engines.protocols.check import Claim
from engines.protocols.pictures import Reader
from engines.running.randomness import stream
from engines.systems.samples.digits import grey, ink, split

ID = "dpm-ot"
MODEL, READER = "dpm-ot-digits", "digits-reader"
COUNT = 2000
TAUS = (0.2, 0.4)
PAPER = "Li et al. (2023), ICCV, DPM-OT, reduced"
Result = tuple[str, bool, bool]


@cache
def _model() -> LeapDigitsModel:
    model = open_model(card_of(MODEL))
    if not isinstance(model, LeapDigitsModel):
        raise WeightsError(f"{MODEL} is no jump to digits")
    return model


@cache
def _reader() -> Reader:
    reader = open_model(card_of(READER))
    if not isinstance(reader, Reader):
        raise WeightsError(f"{READER} reads nothing")
    return reader


@cache
def jumped(stage: str = "late", smoothing: float = 0.0) -> np.ndarray:
    """States of samples of the jump and its tail, 11 NFE, shape (2000, 64)."""
    model = _model()
    values = {"stage": stage, "smoothing": smoothing, "evaluations": EVALUATIONS}
    flow = model.flow(validated(parameters_model(MODEL, model.declared), values))
    x = flow.noise(COUNT, stream(1, "evidence jump"))
    return flow.sampled(x, np.array([0.0, 1.0]))[:, -1]


@cache
def walked(grid: str) -> np.ndarray:
    """States of samples of Euler ("Karras") or DDIM ("lam") all the way, as many NFE."""
    flow = denoiser().followed_by(
        LevelSampler("DDIM", EVALUATIONS, "Karras" if grid == "Karras" else "lam", lowest=LOWEST)
    )
    return flow.advance(flow.noise(COUNT, stream(1, "evidence walk")), 0.0, 1.0)


def mixed(pictures: np.ndarray, tau: float) -> float:
    """MMR: share of pictures, shape (n, 8, 8), that are at least two digits to a part `tau`."""
    return float((np.sort(_reader().read(pictures), axis=1)[:, -2] >= tau).mean())


def mixtures() -> Result:
    """Mode-mixture ratios of the jump, of Euler and DDIM, of test digits, and smoothed by half."""
    decode = denoiser().decode
    pictures = {
        "jump": decode(jumped()),
        "Euler": decode(walked("Karras")),
        "DDIM": decode(walked("lam")),
        "test digits": ink(split(0)[1]),
        "smoothed": decode(jumped(smoothing=0.5)),
    }
    found = {name: [mixed(p, tau) for tau in TAUS] for name, p in pictures.items()}
    text = "; ".join(f"{name} {low:.4f}, {high:.4f}" for name, (low, high) in found.items())
    strict = {name: high for name, (_, high) in found.items()}
    passed = (
        strict["jump"] <= min(strict["Euler"], strict["DDIM"])
        and strict["jump"] <= strict["test digits"] + 0.01
        and strict["smoothed"] >= 2.0 * strict["jump"]
        and strict["smoothed"] > 0.0
    )
    return text, passed, not passed


def nearest(states: np.ndarray) -> float:
    """Median distance from the nearest digit learned from, in pixels of ink -1 to 1."""
    known = grey(split(0)[0]).reshape(-1, PIXELS).astype(np.float64) - denoiser().mean
    square = (states**2).sum(axis=1)[:, None] + (known**2).sum(axis=1) - 2.0 * states @ known.T
    return float(np.median(np.sqrt(np.maximum(square.min(axis=1), 0.0))))


def honesty() -> Result:
    """How near samples are to what was learned, and whether the model says so where it must."""
    test = nearest(grey(split(0)[1]).reshape(-1, PIXELS).astype(np.float64) - denoiser().mean)
    found = {name: nearest(jumped(name)) for name in ("late", "early")}
    ddim = nearest(walked("lam"))
    words = ", ".join(f"{name} {value:.2f}" for name, value in found.items())
    said = any(note.startswith("memorising") for note in _model().notes)
    must = min(found.values()) < MEMORISING * test
    verdict = "memorising, and it says so" if said else "it says nothing of memory"
    return f"{words}, DDIM {ddim:.2f}, test digits {test:.2f}: {verdict}", said == must, False


CLAIMS = (
    Claim(
        ID,
        "Digits at 11 NFE: share read as two digits to 0.2, to 0.4",
        "target",
        "to 0.4: no more than Euler and DDIM, at most 0.01 over test digits; smoothed by half, "
        "twice as many",
        f"{PAPER}; 2,000 samples, the shipped reader of digits",
        mixtures,
        seconds=6.0,
    ),
    Claim(
        ID,
        "Digits: median distance from the nearest digit learned",
        "law",
        "below a quarter of that of test digits it must say memorising",
        "small noise at the jump makes the map a lookup",
        honesty,
        seconds=3.0,
    ),
)
