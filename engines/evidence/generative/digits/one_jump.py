"""Digits in one jump: a learned map beside one step of the network it was distilled from."""

from __future__ import annotations

import numpy as np

from engines.evidence.generative.digits.pictures import opened, shipped
from engines.instruments.distance.frechet import frechet_distance
from engines.learned.generative.digits.consistency import ConsistencyDigits, ConsistencyDigitsModel
from engines.numerics.diffusion.generation import Sampler
from engines.protocols.check import Claim
from engines.running.randomness import stream
from engines.systems.samples.digits import grey, split

ID, MODEL = "digits-in-one-jump", "consistency-digits"
COUNT = 300
Result = tuple[str, bool, bool]


def beside_one_step() -> Result:
    """Relative distance to the ends of 40 steps from the same noise, and Frechet distances."""
    model, teacher = opened(MODEL), shipped()
    if not isinstance(model, ConsistencyDigitsModel):
        raise TypeError(f"{MODEL} is no map to digits")
    spread = float(model.card.sizes["spread"])
    noise = teacher.noise(COUNT, stream(3, "evidence one jump"))
    end = teacher.advance(noise, 0.0, 1.0)
    jump = ConsistencyDigits(model.arrays, spread).advance(noise, 0.0, 1.0)
    step = teacher.followed_by(Sampler("DPM++2M", 1)).advance(noise, 0.0, 1.0)
    known = grey(split(0)[0]).reshape(-1, end.shape[1]).astype(float) - teacher.mean
    size = np.linalg.norm(end, axis=1)
    far = [float((np.linalg.norm(x - end, axis=1) / size).mean()) for x in (jump, step)]
    gaps = [frechet_distance(x, known) for x in (jump, step, end)]
    text = (
        f"{far[0]:.2f}, one step {far[1]:.2f}; Frechet {gaps[0]:.2f}, one step {gaps[1]:.2f}, "
        f"40 steps {gaps[2]:.2f}"
    )
    passed = far[0] <= 0.6 * far[1] and gaps[0] <= 0.25 * gaps[1]
    return text, passed, not passed


CLAIMS = (
    Claim(
        ID,
        "One jump beside one step: distance to the ends of 40 steps",
        "target",
        "at most 0.6 of that of one step; Frechet distance at most a quarter",
        "Song et al. (2023), arXiv:2303.01469, at our scale; 300 pictures, the same noise",
        beside_one_step,
        seconds=2.0,
    ),
)
