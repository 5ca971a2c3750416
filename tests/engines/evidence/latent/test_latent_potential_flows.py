from __future__ import annotations

import pytest

from engines.evidence.latent.latent_potential_flows import CLAIMS, ID


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.check)
def test_the_shipped_potentials_meet_their_claim_or_it_says_what_was_tried(claim):
    text, passed, behind = claim.measure()
    assert not behind, f"{text}, must be {claim.must}"
    assert passed or claim.attempts, f"{text}, must be {claim.must}"


def test_every_claim_names_its_source_and_its_preset():
    assert all(claim.id == ID and claim.source and claim.must for claim in CLAIMS)
    assert len({claim.check for claim in CLAIMS}) == len(CLAIMS)
