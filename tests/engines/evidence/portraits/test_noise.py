from __future__ import annotations

import math

import pytest

from engines.evidence.portraits import noise
from engines.evidence.running import measured


@pytest.mark.parametrize("claim", noise.CLAIMS, ids=lambda c: f"{c.id}: {c.check}")
def test_noise_does_what_is_known_of_it(claim):
    check = measured(claim)
    assert check.passed, f"{check.measured}, must be {check.must}"
    assert check.source


def test_the_mean_passage_closes_in_on_kramers_as_the_noise_fades():
    off = []
    for strength in (0.5, 0.35, 0.25):
        # sqrt(|U''(-1) U''(0)|)/(2 pi) exp(-2 (U(0) - U(-1))/s^2) hops per unit of time
        kramers = 2.0 * math.pi / math.sqrt(2.0) * math.exp(0.5 / strength**2)
        off.append(abs(noise.mean_passage(-1.0, 1.0, strength) / kramers - 1.0))
    assert off[2] < off[1] < off[0]
    assert off[2] < 0.12
