"""Digits without a teacher: one jump along a learned mean velocity beside one step of Euler."""

from __future__ import annotations

import numpy as np

from engines.evidence.generative.digits.pictures import opened
from engines.instruments.distance.frechet import frechet_distance
from engines.learned.generative.digits.meanflow import MeanFlowDigits, MeanFlowDigitsModel
from engines.protocols.check import Claim
from engines.running.randomness import stream
from engines.systems.samples.digits import about_mean, split

ID, MODEL = "digits-without-a-teacher", "meanflow-digits"
COUNT = 300
Result = tuple[str, bool, bool]


def beside_one_step() -> Result:
    """Frechet distances to the digits: one jump, and one step along the network's own velocity."""
    model = opened(MODEL)
    if not isinstance(model, MeanFlowDigitsModel):
        raise TypeError(f"{MODEL} is no mean velocity of digits")
    known, _ = about_mean(split(0)[0])
    flow = MeanFlowDigits(model.arrays)
    noise = flow.noise(COUNT, stream(3, "evidence mean jump"))
    jump = flow.advance(noise, 0.0, 1.0)
    step = noise + flow.mean(noise, 0.0, 0.0)
    gaps = [frechet_distance(x, np.asarray(known)) for x in (jump, step)]
    passed = gaps[0] <= 0.5 * gaps[1]
    return f"{gaps[0]:.2f}, one step {gaps[1]:.2f}", passed, not passed


CLAIMS = (
    Claim(
        ID,
        "One jump beside one step of Euler: Frechet distance to the digits",
        "target",
        "at most half of that of one step along the same network's velocity",
        "Geng et al. (2025), arXiv:2505.13447, at our scale; 300 pictures, the same noise",
        beside_one_step,
        seconds=1.0,
    ),
)
