from __future__ import annotations

import pytest

from engines.evidence.generative import dpm_ot as evidence
from engines.evidence.running import measured

QUICK = [claim for claim in evidence.CLAIMS if not claim.full]


@pytest.mark.parametrize("claim", QUICK, ids=lambda c: c.check)
def test_what_a_jump_must_do_it_does(claim):
    check = measured(claim)
    assert check.passed, f"{check.measured}, must be {check.must}"


def test_more_steps_of_euler_leave_less_between_modes():
    shares = [evidence.euler(steps, 2000) for steps in (5, 20)]
    assert shares[0] > 3.0 * shares[1]
