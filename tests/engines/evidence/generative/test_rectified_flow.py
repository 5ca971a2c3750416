from __future__ import annotations

import pytest

from engines.evidence.generative.rectified_flow import CLAIMS, ID


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.check)
def test_the_shipped_model_meets_its_claim(claim):
    text, passed, behind = claim.measure()
    assert passed, f"{text}, must be {claim.must}"
    assert not behind


def test_every_claim_names_its_source_and_its_preset():
    assert all(claim.id == ID and claim.source and claim.must for claim in CLAIMS)
    assert len({claim.check for claim in CLAIMS}) == len(CLAIMS)
