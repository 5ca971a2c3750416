from __future__ import annotations

import pytest

from engines.evidence.generative import pfgm_plus_plus as evidence
from engines.evidence.running import measured

QUICK = [claim for claim in evidence.CLAIMS if not claim.full]


@pytest.mark.parametrize("claim", QUICK, ids=lambda c: c.check)
def test_what_holds_exactly_for_charges_holds(claim):
    check = measured(claim)
    assert check.passed, f"{check.measured}, must be {check.must}"


@pytest.mark.parametrize("hidden", [2.0, 128.0])
def test_samples_fall_back_on_the_clouds_in_equal_shares(hidden):
    off, lost, apart = evidence.generated(hidden, 1000, 80)
    assert off < 0.05
    assert lost < 0.01
    assert apart < 3.0
