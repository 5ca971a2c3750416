from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.stability.newton import _polished, certain_radii, zeros_in_box
from engines.running.ticket import Ticket, Withdrawn


def test_all_three_rests_of_lorenz_are_found_to_the_last_digits(lorenz):
    flow = lorenz()
    r = np.sqrt(flow.beta * (flow.rho - 1.0))
    exact = [[-r, -r, flow.rho - 1.0], [0.0, 0.0, 0.0], [r, r, flow.rho - 1.0]]
    np.testing.assert_allclose(zeros_in_box(flow, flow.box), exact, atol=1e-12)


def test_rests_of_the_pendulum_are_the_multiples_of_pi(pendulum):
    found = zeros_in_box(pendulum(), pendulum.box)
    np.testing.assert_allclose(found[:, 0], np.pi * np.arange(-2, 3), atol=1e-12)


def test_a_flow_without_rest_has_none(drift):
    class Wind(drift):
        steady = True

        def velocity(self, states, time):
            return np.ones_like(states)

    assert zeros_in_box(Wind(), Wind.box).shape == (0, 2)


def test_a_step_beyond_all_squares_is_only_a_long_one(drift):
    class Almost(drift):
        steady = True

        def velocity(self, states, time):
            return np.stack([np.ones(len(states)), states[:, 1]], axis=1)

        def jacobian(self, states, time):
            return np.tile(np.diag([1e-250, 1.0]), (len(states), 1, 1))

    assert zeros_in_box(Almost(), Almost.box).shape == (0, 2)
    assert _polished(Almost(), np.array([[0.1, 0.2]]), Almost.box).shape == (0, 2)


def test_many_rests_close_together_are_all_found(pendulum):
    class Grid(pendulum):
        box = pendulum.box

        def velocity(self, states, time):
            return np.sin(2.0 * states)

        def jacobian(self, states, time):
            return 2.0 * np.cos(2.0 * states)[:, :, None] * np.eye(2)

    assert len(zeros_in_box(Grid(), Grid.box)) == 9 * 5


def test_a_withdrawn_search_ends(pendulum):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        zeros_in_box(pendulum(), pendulum.box, ticket)


def test_the_radius_holds_the_true_zero_however_far_off_the_guess(henon):
    flow = henon()
    x = (-(1 - flow.b) + np.sqrt((1 - flow.b) ** 2 + 4 * flow.a)) / (2 * flow.a)
    exact = np.array([x, flow.b * x])
    for off in (1e-3, 1e-6, 1e-10, 0.0):
        guess = exact + off * np.array([0.6, -0.8])
        radius = certain_radii(flow, guess[None], flow.jacobian(guess[None], 0.0))[0]
        assert np.linalg.norm(guess - exact) <= radius <= 3.0 * off + 1e-14


def test_nothing_vouches_for_a_degenerate_zero(saddle):
    flow = saddle()
    singular = np.array([[[1.0, 1.0], [1.0, 1.0]]])
    assert certain_radii(flow, np.zeros((1, 2)), singular)[0] == np.inf
