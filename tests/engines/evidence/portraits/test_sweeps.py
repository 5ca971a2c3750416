from __future__ import annotations

import math

import pytest

from engines.evidence.portraits import sweeps
from engines.evidence.running import measured


@pytest.mark.parametrize("claim", sweeps.CLAIMS, ids=lambda c: f"{c.id}: {c.check}")
def test_the_ends_of_order_are_those_of_the_literature(claim):
    check = measured(claim)
    assert check.passed, f"{check.measured}, must be {check.must}"
    assert check.source


def test_the_first_superstable_value_is_exact():
    values, gaps = sweeps._superstable()
    assert values[0] == pytest.approx(1.0 + math.sqrt(5.0), abs=1e-14)
    # f(1/2) = r/4 there
    assert gaps[0] == pytest.approx((1.0 + math.sqrt(5.0)) / 4.0 - 0.5, abs=1e-14)


def test_the_resting_orbit_of_the_standard_map_has_a_residue_of_a_quarter_of_the_kick():
    residue, momentum = sweeps._residue(0.8, 0, 1, 0.1)
    assert momentum == pytest.approx(0.0, abs=1e-12)
    assert residue == pytest.approx(0.2, abs=1e-12)


def test_shorter_orbits_close_in_on_the_last_circle():
    off = [abs(sweeps._critical(m, n) - sweeps.LAST_CIRCLE) for m, n in ((8, 13), (21, 34))]
    assert off[1] < off[0] / 4.0


def test_periods_are_told_apart():
    assert [sweeps._period(r) for r in (2.9, 3.3, 3.5, 3.55)] == [1, 2, 4, 8]
    assert sweeps._period(3.82) > 100
