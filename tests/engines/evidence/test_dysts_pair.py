from __future__ import annotations

import numpy as np
import pytest

from engines.evidence.dysts_pair import DystsPair, distance, in_polar, on_plane
from engines.evidence.shipped import system


@pytest.fixture
def neurons():
    return DystsPair(system("beer-rnn"))


def test_an_entry_of_a_matrix_has_a_name_of_its_own(neurons):
    values = neurons.values()
    assert values["w_2_3"] == neurons.theirs.w[1, 2]
    assert values["tau_1"] == neurons.theirs.tau[0]


def test_values_are_moved_in_both_alike_and_zeros_too():
    pair = DystsPair(system("liu-chen"))
    pair.set(lambda shape: 1.01 * np.ones(shape))
    assert pair.values()["a"] == pytest.approx(0.404)
    assert pair.values()["h"] == pytest.approx(0.01)
    assert pair.theirs.h == pair.values()["h"]


def test_states_lie_around_the_start_of_dysts(neurons):
    states = neurons.states(np.random.default_rng(0))
    assert states.shape == (64, 3)
    assert np.array_equal(states[0], neurons.start)
    off = (states[1:] - neurons.start) / neurons.spread
    assert np.linalg.norm(off, axis=1) == pytest.approx(0.1)


def test_angles_may_begin_in_their_first_turn():
    pair = DystsPair(system("duffing-phase"))
    first = pair.states(np.random.default_rng(0), wrapped=True)[0]
    assert 0.0 <= first[2] < 2.0 * np.pi
    assert first[2] == pytest.approx(pair.start[2] % (2.0 * np.pi))


def test_a_delay_equation_has_its_past_beside_it():
    pair = DystsPair(system("mackey-glass"))
    states = pair.states(np.random.default_rng(0))
    assert states.shape == (64, 2)
    x, past = states.T
    wanted = 0.2 * past / (1.0 + past**10) - 0.1 * x
    assert pair.rates(states, 0.0)[:, 0] == pytest.approx(wanted)


def test_maps_and_flows_of_the_same_name_are_two():
    flow, folded = DystsPair(system("duffing-phase")), DystsPair(system("duffing-map"))
    assert (len(flow.start), len(folded.start)) == (3, 2)


def test_distances_are_shares_of_the_largest_number():
    assert distance([[1.0, 0.0], [2.0, 0.0]], [[1.0, 0.0], [4.0, 0.0]]) == 0.5
    assert distance([[1.0], [np.nan]], [[1.0], [2.0]]) == np.inf


def test_places_on_the_plane_are_distances_and_angles_there_and_back():
    polar = np.array([[-0.3, 2.0, 7.0], [-1.2, -1.0, 0.0]])
    assert in_polar(on_plane(polar), -1.0) == pytest.approx(polar)
    assert in_polar(on_plane(polar))[:, 0] == pytest.approx([0.3, 1.2])


def test_rates_in_polar_coordinates_are_carried_to_the_plane():
    """A place that turns and moves outwards, against differences along a short way."""
    pair = DystsPair(system("blinking-rotlet"))
    states, h = pair.states(np.random.default_rng(0)), 1e-6
    polar = in_polar(states, -1.0)
    theirs = np.array([pair.theirs.rhs(state, 0.0) for state in polar])
    wanted = (on_plane(polar + h * theirs) - on_plane(polar - h * theirs)) / (2.0 * h)
    assert pair.rates(states, 0.0) == pytest.approx(wanted, rel=1e-6, abs=1e-6)
    assert states[0] == pytest.approx(pair.system.start)
