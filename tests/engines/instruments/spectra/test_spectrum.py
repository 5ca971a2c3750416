from __future__ import annotations

import numpy as np
import pytest
from scipy.special import lambertw

from engines.instruments.spectra.lyapunov import trust_of
from engines.instruments.spectra.spectrum import ORBITS, measured, plan_of, spectrum
from engines.running.ticket import Ticket, Withdrawn


def test_lorenz_obeys_its_identities(shipped):
    flow = shipped("lorenz-1963")
    running = measured(flow, plan_of(flow, 60.0))
    found = running.estimate
    assert found.exponents[0] == pytest.approx(0.9056, abs=0.02)  # Sprott 2003
    assert abs(found.exponents[1]) < 0.005
    assert found.exponents.sum() == pytest.approx(running.divergence, abs=1e-3)
    assert running.divergence == pytest.approx(-41.0 / 3.0)
    assert found.dimension == pytest.approx(2.062, abs=0.003)
    assert running.moves
    assert running.done
    assert not running.lost


def test_a_second_run_says_what_the_step_has_cost(shipped):
    flow = shipped("lorenz-1963")
    fine = measured(flow, plan_of(flow, 12.0))
    assert np.abs(fine.finer).max() < 1e-3
    coarse = flow.system.flow_at(flow.values, step=0.04)
    rough = measured(coarse, plan_of(coarse, 12.0))
    assert np.abs(rough.finer).max() > 20.0 * np.abs(fine.finer).max()


def test_a_map_has_no_step_to_test(mapped):
    flow = mapped(x="4*x*(1 - x)")
    running = measured(flow, plan_of(flow, 1000))
    assert running.finer is None
    assert running.estimate.exponents[0] == pytest.approx(np.log(2.0), abs=0.01)


def test_cat_map_has_its_eigenvalues_to_the_last_place(mapped):
    flow = mapped(x="mod(2*x + y, 1)", y="mod(x + y, 1)")
    found = measured(flow, plan_of(flow, 400)).estimate
    golden = np.log((3.0 + np.sqrt(5.0)) / 2.0)
    np.testing.assert_allclose(found.exponents, [golden, -golden], atol=1e-9)
    assert found.dimension == pytest.approx(2.0, abs=1e-9)


def test_exponents_of_a_regular_orbit_are_zero_within_their_margin(shipped):
    flow = shipped("lotka-volterra")
    found = measured(flow, plan_of(flow, 400.0)).estimate
    assert np.all(np.abs(found.exponents) <= found.margins)
    assert found.entropy == 0.0


def test_a_pendulum_that_comes_to_rest_rests(pendulum):
    flow = pendulum(c=0.4)
    running = measured(flow, plan_of(flow, 100.0))
    assert not running.moves
    np.testing.assert_allclose(running.estimate.exponents, -0.2, atol=0.01)


def test_an_orbit_that_leaves_is_lost(mapped):
    flow = mapped(x="3*x*x", start=0.9)
    running = measured(flow, plan_of(flow, 1000))
    assert running.lost
    assert running.done


def test_a_record_is_followed_once_as_far_as_it_reaches(recorded_rotation):
    flow = recorded_rotation
    plan = plan_of(flow, 1e6)
    assert plan.orbits == 1
    running = measured(flow, plan)
    assert plan.align + plan.averaged <= flow.span[1] - flow.span[0]
    assert len(running.estimate.exponents) == 2
    np.testing.assert_allclose(running.estimate.exponents, 0.0, atol=1e-3)


@pytest.fixture
def recorded_rotation(rotation):
    from engines.protocols.capabilities import Recorded

    class Record(rotation, Recorded):
        span = (2.0, 32.0)

        def advance(self, states, start, stop, ticket=None):
            assert min(start, stop) >= self.span[0] - 1e-9
            assert max(start, stop) < self.span[1] + 1e-9
            return super().advance(states, start, stop, ticket)

    return Record()


def test_a_plan_has_pieces_in_which_no_direction_drowns(shipped):
    slow, fast = (plan_of(shipped(i), 500.0) for i in ("thomas", "lorenz-1963"))
    assert slow.orbits == fast.orbits == ORBITS
    assert slow.length > 5.0 * fast.length
    assert slow.pieces * slow.length == pytest.approx(500.0)


def test_a_withdrawn_ticket_ends_it_between_two_pieces(shipped):
    flow, ticket = shipped("lorenz-1963"), Ticket()
    steps = spectrum(flow, plan_of(flow, 500.0), ticket)
    next(steps)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        list(steps)


def test_a_few_orbits_may_leave(shipped):
    class Leaky(type(shipped("henon"))):
        """Half way, a few orbits are told to have left."""

        calls = 0

        def advance_tangent(self, states, start, stop, ticket=None):
            states, gradients = super().advance_tangent(states, start, stop, ticket)
            self.calls += 1
            if self.calls == 300:
                gradients[:3] = np.nan
            return states, gradients

    flow = shipped("henon")
    leaky = Leaky(flow.system, flow.values)
    running = measured(leaky, plan_of(leaky, 1000))
    assert running.left == 3
    assert not running.lost
    assert running.estimate.exponents[0] == pytest.approx(0.42, abs=0.02)
    assert trust_of(leaky, running).level == "warn"


def test_a_delay_has_the_exponents_of_its_characteristic_equation(late):
    plan = plan_of(late, 40.0, settle=5.0)
    assert plan.orbits == 20
    found = measured(late, plan).estimate
    roots = [lambertw(-1.0, k).real for k in (0, -1, 1, -2)]  # z = -exp(-z)
    assert len(found.exponents) == 4
    np.testing.assert_allclose(found.exponents[:2], roots[:2], atol=2e-3)
    np.testing.assert_allclose(found.exponents[2:], roots[2:], atol=0.1)
