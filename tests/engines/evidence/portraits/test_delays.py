from __future__ import annotations

import math

import numpy as np
import pytest

from engines.evidence.portraits import delays
from engines.evidence.running import measured


@pytest.mark.parametrize("claim", delays.CLAIMS, ids=lambda c: f"{c.id}: {c.check}")
def test_what_remembers_does_what_is_known_of_it(claim):
    check = measured(claim)
    assert check.passed, f"{check.measured}, must be {check.must}"
    assert check.source


def test_a_rhythm_is_read_off_its_samples():
    t = 0.1 * np.arange(30)
    found = delays.rhythm(np.exp(-0.2 * t) * np.cos(1.3 * t + 0.4), 0.1)
    assert found.real == pytest.approx(-0.2, abs=1e-10)
    assert abs(found.imag) == pytest.approx(1.3, abs=1e-10)


def test_the_other_integrator_is_right_itself():
    assert delays.stepped(lambda t, x, past: -past, 1.0, 1.0, 2.0) == pytest.approx(-0.5, abs=1e-11)
    assert delays.stepped(lambda t, x, past: -x, 2.0, 1.0, 3.0) == pytest.approx(
        2.0 * math.exp(-3.0), abs=1e-11
    )
