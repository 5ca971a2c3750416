from __future__ import annotations

import pytest

from engines.evidence.generative.interpolants import exact as evidence
from engines.evidence.running import measured


@pytest.mark.parametrize("claim", evidence.CLAIMS[2:], ids=lambda c: c.check)
def test_what_holds_exactly_for_bridges_holds(claim):
    check = measured(claim)
    assert check.passed, f"{check.measured}, must be {check.must}"


def test_with_few_steps_the_law_at_the_end_is_missed_and_that_is_seen():
    words, passed, _ = evidence.marginals(steps=6)
    assert not passed
    assert words.startswith("KS ")
