from __future__ import annotations

import pytest

from engines.evidence.transport.jet import CLAIMS, MISSED

QUICK = [claim for claim in CLAIMS if not claim.full]
SLOW = ("momentum barriers", "contrast")  # they run in `separatrix verify`


@pytest.mark.parametrize(
    "claim",
    [claim for claim in QUICK if claim.kind == "law" and not claim.check.startswith(SLOW)],
    ids=lambda claim: claim.check,
)
def test_what_is_called_a_law_holds_on_the_shipped_jet(claim) -> None:  # type: ignore[no-untyped-def]
    said, passed, behind = claim.measure()
    assert passed, said
    assert not behind


@pytest.mark.parametrize("claim", [c for c in QUICK if c.kind == "target"], ids=lambda c: c.check)
def test_a_missed_target_says_what_was_tried_and_is_not_behind(claim) -> None:  # type: ignore[no-untyped-def]
    said, passed, behind = claim.measure()
    assert not passed, f"{said}: no longer missed, make it a law"
    assert not behind
    assert claim.attempts


def test_every_claim_is_made_of_the_shipped_jet_and_of_others_with_one_bound() -> None:
    checks = {claim.check for claim in QUICK}
    assert set(MISSED) <= checks
    anew = {claim.check.partition(";")[0]: claim for claim in CLAIMS if claim.full}
    for claim in QUICK[1:]:
        assert anew[claim.check].must == claim.must
