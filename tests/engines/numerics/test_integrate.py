import numpy as np
import pytest

from engines.numerics.integrate import adapted, advanced, kicked, recorded, steps_between
from engines.numerics.steppers import STEPPERS, YOSHIDA_4
from engines.running.ticket import Ticket, Withdrawn


def oscillator(states, time):
    return np.stack([states[:, 1], -states[:, 0]], axis=1)


def explosion(states, time):
    return states**2


@pytest.fixture
def withdrawn():
    ticket = Ticket()
    ticket.withdraw()
    return ticket


def test_steps_are_the_fewest_that_are_short_enough():
    assert steps_between(0.0, 1.0, 0.1) == 10
    assert steps_between(1.0, 0.0, 0.3) == 4
    assert steps_between(2.0, 2.0, 0.1) == 0


@pytest.mark.parametrize("name", STEPPERS)
def test_time_can_be_reversed(name):
    start = np.array([[1.0, 0.0], [0.3, -2.0]])
    there = advanced(oscillator, start, 0.0, 2.0, step=1e-3, tableau=STEPPERS[name])
    back = advanced(oscillator, there, 2.0, 0.0, step=1e-3, tableau=STEPPERS[name])
    order = STEPPERS[name].order
    np.testing.assert_allclose(back, start, atol=20.0 * 1e-3**order + 1e-12)


@pytest.mark.parametrize("tolerance", [1e-5, 1e-8, 1e-11])
def test_error_control_keeps_to_the_tolerance(tolerance):
    start = np.array([[1.0, 0.0]])
    found = adapted(oscillator, start, 0.0, -7.0, rtol=tolerance, atol=tolerance)
    error = np.abs(found - [[np.cos(7.0), np.sin(7.0)]]).max()
    assert error < 20.0 * tolerance


def test_a_state_that_blows_up_is_nan_and_harms_no_other():
    start = np.array([[2.0], [-1.0], [0.1]])
    exact = start[1:] / (1.0 - start[1:])
    for found in (
        advanced(explosion, start, 0.0, 1.0, step=1e-3),
        adapted(explosion, start, 0.0, 1.0, rtol=1e-9, atol=1e-9),
    ):
        assert np.isnan(found[0])
        np.testing.assert_allclose(found[1:], exact, rtol=1e-6)


def test_a_record_holds_the_state_at_every_time():
    times = np.array([0.0, 0.5, 0.7, 3.0])
    found = recorded(oscillator, np.array([[1.0, 0.0]]), times, step=0.01)
    assert found.shape == (1, 4, 2)
    np.testing.assert_allclose(found[0, :, 0], np.cos(times), atol=1e-8)


def test_a_withdrawn_ticket_ends_each_of_them(withdrawn):
    start = np.array([[1.0, 0.0]])
    with pytest.raises(Withdrawn):
        advanced(oscillator, start, 0.0, 1.0, step=0.1, ticket=withdrawn)
    with pytest.raises(Withdrawn):
        adapted(oscillator, start, 0.0, 1.0, rtol=1e-6, atol=1e-6, ticket=withdrawn)
    with pytest.raises(Withdrawn):
        kicked(
            lambda p: p, lambda q, t: -q, start, start, 0.0, 1.0,
            step=0.1, method=YOSHIDA_4, ticket=withdrawn,
        )  # fmt: skip
