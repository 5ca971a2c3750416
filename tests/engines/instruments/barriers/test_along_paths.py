import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.barriers.along_paths import (
    diffusive_force,
    keeps_area,
    mean_force,
    viscosity_of,
)
from engines.protocols.capabilities import Bounded, Differentiable, Diffusive
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket, Withdrawn

PLACES = np.array([[0.4, 0.9], [2.0, 1.3], [-1.1, 0.2], [3.0, 5.0]])
TIMES = np.array([0.0, 1.0])


class _Plain(Flow, Differentiable, Bounded):
    """Another flow, of which only velocity and Jacobian are known."""

    dimension, states, steady = 2, ("x", "y"), False

    def __init__(self, flow):
        self._flow, self.box, self.time_unit = flow, flow.box, flow.time_unit

    def velocity(self, states, time):
        return self._flow.velocity(states, time)

    def jacobian(self, states, time):
        return self._flow.jacobian(states, time)

    def advance(self, states, start, stop, ticket=None):
        return self._flow.advance(states, start, stop, ticket)

    def record(self, states, times, ticket=None):
        return self._flow.record(states, times, ticket)


def test_the_force_on_taylor_green_cells_slows_them_down(shipped):
    flow = shipped("taylor-green", nu=0.3)
    wanted = -0.6 * flow.velocity(PLACES, 0.5)
    np.testing.assert_allclose(diffusive_force(flow, PLACES, 0.5), wanted, atol=1e-12)
    assert viscosity_of(flow) == 0.3


def test_a_flow_with_a_jacobian_only_is_differenced(shipped):
    flow = _Plain(shipped("taylor-green", nu=0.3))
    wanted = -2.0 * flow.velocity(PLACES, 0.5)  # it states no viscosity
    np.testing.assert_allclose(diffusive_force(flow, PLACES, 0.5), wanted, atol=1e-6)
    assert viscosity_of(flow) == 1.0
    assert not isinstance(flow, Diffusive)


@pytest.mark.parametrize("horizon", [2.0, -1.0])
def test_pulled_back_the_force_of_the_cells_is_their_mean_one(shipped, horizon):
    """Lap v = -2 v = J grad w, and w is carried but for its decay: bbar = nu J grad wbar,
    wbar = w0 (1 - exp(-2 nu T)) / (2 nu T).
    """
    flow = shipped("taylor-green", nu=0.3).refined()
    found = mean_force(flow, PLACES, start=0.0, horizon=horizon, intervals=40)
    mean = (1.0 - np.exp(-0.6 * horizon)) / (0.6 * horizon)
    wanted = -0.6 * mean * flow.velocity(PLACES, 0.0)
    np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-7)


def test_where_areas_shrink_the_determinant_counts(written):
    """x' = -x, y' = -2 y + x^3/6: Lap v = (0, x), D known by hand."""
    flow = written("-x", "-2*y + x^3/6").refined()
    found = mean_force(flow, PLACES, start=0.0, horizon=1.0, intervals=40)
    # D^-1 (0, b) = (0, b / D22), det D = D11 D22: D11 b = exp(-t) x0 exp(-t)
    wanted = PLACES[:, 0] * (1.0 - np.exp(-2.0)) / 2.0
    np.testing.assert_allclose(found[:, 1], wanted, rtol=1e-6)
    np.testing.assert_allclose(found[:, 0], 0.0, atol=1e-9)
    assert not keeps_area(flow, PLACES, TIMES)


def test_in_space_the_same_formula_holds(shipped):
    """An ABC flow is steady and its own curl: Lap v = -v, and D^-1 carries v back to v."""
    flow = shipped("abc-flow").refined()
    states = np.random.default_rng(2).uniform(0.0, 6.0, (5, 3))
    found = mean_force(flow, states, start=0.0, horizon=1.0, intervals=20)
    np.testing.assert_allclose(found, -flow.velocity(states, 0.0), rtol=1e-5, atol=1e-6)


def test_no_horizon_is_the_force_itself(shipped):
    flow = shipped("double-gyre")
    found = mean_force(flow, PLACES, start=1.0, horizon=0.0, intervals=10)
    np.testing.assert_array_equal(found, diffusive_force(flow, PLACES, 1.0))


def test_gyres_keep_areas_and_a_damped_pendulum_does_not(shipped):
    assert keeps_area(shipped("double-gyre"), PLACES, TIMES)
    assert not keeps_area(shipped("van-der-pol"), PLACES, TIMES)


def test_what_is_not_known_is_said(shipped):
    flow = _Plain(shipped("double-gyre"))
    with pytest.raises(UnfitError, match="carries tangents"):
        mean_force(flow, PLACES, start=0.0, horizon=1.0, intervals=2)


def test_a_withdrawn_ticket_ends_it(shipped):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        mean_force(
            shipped("double-gyre"), PLACES, start=0.0, horizon=1.0, intervals=2, ticket=ticket
        )
