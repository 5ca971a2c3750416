from __future__ import annotations

import numpy as np
import pytest

from engines.evidence.generative.diffusion_digits import CLAIMS, ID, correlation


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.check)
def test_the_shipped_digits_meet_their_claims(claim):
    text, passed, behind = claim.measure()
    assert passed, f"{text}, must be {claim.must}"
    assert not behind


def test_every_claim_names_its_source_and_its_preset():
    assert all(claim.id == ID and claim.source and claim.must for claim in CLAIMS)
    assert len({claim.check for claim in CLAIMS}) == len(CLAIMS)


def test_alike_is_alike():
    points = np.random.default_rng(0).standard_normal((4000, 5))
    assert correlation(points, 3.0 * points + 1.0) == pytest.approx(1.0)
    assert correlation(points, points[::-1]) == pytest.approx(0.0, abs=0.05)
