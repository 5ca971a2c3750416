from __future__ import annotations

import numpy as np
import pytest

from engines.evidence.generative import dpm_ot_digits as evidence
from engines.evidence.running import measured
from engines.systems.samples.digits import ink, split


@pytest.mark.parametrize("claim", evidence.CLAIMS, ids=lambda c: c.check)
def test_what_a_jump_to_digits_must_do_it_does(claim):
    check = measured(claim)
    assert check.passed, f"{check.measured}, must be {check.must}"


def test_pictures_of_two_digits_at_once_are_mixed():
    test = ink(split(0)[1])
    both = 0.5 * (test[:-1] + test[1:])
    assert evidence.mixed(both, 0.2) > 3.0 * evidence.mixed(test, 0.2)
    assert evidence.mixed(np.concatenate([test, both]), 0.4) < evidence.mixed(both, 0.2)
