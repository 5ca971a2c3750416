from __future__ import annotations

import pytest

from engines.evidence.portraits.continuation import CLAIMS


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.id}: {claim.check}")
def test_what_is_claimed_holds(claim):
    text, passed, behind = claim.measure()
    assert passed, text
    assert not behind
