from __future__ import annotations

import pytest

from engines.evidence.latent.digits import CLAIMS, ID

QUICK = [claim for claim in CLAIMS if not claim.full]


@pytest.mark.parametrize("claim", QUICK, ids=lambda claim: claim.check)
def test_a_claim_holds_and_does_not_fall_behind(claim):
    text, passed, behind = claim.measure()
    assert passed or claim.kind == "target", f"{text}, must be {claim.must}"
    assert not behind, text


def test_every_claim_names_its_source_and_its_preset():
    assert all(claim.id == ID and claim.source and claim.must for claim in CLAIMS)
    assert len({claim.check for claim in CLAIMS}) == len(CLAIMS)
