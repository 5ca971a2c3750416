from __future__ import annotations

import numpy as np
import pytest

from engines.evidence.generative.diffusion_principles import CLAIMS, ID, TWO, farthest_share


@pytest.mark.parametrize("claim", [c for c in CLAIMS if not c.full], ids=lambda c: c.check)
def test_a_law_holds(claim):
    text, passed, behind = claim.measure()
    assert passed, f"{text}, must be {claim.must}"
    assert not behind


def test_every_claim_names_its_source_and_its_preset():
    assert all(claim.id == ID and claim.source and claim.must for claim in CLAIMS)
    assert len({claim.check for claim in CLAIMS}) == len(CLAIMS)


def test_the_distance_of_shares_sees_a_shift():
    points = TWO.drawn(20_000, np.random.default_rng(0))
    assert farthest_share(points) < 0.012
    assert farthest_share(points + 0.1) > 0.05
