from __future__ import annotations

import pytest

from engines.evidence.portraits import volumes
from engines.evidence.running import measured

QUICK = [claim for claim in volumes.CLAIMS if not claim.full]


@pytest.mark.parametrize("claim", QUICK, ids=lambda c: f"{c.id}: {c.check}")
def test_volumes_and_neighbours_behave_as_published(claim):
    check = measured(claim)
    assert check.passed, f"{check.measured}, must be {check.must}"
    assert check.source


def test_a_wrong_rate_of_shrinking_is_noticed():
    _, passed, _ = volumes._shrinking("duffing", -0.31, 2.0)
    assert not passed
