from __future__ import annotations

import math

import numpy as np
import pytest

from engines.instruments.cycles.closing import careful, closed, cycle_of, kind_of, short_way

# Amore (2021), arXiv:2111.12198, for mu = 1; Viswanath (2003), Nonlinearity 16, 1035-1056
VAN_DER_POL, LORENZ = 6.66328685932313, 1.558652210716175


@pytest.mark.parametrize(("outer", "turn"), [(True, 1.0), (False, -1.0)])
def test_both_rings_have_the_multipliers_of_their_formula(rings, outer, turn):
    """d/dr of r' at the ring is -4 m r^2 (r^2 - 1)."""
    h, m, omega = 0.25, 0.3, 2.0
    flow = rings(h=h, m=m, omega=omega)
    r2 = 1.0 + math.sqrt(h) * (1.0 if outer else -1.0)
    start = np.array([math.sqrt(r2) * 1.02, 0.0])
    found = cycle_of(flow, start, turn * 3.0)
    period = 2.0 * math.pi / omega
    assert found.period == pytest.approx(period, abs=1e-9)
    exact = math.exp(-4.0 * m * r2 * (r2 - 1.0) * period)
    np.testing.assert_allclose(np.sort(found.multipliers.real), np.sort([1.0, exact]), rtol=1e-6)
    assert abs(found.trivial - 1.0) < 1e-8
    assert found.kind == ("stable" if outer else "unstable")
    np.testing.assert_allclose(np.linalg.norm(found.path, axis=1), math.sqrt(r2), atol=1e-8)


def test_the_unit_circle_attracts_by_exp_of_minus_four_pi(written):
    flow = written("x*(1 - x^2 - y^2) - y", "y*(1 - x^2 - y^2) + x")
    found = cycle_of(flow, np.array([1.1, 0.0]), 6.0)
    assert found.period == pytest.approx(2 * math.pi, abs=1e-10)
    assert found.multipliers[1].real == pytest.approx(math.exp(-4 * math.pi), rel=1e-5)


def test_the_van_der_pol_oscillator_has_its_known_period(shipped):
    found = cycle_of(shipped("van-der-pol", mu=1.0), np.array([2.0, 0.0]), 6.5)
    assert found.period == pytest.approx(VAN_DER_POL, abs=2e-10)
    assert abs(found.period - VAN_DER_POL) < 4.0 * found.uncertain


def test_weak_and_strong_oscillations_have_their_known_periods(shipped):
    """2 pi (1 + mu^2/16 - 5 mu^4/3072) for small mu; 11.6122306679 at mu = 5."""
    weak = 2 * math.pi * (1 + 0.1**2 / 16 - 5 * 0.1**4 / 3072)
    for mu, period, off in ((0.1, weak, 1e-8), (5.0, 11.6122306679, 1e-8)):
        flow = shipped("van-der-pol", mu=mu)
        start = flow.advance(np.array([[2.0, 0.0]]), 0.0, 5.3 * period)[0]
        found = cycle_of(flow, start, 1.01 * period)
        assert found.period == pytest.approx(period, abs=off)
        assert found.kind == "stable"


def test_the_shortest_loop_of_lorenz_is_found_although_it_repels(shipped):
    lorenz = shipped("lorenz-1963")
    found = cycle_of(lorenz, np.array([-13.76, -19.58, 27.0]), 1.55)
    assert found.period == pytest.approx(LORENZ, abs=1e-9)
    assert found.kind == "saddle"
    assert found.multipliers[0].real == pytest.approx(math.exp(0.9946 * LORENZ), rel=2e-3)


def test_an_orbit_gone_round_thrice_is_said_to_be_one(shipped):
    found = cycle_of(shipped("van-der-pol", mu=1.0), np.array([2.0, 0.0]), 20.0)
    assert found.period == pytest.approx(VAN_DER_POL, abs=1e-9)


def test_a_rest_is_no_cycle(shipped):
    assert cycle_of(shipped("pendulum"), np.array([0.02, 0.0]), 6.2) is None


def test_an_orbit_that_turns_over_closes_on_the_circle(shipped, written):
    turning = written("1 + 0.2*sin(pi*x/2)", "-y", periodic=True)
    found = cycle_of(turning, np.array([0.0, 0.1]), 4.0)
    exact = 4.0 / math.sqrt(1 - 0.04)
    assert found.period == pytest.approx(exact, abs=1e-9)
    assert found.multipliers[1].real == pytest.approx(math.exp(-exact), rel=1e-6)


def test_differences_go_the_short_way_round(shipped):
    box = shipped("standard-map").box
    np.testing.assert_allclose(
        short_way(np.array([6.2, -6.2]), box), [6.2 - 2 * math.pi, 2 * math.pi - 6.2]
    )


def test_what_cannot_be_closed_is_none(shipped, written):
    assert cycle_of(shipped("saddle"), np.array([0.5, 0.5]), 1.0) is None
    assert closed(written("1", "0"), np.array([0.0, 0.0]), 1.0) is None
    assert closed(written("x^3", "y^3"), np.array([1.0, 1.0]), 5.0) is None


def test_multipliers_say_what_neighbours_do():
    assert kind_of(np.array([0.5])) == "stable"
    assert kind_of(np.array([2.0])) == "unstable"
    assert kind_of(np.array([2.0, 0.1])) == "saddle"
    assert kind_of(np.array([1.0 + 1e-9])) == "neutral"


def test_a_flow_that_cannot_be_refined_is_taken_as_it_is(shipped):
    henon = shipped("henon")
    assert careful(henon) == (henon, henon)
