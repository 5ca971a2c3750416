import numpy as np
import pytest

from engines.numerics.expressway.stepped import Stepped
from engines.running.ticket import Ticket, Withdrawn


class Doubling(Stepped):
    """Doubles in a first step of a quarter of the time, adds noise in a second one."""

    dimension, states = 1, ("x",)
    nodes = np.array([0.0, 0.25, 1.0])

    def noise(self, count, draw):
        return draw.standard_normal((count, 1))

    def noisy(self, i):
        return i == 1

    def ended(self, states, i, share, noise=None, ticket=None):
        if i == 0:
            return 2.0 * states / (1.0 + share)
        return states + (0.0 if noise is None else (1.0 - share) * noise)


def test_states_go_straight_from_node_to_node():
    found = Doubling().record(np.array([[1.0]]), np.array([0.0, 0.125, 0.25, 0.6, 1.0]))
    assert found.ravel() == pytest.approx([1.0, 1.5, 2.0, 2.0, 2.0])


def test_a_way_that_is_interrupted_is_the_same_way():
    flow, x = Doubling(), np.array([[1.0], [-3.0]])
    middle = flow.advance(x, 0.0, 0.1)
    assert flow.advance(middle, 0.1, 1.0) == pytest.approx(flow.advance(x, 0.0, 1.0))


def test_the_velocity_is_that_of_the_way():
    flow, x = Doubling(), np.array([[1.5]])
    assert flow.velocity(x, 0.125) == pytest.approx(np.array([[4.0]]))
    assert flow.velocity(x, 1.0) == pytest.approx(np.array([[0.0]]))


def test_noise_belongs_to_the_place_in_the_cloud_and_not_to_the_flow():
    flow, x, times = Doubling(), np.ones((4, 1)), np.array([0.0, 1.0])
    every = flow.sampled(x, times)
    assert np.ptp(every[:, -1]) > 0.1
    assert flow.sampled(x[2:], times, first=2) == pytest.approx(every[2:])
    assert np.ptp(flow.record(x, times)[:, -1]) == 0.0


def test_there_is_no_way_back():
    found = Doubling().record(np.array([[1.0]]), np.array([0.5, 0.2]))
    assert found[0, 0, 0] == 1.0
    assert np.isnan(found[0, 1, 0])
    assert "taken back" in Doubling().lost(np.ones(1), 0.5, 0.2)
    assert Doubling().lost(np.ones(1), 0.2, 0.5) == ""


def test_a_withdrawn_walk_stops():
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        Doubling().advance(np.ones((4, 1)), 0.0, 1.0, ticket)
