from __future__ import annotations

import pytest

from engines.evidence.latent.told_apart import CLAIMS, ID, variation

QUICK = [claim for claim in CLAIMS if not claim.full]


@pytest.mark.parametrize("claim", QUICK, ids=lambda c: c.check)
def test_no_claim_is_behind_and_a_missed_one_says_what_was_tried(claim):
    text, passed, behind = claim.measure()
    assert not behind, f"{text}, must be {claim.must}"
    assert passed or claim.attempts


def test_what_takes_minutes_is_left_to_a_full_run():
    assert all(claim.full == (claim.seconds > 10.0) for claim in CLAIMS)
    assert all(claim.id == ID and claim.source and claim.must for claim in CLAIMS)


def test_random_ways_are_told_apart_better_than_by_chance():
    assert variation("random", 0, 0.5, 300, 80) > 1.5 / 6
