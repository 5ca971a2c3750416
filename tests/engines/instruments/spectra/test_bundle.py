from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.spectra import bundle as module
from engines.instruments.spectra.bundle import APART, Bundle, settled
from engines.protocols.capabilities import Tangent
from engines.running.ticket import Ticket, Withdrawn


def test_directions_of_a_saddle_grow_at_its_rates(saddle):
    bundle = Bundle(saddle(rate=0.7), np.array([[0.1, 0.2], [0.3, -0.1]]), 0.0)
    logs = sum(bundle.carry(0.5) for _ in range(4))
    np.testing.assert_allclose(logs, [[1.4, -1.4]] * 2, atol=1e-8)
    assert bundle.time == pytest.approx(2.0)
    assert bundle.directions == 2


def test_neighbours_say_what_tangents_say(shipped, monkeypatch):
    flow = shipped("lorenz-1963")
    states = settled(flow, 6, 5.0, 5.0)
    one = Bundle(flow, states, 0.0)
    monkeypatch.setattr(module, "LARGEST", 2)
    other = Bundle(flow, states, 0.0)
    assert one.own
    assert not other.own
    for _ in range(4):
        mine, theirs = one.carry(0.1), other.carry(0.1)
        np.testing.assert_allclose(theirs, mine, atol=2e-3)
    np.testing.assert_array_equal(one.states, other.states)


def test_a_flow_without_tangents_has_neighbours(henon):
    flow = henon()
    assert not isinstance(flow, Tangent)
    bundle = Bundle(flow, np.array([[0.1, 0.1]]), 0.0)
    logs = bundle.carry(1.0)
    assert logs.sum() == pytest.approx(np.log(0.3), abs=1e-5)


def test_many_coordinates_have_four_directions(monkeypatch, shipped):
    monkeypatch.setattr(module, "LARGEST", 1)
    monkeypatch.setattr(module, "FEW", 1)
    assert Bundle(shipped("lorenz-1963"), np.ones((2, 3)), 0.0).directions == 1


def test_a_sphere_has_the_two_directions_along_it(turning):
    bundle = Bundle(turning((0.3, 0.2, 1.0)), np.array([[10.0, 20.0], [50.0, -60.0]]), 0.0)
    logs = sum(bundle.carry(0.5) for _ in range(8))
    assert logs.shape == (2, 2)
    np.testing.assert_allclose(logs, 0.0, atol=1e-6)
    np.testing.assert_allclose(np.einsum("nij,ni->nj", bundle.frames, bundle.states), 0, atol=1e-6)


def test_another_integrator_takes_over_where_the_orbits_are(shipped):
    flow = shipped("lorenz-1963")
    bundle = Bundle(flow, settled(flow, 4, 5.0, 5.0), 0.0)
    bundle.carry(0.3)
    other = bundle.again(flow.refined())
    np.testing.assert_array_equal(other.frames, bundle.frames)
    np.testing.assert_allclose(other.carry(0.2), bundle.carry(0.2), atol=1e-3)
    assert other.time == bundle.time


def test_orbits_are_taken_from_one_that_has_settled(shipped):
    flow = shipped("van-der-pol", mu=1.0)
    states = settled(flow, 30, 60.0, 6.66)
    assert np.abs(states[:, 0]).max() == pytest.approx(2.009, abs=0.03)  # its amplitude
    assert np.abs(states[:, 0]).min() < 0.5
    path = flow.record(np.array([flow.box.start]), np.array([0.0, 60.0 + 6.66]))
    sides = np.subtract(flow.box.high, flow.box.low)
    assert np.all(np.abs(states[-1] - path[0, 1]) <= APART * sides * (1 + 1e-6))


def test_orbits_of_a_map_are_taken_after_whole_iterations(mapped):
    states = settled(mapped(x="4*x*(1 - x)"), 10, 100, 33)
    assert states.shape == (10, 1)
    assert np.all(np.isfinite(states))


def test_a_withdrawn_ticket_ends_it(shipped):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        settled(shipped("lorenz-1963"), 4, 5.0, 5.0, ticket)
