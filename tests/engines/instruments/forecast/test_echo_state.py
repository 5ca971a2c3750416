from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.forecast.echo_state import RADIUS, EchoState, network
from engines.running.ticket import Ticket, Withdrawn


def test_the_network_has_the_radius_it_should_have():
    inner, inward, bias = network(60, 3)
    assert np.abs(np.linalg.eigvals(inner.toarray())).max() == pytest.approx(RADIUS)
    assert inward.shape == bias.shape == (60,)


def test_sinusoids_go_on(waves):
    said = EchoState.fit(waves[:1000], 100).forecast(60)
    assert said == pytest.approx(waves[1000:1060], abs=0.15)


def test_the_same_seed_says_the_same(waves):
    first, again, other = (
        EchoState.fit(waves[:600], 100, units=40, seed=seed).forecast(50) for seed in (1, 1, 2)
    )
    assert first.tolist() == again.tolist() != other.tolist()


def test_its_beginning_is_forgotten(waves):
    network_of = EchoState.fit(waves[:600], 100, units=40)
    later = EchoState.fit(waves[200:600], 100, units=40)
    assert network_of.state == pytest.approx(later.state, abs=1e-6)


def test_what_runs_away_is_no_number():
    found = EchoState.fit(np.sin(0.1 * np.arange(300)), 60, units=20)
    wild = EchoState(found.inner, found.inward, found.bias, np.full(22, 1e3), found.state, 1.0, 10)
    assert np.isnan(wild.forecast(5)).all()


def test_a_withdrawn_ticket_ends_it(waves):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        EchoState.fit(waves, 100, ticket, units=20)
