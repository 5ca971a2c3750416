from __future__ import annotations

from dataclasses import replace

import pytest

from engines.evidence.portraits import volumes
from engines.evidence.running import measured
from engines.evidence.shipped import system

QUICK = [claim for claim in volumes.CLAIMS if not claim.full]


@pytest.mark.parametrize("claim", QUICK, ids=lambda c: f"{c.id}: {c.check}")
def test_volumes_and_neighbours_behave_as_published(claim):
    check = measured(claim)
    assert check.passed, f"{check.measured}, must be {check.must}"
    assert check.source


def test_a_wrong_rate_of_shrinking_is_noticed():
    _, passed, _ = volumes._shrinking("duffing", -0.31, 2.0)
    assert not passed


def _changed(**numbers):
    lorenz = system("lorenz-1963")
    computed = replace(lorenz.catalogued.computed, **numbers)
    return replace(lorenz, catalogued=replace(lorenz.catalogued, computed=computed))


def test_exponents_that_break_them_are_noticed():
    assert not volumes.adds_up(_changed(mean_divergence=-14.0))
    assert not volumes.is_neutral(_changed(lyapunov_spectrum=(0.9, -0.3, -14.2)))
    assert not volumes.fits(_changed(kaplan_yorke=3.1))
    assert volumes.adds_up(_changed(mean_divergence=None))
