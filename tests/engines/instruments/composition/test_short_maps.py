import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.composition.short_maps import ShortMaps
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket, Withdrawn


def maps_of(flow, nx, ny, step, periodic=(False, False)):
    box = flow.box
    x, y = (np.linspace(box.low[i], box.high[i], n) for i, n in enumerate((nx, ny)))
    return ShortMaps(flow, x, y, step, periodic)


def sample(flow, count=200):
    return np.random.default_rng(0).uniform(flow.box.low, flow.box.high, (count, 2))


@pytest.mark.parametrize("horizon", [5.0, -5.0])
@pytest.mark.parametrize("start", [0.0, 0.37, -1.2])
def test_the_composition_is_the_direct_map(shipped, start, horizon):
    flow = shipped("double-gyre").refined()
    states = sample(flow)
    *_, (share, places, d) = maps_of(flow, 200, 100, 0.5).carried(states, start, horizon)
    ends, gradients = flow.advance_tangent(states, start, start + horizon)
    assert share == pytest.approx(1.0)
    np.testing.assert_allclose(places, ends, atol=2e-6)
    np.testing.assert_allclose(d, gradients, atol=2e-4 * np.abs(gradients).max())


def test_the_error_falls_with_the_fourth_power_of_the_cells(shipped):
    flow = shipped("double-gyre").refined()
    states = sample(flow)
    exact = flow.advance(states, 0.0, 3.0)

    def error(n):
        *_, (_, places, _) = maps_of(flow, 2 * n, n, 0.5).carried(states, 0.0, 3.0)
        return np.quantile(np.abs(places - exact), 0.95)

    assert error(25) / error(50) > 10.0


def test_a_linear_flow_is_exact_and_leaves_the_grid_unharmed(shipped):
    flow = shipped("saddle", l=0.7)
    states = sample(flow)
    *_, (_, places, d) = maps_of(flow, 12, 12, 0.5).carried(states, 0.2, 2.0)
    grown = np.exp(1.4)
    np.testing.assert_allclose(places, states * [grown, 1.0 / grown], rtol=1e-5)
    np.testing.assert_allclose(
        d, np.broadcast_to(np.diag([grown, 1.0 / grown]), d.shape), atol=1e-4
    )


def test_round_an_angle_places_are_unwrapped(shipped):
    flow = shipped("bickley-jet").refined()
    states = np.array([[19.5, 0.1], [0.3, 0.0], [10.0, 0.2]])
    maps = maps_of(flow, 300, 150, 0.5, (True, False))
    *_, (_, places, _) = maps.carried(states, 0.0, 6.0)
    wanted = flow.advance(states, 0.0, 6.0)
    assert wanted[:, 0].max() > 20.1
    np.testing.assert_allclose(places, wanted, atol=1e-3)


def test_the_next_moment_needs_one_more_map(shipped):
    maps = maps_of(shipped("double-gyre"), 40, 20, 0.5)
    states = sample(maps.flow, 10)
    list(maps.carried(states, 0.0, 4.0))
    assert maps.made == 8
    assert maps.missing(0.5, 4.0) == 1
    list(maps.carried(states, 0.5, 4.0))
    assert maps.made == 9
    list(maps.carried(states, 0.7, 3.6))  # between two moments nothing new is needed
    assert maps.made == 9
    assert maps.missing(0.5, -4.0) == 1 + 7  # backwards there are none yet


def test_a_journey_is_cut_at_the_lattice_and_nowhere_else():
    maps = ShortMaps(None, np.zeros(2), np.zeros(2), 1.0)
    assert maps.intervals(0.0, 2.0) == [(0.0, 1.0, 0), (1.0, 2.0, 1)]
    assert maps.intervals(0.5, 2.0) == [(0.5, 1.0, None), (1.0, 2.0, 1), (2.0, 2.5, None)]
    assert maps.intervals(2.0, -1.5) == [(2.0, 1.0, 2), (1.0, 0.5, None)]
    assert maps.intervals(0.2, 0.3) == [(0.2, 0.5, None)]


def test_old_maps_are_forgotten(shipped):
    maps = maps_of(shipped("double-gyre"), 20, 10, 0.5)
    maps.most = 3
    list(maps.carried(sample(maps.flow, 5), 0.0, 4.0))
    assert len(maps._kept) == 3


class _Rigid(Flow):
    dimension, states, steady = 2, ("x", "y"), True

    def velocity(self, states, time):
        return 0.0 * states

    def advance(self, states, start, stop, ticket=None):
        return states

    def record(self, states, times, ticket=None):
        return np.repeat(states[:, None], len(times), axis=1)


def test_what_cannot_be_composed_is_refused_in_a_sentence(written):
    flow = written("sqrt(-1 - x^2)", "x")
    with pytest.raises(UnfitError, match="blows up nowhere"):
        list(maps_of(flow, 8, 8, 0.5).carried(np.zeros((1, 2)), 0.0, 1.0))
    with pytest.raises(UnfitError, match="carries tangents"):
        list(ShortMaps(_Rigid(), np.zeros(2), np.zeros(2), 1.0).carried(np.zeros((1, 2)), 0.0, 1.0))


def test_a_withdrawn_ticket_ends_it(shipped):
    ticket = Ticket()
    ticket.withdraw()
    maps = maps_of(shipped("double-gyre"), 20, 10, 0.5)
    with pytest.raises(Withdrawn):
        list(maps.carried(sample(maps.flow, 5), 0.0, 4.0, ticket))
