import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.interpolants.noisy import shaken
from engines.running.ticket import Ticket, Withdrawn


def standing(x, t, eps):
    return -eps * x  # b = 0, and the score of a normal law


@pytest.fixture
def draw():
    return np.random.default_rng(0)


@pytest.mark.parametrize(
    "times", [np.linspace(0, 1, 201), np.linspace(1, 0, 201)], ids=["on", "back"]
)
def test_a_standing_normal_law_stands_whatever_the_noise(draw, times):
    x = draw.standard_normal((20_000, 1))
    found = shaken(standing, x, times, lambda t: 1.5, draw)
    assert found.std() == pytest.approx(1.0, abs=0.02)
    assert np.corrcoef(found[:, 0], x[:, 0])[0, 1] < 0.3  # it has moved all the same


def test_without_noise_it_is_the_flow_and_goes_back_where_it_came_from(draw):
    x = draw.standard_normal((50, 2))
    times = np.linspace(0.0, 1.0, 101)
    pull = lambda y, t, eps: -t * y  # noqa: E731
    there = shaken(pull, x, times, lambda t: 0.0, draw)
    assert there == pytest.approx(x * np.exp(-0.5), abs=1e-4 * 30)
    again = shaken(pull, there, times[::-1], lambda t: 0.0, draw)
    assert again == pytest.approx(x, abs=0.02)


def test_negative_noise_is_refused_and_withdrawal_is_heard(draw):
    x, times = np.zeros((2, 1)), np.array([0.0, 1.0])
    with pytest.raises(FlowError, match="eps must be >= 0"):
        shaken(standing, x, times, lambda t: -0.1, draw)
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        shaken(standing, x, times, lambda t: 0.0, draw, ticket)
