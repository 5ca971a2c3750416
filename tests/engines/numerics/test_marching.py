from __future__ import annotations

import numpy as np
import pytest

from engines.numerics.marching import EULER, RK4, carried, marched, recorded, stepped
from engines.running.ticket import Ticket, Withdrawn


def spiral(x, t):
    return x @ np.array([[-0.1, 1.0], [-1.0, -0.1]]) + np.array([np.cos(t), 0.0])


@pytest.mark.parametrize(("scheme", "order"), [(EULER, 1), (RK4, 4)])
def test_the_error_falls_with_the_order_of_the_scheme(scheme, order):
    start = np.array([[1.0, 0.5]])
    fine = marched(spiral, start, np.array([0.0, 2.0]), 1e-3, RK4)[1]
    errors = [
        np.abs(marched(spiral, start, np.array([0.0, 2.0]), h, scheme)[1] - fine).max()
        for h in (0.1, 0.05, 0.025)
    ]
    slopes = np.diff(np.log(errors)) / np.log(0.5)
    np.testing.assert_allclose(slopes, order, atol=0.15)


def test_an_euler_path_is_straight_within_a_step():
    path = marched(spiral, np.array([[1.0, 0.0]]), np.array([0.0, 0.3, 0.7, 1.0]), 1.0, EULER)
    end = stepped(spiral, np.array([[1.0, 0.0]]), 0.0, 1.0, EULER)
    chord = path[0] + np.array([0.0, 0.3, 0.7, 1.0])[:, None, None] * (end - path[0])
    np.testing.assert_allclose(path, chord, atol=1e-15)


@pytest.mark.parametrize("scheme", [EULER, RK4])
def test_samples_do_not_move_the_nodes_of_the_grid(scheme):
    start = np.array([[1.0, 0.5]])
    few = marched(spiral, start, np.array([0.0, 1.0]), 0.1, scheme)[-1]
    many = marched(spiral, start, np.linspace(0.0, 1.0, 6), 0.1, scheme)[-1]
    np.testing.assert_allclose(many, few, atol=1e-12)


def test_time_may_run_backwards():
    start = np.array([[1.0, 0.5], [-0.3, 2.0]])
    there = recorded(spiral, start, np.array([0.0, 2.0]), 0.01, RK4)[:, -1]
    back = recorded(spiral, there, np.array([2.0, 0.0]), 0.01, RK4)[:, -1]
    np.testing.assert_allclose(back, start, atol=1e-8)


def test_a_state_that_blows_up_is_nan_and_the_others_are_unharmed():
    path = recorded(
        lambda x, t: x**3, np.array([[0.1], [9.0]]), np.array([0.0, 0.5, 1.0]), 0.05, RK4
    )
    assert np.isfinite(path[0]).all()
    assert np.isnan(path[1, -1]).all()


def test_the_gradient_is_that_of_the_scheme_itself():
    a = np.array([[-0.1, 1.0], [-1.0, -0.1]])

    def pushed(x, m, t):
        return spiral(x, t), m @ a

    start = np.array([[1.0, 0.5], [0.0, -2.0]])
    ends, gradients = carried(pushed, start, 0.0, 1.0, 0.1, EULER)
    np.testing.assert_allclose(
        ends, marched(spiral, start, np.array([0.0, 1.0]), 0.1, EULER)[1], atol=1e-14
    )
    exact = np.linalg.matrix_power(np.eye(2) + 0.1 * a.T, 10)
    np.testing.assert_allclose(gradients, np.tile(exact, (2, 1, 1)), atol=1e-13)


def test_a_withdrawn_ticket_ends_the_march():
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        marched(spiral, np.zeros((1, 2)), np.array([0.0, 1.0]), 0.1, RK4, ticket)
