from __future__ import annotations

import numpy as np
import pytest

from engines.numerics import within
from engines.numerics.marching import RK4, carried
from engines.numerics.within import MOST, STEPS, CarriesWithin, carried_within
from engines.running.ticket import Ticket, Withdrawn


def _pendulum(counted):
    def pushed(x, m, t):
        counted.append(len(x))
        velocity = np.stack([x[:, 1], -np.sin(x[:, 0])], axis=1)
        rates = np.stack([m[..., 1], -np.cos(x[:, 0]) * m[..., 0]], axis=2)
        return velocity, rates

    return pushed


@pytest.fixture
def starts():
    """From small swings to near the separatrix of the pendulum."""
    angles = np.linspace(0.1, 3.1, 400)
    return np.stack([angles, np.zeros_like(angles)], axis=1)


def test_gradients_are_those_of_very_many_small_steps(starts):
    known = carried(_pendulum([]), starts, 0.0, 6.0, 1e-3, RK4)
    for tolerance in (1e-3, 1e-5, 1e-7):
        ends, gradients = carried_within(_pendulum([]), starts, 0.0, 6.0, tolerance)
        size = np.linalg.norm(known[1], axis=(1, 2))
        wrong = np.linalg.norm(gradients - known[1], axis=(1, 2)) / size
        assert wrong.max() < 5.0 * tolerance  # what was off grows with the flow
        assert np.abs(ends - known[0]).max() < 10.0 * tolerance


def test_each_state_gets_no_more_steps_than_it_needs(starts):
    easy, hard, both = [], [], []
    carried_within(_pendulum(easy), starts[:128], 0.0, 2.0, 1e-6, piece=128)
    carried_within(_pendulum(hard), starts[-128:], 0.0, 12.0, 1e-6, piece=128)
    assert sum(easy) < 0.5 * sum(hard)
    carried_within(_pendulum(both), starts, 0.0, 2.0, 1.0)
    assert sum(both) == len(starts) * (1 + 6 * STEPS)  # the first attempt was good enough


def test_a_few_that_go_ahead_spare_the_others_attempts_in_vain(monkeypatch):
    angles = np.linspace(0.1, 3.1, 36)
    many = np.stack(np.meshgrid(angles, 0.2 * angles), axis=-1).reshape(-1, 2)
    known = carried(_pendulum([]), many, 0.0, 6.0, 5e-3, RK4)[1]
    spent = []
    for few in (within.FEW, len(many)):
        monkeypatch.setattr(within, "FEW", few)
        counted = []
        _, gradients = carried_within(_pendulum(counted), many, 0.0, 6.0, 1e-6)
        wrong = np.linalg.norm(gradients - known, axis=(1, 2)) / np.linalg.norm(known, axis=(1, 2))
        assert wrong.max() < 5e-6
        spent.append(sum(counted))
    assert spent[0] < 0.95 * spent[1]


def test_backwards_is_the_inverse(starts):
    ends, there = carried_within(_pendulum([]), starts, 0.0, 4.0, 1e-8)
    back, again = carried_within(_pendulum([]), ends, 4.0, 0.0, 1e-8)
    np.testing.assert_allclose(back, starts, atol=1e-6)
    np.testing.assert_allclose(again @ there, np.broadcast_to(np.eye(2), there.shape), atol=1e-5)


def test_what_blows_up_is_nan_and_does_not_hold_up_the_rest():
    def pushed(x, m, t):
        return x**3, 3.0 * x[None] ** 2 * m

    calls = []

    def counted(x, m, t):
        calls.append(len(x))
        return pushed(x, m, t)

    starts = np.array([[0.1], [50.0], [0.2]])
    ends, gradients = carried_within(counted, starts, 0.0, 1.0, 1e-6)
    np.testing.assert_allclose(ends[[0, 2], 0], [0.1 / np.sqrt(0.98), 0.2 / np.sqrt(0.92)], 1e-5)
    assert np.isnan(ends[1]).all()
    assert np.isnan(gradients[1]).all()
    assert len(calls) < 10 * MOST


def test_a_withdrawn_ticket_ends_it(starts):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        carried_within(_pendulum([]), starts, 0.0, 1.0, 1e-6, ticket)


def test_a_few_displacements_become_what_the_gradients_make_of_them(starts):
    moves = np.random.default_rng(2).standard_normal((len(starts), 2, 1))
    ends, gradients = carried_within(_pendulum([]), starts, 0.0, 3.0, 1e-8)
    there, carried_moves = carried_within(_pendulum([]), starts, 0.0, 3.0, 1e-8, moves=moves)
    np.testing.assert_allclose(there, ends, atol=1e-6)
    np.testing.assert_allclose(carried_moves, gradients @ moves, rtol=1e-5, atol=1e-5)


def test_gradients_and_displacements_go_the_same_way(starts):
    class Swing(CarriesWithin):
        def carries(self, states, moves, start, stop, ticket):
            return carried_within(_pendulum([]), states, start, stop, 1e-6, ticket, moves=moves)

    begin, swing = starts[:5], Swing()
    _, gradients = swing.advance_tangent(begin, 0.0, 2.0)
    moves = np.random.default_rng(0).standard_normal((5, 2, 1))
    _, moved = swing.advance_displaced(begin, moves, 0.0, 2.0)
    assert moved == pytest.approx(gradients @ moves, abs=1e-4)
