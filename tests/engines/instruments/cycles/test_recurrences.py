from __future__ import annotations

import math

import numpy as np
import pytest

from engines.instruments.cycles.recurrences import recurrences, usual_starts
from engines.running.ticket import Ticket, Withdrawn


def test_a_path_on_a_circle_comes_back_after_each_turn(written):
    flow = written("y", "-x")
    found = recurrences(flow, np.array([[0.0, 1.0]]), 20.0, 0.05, 30.0)
    turns = np.array([one.period for one in found]) / (2 * math.pi)
    np.testing.assert_allclose(turns, np.round(turns), atol=0.01)
    assert {1, 2, 3} <= set(np.round(turns).astype(int))
    assert found[0].gap <= found[-1].gap < 0.06


def test_backwards_periods_are_negative(written):
    found = recurrences(written("y", "-x"), np.array([[0.0, 1.0]]), -20.0, 0.05, 30.0)
    assert max(one.period for one in found) < -6.0


def test_a_path_that_comes_to_rest_does_not_return(shipped):
    found = recurrences(shipped("saddle"), np.array([[0.5, 0.5]]), 5.0, 0.05, 10.0)
    assert found == []


def test_starts_begin_with_the_one_of_the_file(shipped):
    lorenz = shipped("lorenz-1963")
    starts = usual_starts(lorenz, 4)
    assert starts.shape == (5, 3)
    np.testing.assert_array_equal(starts[0], lorenz.box.start)


def test_a_withdrawn_search_ends(written):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        recurrences(written("y", "-x"), np.array([[0.0, 1.0]]), 9.0, 0.1, 9.0, ticket)
