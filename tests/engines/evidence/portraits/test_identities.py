from __future__ import annotations

from dataclasses import replace

import pytest

from engines.evidence.portraits import identities
from engines.evidence.running import measured
from engines.evidence.shipped import system


@pytest.mark.parametrize("claim", identities.CLAIMS, ids=lambda c: c.check)
def test_identities_hold_for_every_system_that_was_measured(claim):
    check = measured(claim)
    assert check.passed, f"{check.measured}, must be {check.must}"
    assert int(check.measured.split()[0]) >= 150


def _changed(**numbers):
    lorenz = system("lorenz-1963")
    computed = replace(lorenz.catalogued.computed, **numbers)
    return replace(lorenz, catalogued=replace(lorenz.catalogued, computed=computed))


def test_exponents_that_break_them_are_noticed():
    assert not identities.adds_up(_changed(mean_divergence=-14.0))
    assert not identities.is_neutral(_changed(lyapunov_spectrum=(0.9, -0.3, -14.2)))
    assert not identities.fits(_changed(kaplan_yorke=3.1))
    assert identities.adds_up(_changed(mean_divergence=None))
