"""Delay equations against exact solutions and another integrator, on histories."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from engines.errors import FlowError
from engines.running.ticket import Ticket, Withdrawn
from engines.systems.delay.history import INTERVALS, HistoryFlow


def test_linear_feedback_follows_the_polynomials_of_the_method_of_steps(feedback):
    flow = feedback.flow_at(feedback.defaults())
    times = np.array([0.0, 0.3, 1.0, 1.7, 2.0, 2.6, 3.0])
    exact = np.select(
        [times <= 1.0, times <= 2.0],
        [1.0 - times, 1.0 - times + (times - 1.0) ** 2 / 2.0],
        1.0 - times + (times - 1.0) ** 2 / 2.0 - (times - 2.0) ** 3 / 6.0,
    )
    path = flow.record(np.array([[1.0, 1.0]]), times)[0]
    np.testing.assert_allclose(path[:, 0], exact, atol=1e-13)
    np.testing.assert_allclose(path[2:5, 1], [1.0, 0.3, 0.0], atol=1e-13)


def stepped(system, stop):
    """x and y of `two` by scipy's DOP853 from break to break, with its own dense output."""
    tau, other = 1.0, 0.37
    pieces = []

    def past(t, i):
        if t <= 0.0:
            return 0.5 + 0.3 * t * t - t / 5.0 if i == 0 else 0.25
        return next(s for end, s in pieces if t <= end + 1e-12)(t)[i]

    def rates(t, z):
        return [past(t - tau, 1) - z[0], -past(t - other, 0) + 0.1 * np.sin(t)]

    # up to four delays after the start a derivative jumps
    every = {a * tau + b * other for a in range(8) for b in range(22)}
    ends = [t for t in sorted(every) if 0.0 < t < stop]
    z, start = np.array([0.5, 0.25]), 0.0
    for end in [*ends, stop]:
        if end - start > 1e-9:
            done = solve_ivp(
                rates, (start, end), z, "DOP853", rtol=1e-12, atol=1e-13, dense_output=True
            )
            pieces.append((end, done.sol))
            z, start = done.y[:, -1], end
    return z


def test_two_delays_with_a_given_history_agree_with_another_integrator(two):
    flow = HistoryFlow(two, two.defaults(), 0.0025)
    end = flow.advance(np.array([flow.box.start]), 0.0, 3.1)[0]
    np.testing.assert_allclose(end[:2], stepped(two, 3.1), atol=3e-8)


def test_the_state_is_the_history_so_that_two_calls_in_a_row_are_one(edited):
    system = edited('"-a*x@tau"', '"-a*x@tau + 0.3*x"')
    whole = system.flow_at(system.defaults()).whole
    start = np.array([whole.box.start])
    # after two delays the kink of the beginning has left the history
    middle = whole.advance(start, 0.0, 3.0)
    np.testing.assert_allclose(
        whole.advance(middle, 3.0, 5.013), whole.advance(start, 0.0, 5.013), atol=2e-9
    )


def test_samples_stand_newest_first_for_every_state(two):
    whole = two.flow_at(two.defaults()).whole
    assert whole.dimension == len(whole.states) == 2 * (INTERVALS + 1)
    start = np.array(whole.box.start).reshape(-1, 2)
    ago = -np.arange(INTERVALS + 1) / INTERVALS
    np.testing.assert_allclose(start[:, 0], 0.5 + 0.3 * ago**2 - ago / 5.0, atol=1e-14)
    np.testing.assert_array_equal(start[:, 1], 0.25)


def test_the_rate_of_a_history_is_the_equation_at_its_end_and_its_own_slope_before(two):
    whole = two.flow_at(two.defaults()).whole
    rate = whole.velocity(np.array([whole.box.start]), 0.5)[0].reshape(-1, 2)
    ago = -np.arange(INTERVALS + 1) / INTERVALS
    np.testing.assert_allclose(rate[1:, 0], 0.6 * ago[1:] - 0.2, atol=1e-11)
    late = 0.5 + 0.3 * 0.37**2 + 0.37 / 5.0
    np.testing.assert_allclose(rate[0], [0.25 - 0.5, -late + 0.1 * np.sin(0.5)], atol=1e-12)


def test_many_histories_move_as_each_does_alone(feedback):
    whole = feedback.flow_at(feedback.defaults()).whole
    many = np.random.default_rng(0).normal(size=(37, 1)) + np.array([whole.box.start])
    together = whole.advance(many, 0.0, 2.3)
    np.testing.assert_array_equal(together[[0, 20, 36]], np.concatenate([
        whole.advance(many[i : i + 1], 0.0, 2.3) for i in (0, 20, 36)
    ]))  # fmt: skip


def test_what_cannot_be_done_is_said(feedback):
    values = feedback.defaults()
    with pytest.raises(FlowError, match=r"^tau: must be > 0, got 0$"):
        feedback.flow_at({**values, "tau": 0.0})
    with pytest.raises(FlowError, match="a delay equation cannot be run backwards"):
        feedback.flow_at(values).advance(np.array([[1.0, 1.0]]), 1.0, 0.0)
    with pytest.raises(FlowError, match="step = -1, allowed above 0"):
        feedback.flow_at(values, -1.0)
    with pytest.raises(FlowError, match="steps over the longest delay, allowed 100000"):
        feedback.flow_at(values, 1e-7)


def test_a_withdrawn_ticket_ends_it(feedback):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        feedback.flow_at(feedback.defaults()).advance(np.array([[1.0, 1.0]]), 0.0, 1e6, ticket)
