from __future__ import annotations

import numpy as np
import pytest

from engines.evidence.generative.digits import pictures
from engines.evidence.generative.digits.pictures import CLAIMS, ID, parted, told_by


@pytest.mark.parametrize("claim", [c for c in CLAIMS if not c.full], ids=lambda c: c.check)
def test_the_shipped_digits_meet_their_claims(claim, monkeypatch):
    monkeypatch.setattr(pictures, "NODES", 16)
    text, passed, behind = claim.measure()
    assert passed or claim.attempts, f"{text}, must be {claim.must}"
    assert not behind


def test_every_claim_names_its_source_and_its_preset():
    assert all(claim.id == ID and claim.source and claim.must for claim in CLAIMS)
    assert len({claim.check for claim in CLAIMS}) == len(CLAIMS)


def test_nodes_beside_another_kind_are_on_a_border():
    kinds = np.array([[0, 0, 1], [0, 0, 1], [0, 0, 0]])
    np.testing.assert_array_equal(
        parted(kinds), [[False, True, True], [False, True, True], [False, False, True]]
    )


def test_values_tell_all_or_nothing():
    marked = np.array([True, True, False, False])
    assert told_by(np.array([3.0, 2.0, 1.0, 0.0]), marked) == 1.0
    assert told_by(np.array([3.0, 0.0, 2.0, 1.0]), marked) == 0.5
