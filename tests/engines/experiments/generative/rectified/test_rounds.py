from __future__ import annotations

import numpy as np
import pytest

from engines.experiments.generative.rectified.rounds import COUNT, Rounds
from engines.experiments.generative.rectified.subject import RectifiedSubject
from engines.learned.weights import card_of, open_model
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket


@pytest.fixture(scope="module")
def rounds():
    return Rounds(RectifiedSubject(open_model(card_of("rectified-flow"))))


@pytest.fixture
def values(rounds):
    return parameters_model("p", rounds._sets.declared)


@pytest.mark.parametrize(
    ("chosen", "words", "count", "shown"),
    [
        ({}, "round 1", 3, 1),
        ({"k": "3"}, "round 3", 3, 3),
        ({"k": "distilled"}, "distilled", 3, 2),
        ({"velocity": "exact"}, "round 1", 1, 1),
        ({"velocity": "exact", "ends": "ellipse", "k": "2"}, "round 2", 3, 2),
        ({"velocity": "exact", "path": "VP"}, "VP curve", 1, 1),
        ({"velocity": "from pairs", "k": "2"}, "round 2", 2, 2),
        ({"velocity": "from pairs", "pairing": "matched"}, "matched pairs", 1, 1),
    ],
)
def test_rounds_are_told_and_counted(rounds, values, chosen, words, count, shown):
    p = values(**chosen)
    assert (rounds.words(p), rounds.count(p), rounds.shown(p)) == (words, count, shown)


def test_pairs_of_a_later_round_are_those_the_round_before_made(rounds, values):
    p = values()
    first, _ = rounds.of(p, 1, Ticket())
    flow, pairs = rounds.of(p, 2, Ticket())
    assert len(pairs) == COUNT
    assert flow.k == "2"
    np.testing.assert_allclose(first.advance(pairs.first, 0.0, 1.0), pairs.last, atol=1e-4)


def test_pairs_of_a_formula_follow_its_sliders(rounds, values):
    _, pairs = rounds.of(values(velocity="exact", radius=2.0), 1, Ticket())
    assert np.linalg.norm(pairs.last, axis=1).mean() == pytest.approx(2.0, abs=0.2)


def test_a_round_is_walked_once_however_coarsely_it_is_followed(rounds, values):
    one = rounds.walked(values(), 2, Ticket())
    assert rounds.walked(values(k="2", sampling_steps=1, below="pairs, cost"), 2, Ticket()) is one
    assert rounds.walked(values(velocity="exact"), 1, Ticket()) is not one


def test_a_distilled_network_is_told_of_by_the_round_it_learned_from(rounds, values):
    assert rounds.told(values(k="distilled")).k == "2"
    assert rounds.told(values(k="3")).k == "3"
