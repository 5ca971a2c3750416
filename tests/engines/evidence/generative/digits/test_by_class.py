from __future__ import annotations

import pytest

from engines.evidence.generative.digits import by_class
from engines.evidence.generative.digits.by_class import CLAIMS, ID


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.check)
def test_digits_on_demand_meet_their_claims(claim, monkeypatch):
    monkeypatch.setattr(by_class, "EACH", 12)
    text, passed, behind = claim.measure()
    assert passed, f"{text}, must be {claim.must}"
    assert not behind


def test_every_claim_names_its_source_and_its_preset():
    assert all(claim.id == ID and claim.source and claim.must for claim in CLAIMS)
