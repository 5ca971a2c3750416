from __future__ import annotations

import numpy as np
import pytest

from engines.evidence.generative.figures.transfer import CLAIMS, ID, moments


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.check)
def test_the_shipped_transfer_meets_its_claims(claim):
    text, passed, behind = claim.measure()
    assert passed or claim.attempts, f"{text}, must be {claim.must}"
    assert not behind


def test_every_claim_names_its_source_and_its_preset():
    assert all(claim.id == ID and claim.source and claim.must for claim in CLAIMS)
    assert len({claim.check for claim in CLAIMS}) == len(CLAIMS)


def test_the_centre_of_a_spot_is_where_it_is():
    spot = np.zeros((1, 5, 6))
    spot[0, 2:4, 4] = 0.5
    np.testing.assert_allclose(moments(spot), [[1.0, 2.5, 4.0]])
