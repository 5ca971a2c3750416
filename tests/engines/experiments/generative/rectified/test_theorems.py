"""Each theorem on flows of which the answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from engines.experiments.generative.rectified.theorems import (
    OWN_PAIRS,
    STRAIGHT_ONLY,
    TURN,
    all_or_none,
    budget_closes,
    no_cost_rises,
    not_cheapest,
    same_law,
    straightens,
    theorems,
    turned_ellipses,
    view,
)
from engines.experiments.generative.rectified.walked import TIMES, Walked, walked
from engines.layers.statements import tally
from engines.numerics.diffusion.path import Linear, VariancePreserving
from engines.running.ticket import Ticket
from engines.systems.pairs.clouds import CLOUDS, ELLIPSE, TURNED, box_of
from engines.systems.pairs.linear_map import LinearMap, gaussian_map
from engines.systems.pairs.pairs import Pairs
from engines.systems.samples.mixtures import CircleOfGaussians, sampled

DRAW = np.random.default_rng(0)
FIRST = CLOUDS[ELLIPSE].mixture


@pytest.fixture(scope="module")
def first():
    """The exact first round from noise to eight Gaussians."""
    pairs = Pairs(DRAW.standard_normal((400, 2)), sampled(400, DRAW))
    return walked(CircleOfGaussians(sampling_steps=40, scheme="RK4"), pairs, Ticket())


@pytest.fixture(scope="module")
def straight():
    """The exact second round between two ellipses."""
    matrix = gaussian_map(FIRST.covariance(), CLOUDS[TURNED].mixture.covariance())
    begin = FIRST.drawn(400, DRAW)
    pairs = Pairs(begin, begin @ matrix.T)
    return walked(LinearMap(matrix, FIRST, box_of(ELLIPSE, TURNED)), pairs, Ticket())


def test_all_six_hold_for_exact_velocities(first, straight):
    for rounds in ([first], [straight]):
        found = theorems(rounds)
        assert len(found.rows) == 6
        assert tally(found.rows) == "6 of 6 hold"
        assert np.isfinite(found.numbers).all()


def test_said_of_straight_lines_only_nothing_is_said_of_curves(first):
    rows = theorems([first], VariancePreserving()).rows
    assert [row.about for row in rows[1:]] == [STRAIGHT_ONLY] * 5
    assert all(not row.verdict for row in rows[1:])


def test_a_flow_to_another_law_is_found_out(first):
    moved = Walked(first.pairs, 0.6 * first.path, first.bent, first.crossed)
    assert same_law(moved, Linear()).verdict == "fails"


def test_a_cost_that_rises_is_found_out(first):
    far = Walked(first.pairs, 2.0 * first.path, first.bent, first.crossed)
    found = no_cost_rises(far)
    assert found.verdict == "fails"
    assert found.found > 1.0


def test_reflow_that_bends_more_than_its_share_is_found_out(first):
    bent = Walked(first.pairs, first.path, 10.0 * first.crossed, first.crossed)
    assert straightens([bent, bent]).verdict == "fails"
    assert straightens([bent, first]).verdict == "holds"


def test_a_budget_that_does_not_close_is_found_out(first):
    known = Walked(first.pairs, first.path, first.bent, 0.5 * first.crossed)
    assert budget_closes(known).verdict == "fails"
    assert budget_closes(known, averaged=True).about == OWN_PAIRS
    assert budget_closes(first, averaged=True).about != OWN_PAIRS


def test_ways_that_bend_although_nothing_crossed_are_found_out(straight):
    odd = Walked(straight.pairs, straight.path, straight.bent + 3.0, straight.crossed)
    assert all_or_none(odd).verdict == "fails"
    assert all_or_none(straight).verdict == "holds"


def test_straight_ways_that_are_dear_say_by_how_much(straight):
    found = not_cheapest(straight)
    assert found.found == pytest.approx(3.38, rel=0.2)
    assert found.bound < 0.7 * found.found
    assert found.must.endswith("above the least")


def test_where_ways_are_bent_or_cheap_two_ellipses_stand_for_it(first):
    found = not_cheapest(first)
    assert found.must == TURN
    assert (found.found, found.bound) == turned_ellipses()
    begin = FIRST.drawn(60, DRAW)
    still = np.repeat(begin[:, None], len(TIMES), axis=1)
    none = np.zeros(60)
    assert not_cheapest(Walked(Pairs(begin, begin), still, none, none)).must == TURN


def test_the_ellipses_cost_what_is_known():
    np.testing.assert_allclose(turned_ellipses(), (3.3816, 1.8573), rtol=1e-3)


def test_it_is_shown_as_a_list():
    assert (view("of round 1").kind, view("of round 1").subtitle) == ("statements", "of round 1")
