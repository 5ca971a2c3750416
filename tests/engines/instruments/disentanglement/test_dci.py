from __future__ import annotations

import numpy as np
import pytest

from engines.errors import ParameterError
from engines.instruments.disentanglement.dci import dci, scores
from engines.running.ticket import Ticket, Withdrawn


def test_a_diagonal_of_importances_is_perfect_and_an_even_table_worthless():
    assert scores(np.diag([1.0, 2.0, 0.5])) == (1.0, 1.0)
    np.testing.assert_allclose(scores(np.ones((4, 3))), (0.0, 0.0), atol=1e-12)
    assert scores(np.zeros((4, 3))) == (0.0, 0.0)


def test_a_coordinate_of_two_factors_costs_disentanglement_only():
    disentangled, complete = scores(np.array([[1.0, 1.0], [0.0, 0.0]]))
    assert (disentangled, complete) == (0.0, 1.0)


def test_a_code_that_is_the_factors_scores_one(factors):
    found = dci(factors[:2000], factors[:2000])
    assert found.disentanglement == pytest.approx(1.0, abs=0.05)
    assert found.completeness == pytest.approx(1.0, abs=0.05)
    assert found.informativeness == pytest.approx(1.0, abs=0.05)


def test_a_random_code_scores_nothing(factors, noise):
    found = dci(noise[:1000], factors[:1000])
    assert max(found.disentanglement, found.completeness) < 0.1
    assert found.accuracies[0] == pytest.approx(1.0 / 3.0, abs=0.08)


def test_two_factors_turned_by_an_eighth_are_entangled(rotated):
    codes, two = rotated
    assert dci(codes[:2000], two[:2000]).disentanglement < 0.2


def test_something_must_be_left_to_test_on(factors, noise):
    with pytest.raises(ParameterError, match="share = 1"):
        dci(noise, factors, share=1.0)


def test_a_withdrawn_score_is_not_waited_for(factors, noise):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        dci(noise, factors, ticket=ticket)
