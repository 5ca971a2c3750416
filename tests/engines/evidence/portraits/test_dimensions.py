from __future__ import annotations

import pytest

from engines.evidence.portraits import dimensions
from engines.evidence.running import measured

QUICK = [claim for claim in dimensions.CLAIMS if not claim.full]


@pytest.mark.parametrize("claim", QUICK, ids=lambda c: f"{c.id}: {c.check}")
def test_dimensions_are_those_of_the_literature(claim):
    check = measured(claim)
    assert check.passed or claim.kind == "target", f"{check.measured}, must be {check.must}"
    assert not check.behind
    assert check.source


def test_a_curve_is_not_taken_for_a_plane():
    assert not dimensions._set_near(2.0, 0.1, dimensions.circle)()[1]


def test_what_follows_no_power_proves_nothing():
    assert not dimensions._text(None, 1.0, 10.0)[1]
