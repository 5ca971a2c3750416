from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.learned.portraits.nbeats import NBeats
from engines.running.ticket import Ticket, Withdrawn
from engines.training.forecasters import SCHEDULES, STEEPEST, Schedule, kept, leaves, told

QUICK = Schedule(lambda period: NBeats(10, 5, width=16), 240, 16, 5e-3)


def curves(count, shift=0.0):
    k = np.arange(count)
    return np.stack([np.sin(0.3 * k + shift), np.sin(0.21 * k + 1.0 + shift)]) * np.sqrt(2.0)


@pytest.fixture(scope="module")
def found():
    return told(QUICK, ("a", "b"), curves(300), curves(300, 0.5), 20, 15)


def test_sinusoids_go_on(found):
    true = curves(320)[:, 300:]
    assert np.abs(found.forecasts - true).max() < 0.4
    assert np.abs(found.forecasts - true).mean() < 0.1
    assert found.practised.max() < 40.0
    assert found.settings.shape == (2,)


def test_a_network_does_not_know_who_is_trained_beside_it(found):
    alone = told(QUICK, ("b",), curves(300)[1:], curves(300, 0.5)[1:], 20, 15)
    assert alone.forecasts[0] == pytest.approx(found.forecasts[1], abs=1e-3)


def test_the_moment_is_chosen_on_practice_alone(found):
    other = told(QUICK, ("a", "b"), curves(300), np.ones((2, 300)), 20, 15, steps=16)
    assert set(other.settings) <= set(range(8))
    again = told(QUICK, ("a", "b"), curves(300), np.ones((2, 300)), 20, 15, steps=16, seed=1)
    assert again.forecasts.tolist() != other.forecasts.tolist()


def test_what_runs_away_is_no_number():
    said = kept(np.array([[1.0, -9.0, 11.0, 2.0], [np.nan, 0.0, 0.0, 0.0]]))
    assert said[0, :2].tolist() == [1.0, -9.0]
    assert np.isnan(said[0, 2:]).all()
    assert np.isnan(said[1]).all()


def test_gradients_are_cut_network_by_network():
    tensors = leaves({"weight": (2, 3, 4)}, ("a", "b"), 0)
    steep = torch.ones(2, 3, 4)
    steep[0] *= 100.0
    steep[1] *= float("nan")
    (tensors["weight"] * steep).sum().backward()
    lengths = tensors["weight"].grad.square().sum((1, 2)).sqrt()
    assert lengths.tolist() == pytest.approx([STEEPEST, 0.0])


def test_both_networks_of_the_sheet_have_a_schedule():
    assert set(SCHEDULES) == {"gru", "nbeats"}
    assert SCHEDULES["gru"].network(100).units == 32
    assert (SCHEDULES["nbeats"].network(100).stacks, SCHEDULES["nbeats"].network(100).width) == (
        2,
        64,
    )


def test_a_withdrawn_ticket_ends_it():
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        told(QUICK, ("a", "b"), curves(300), curves(300), 20, 15, ticket=ticket)
