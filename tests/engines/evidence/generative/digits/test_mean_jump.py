from __future__ import annotations

import pytest

from engines.evidence.generative.digits import mean_jump
from engines.evidence.generative.digits.mean_jump import CLAIMS, ID


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.check)
def test_the_jump_meets_its_claims(claim, monkeypatch):
    monkeypatch.setattr(mean_jump, "COUNT", 150)
    text, passed, behind = claim.measure()
    assert passed, f"{text}, must be {claim.must}"
    assert not behind


def test_every_claim_names_its_source_and_its_preset():
    assert all(claim.id == ID and claim.source and claim.must for claim in CLAIMS)
