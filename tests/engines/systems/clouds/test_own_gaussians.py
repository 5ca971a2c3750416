from __future__ import annotations

import numpy as np
import pytest

from engines.errors import ParameterError
from engines.parameters.declare import parameters_model
from engines.parameters.reading import changed
from engines.systems.clouds.own_gaussians import (
    DECLARED,
    MOST,
    START,
    Gaussian,
    added,
    checked,
    in_hand,
    moved,
    number,
    own_mixture,
    pulled_out,
    rows_of,
    taken,
)

MODEL = parameters_model("own", DECLARED)


def test_rows_become_a_mixture():
    cloud, note = own_mixture(((1.0, 2.0, 0.25, 2.0, 0.5, 90.0), (0.0, 0.0, 0.75)))
    assert note == ""
    np.testing.assert_allclose(cloud.weights, [0.25, 0.75])
    np.testing.assert_allclose(cloud.covariances[0], np.diag([0.25, 4.0]), atol=1e-12)
    turned = Gaussian(0.0, 0.0, 1.0, 2.0, 1.0, 45.0).covariance()
    np.testing.assert_allclose(turned, [[2.5, 1.5], [1.5, 2.5]])


def test_weights_that_do_not_sum_to_one_are_normalised_and_it_is_said():
    cloud, note = own_mixture(((0.0, 0.0, 1.0), (3.0, 0.0, 3.0), (9.0, 0.0, 0.0)))
    assert note == "weights sum to 4, normalised to 1"
    np.testing.assert_allclose(cloud.weights, [0.25, 0.75])


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((), "gaussians has 0 rows with weight, at least 1 is needed"),
        (((0.0, 0.0, 0.0),), "gaussians has 1 rows with weight, at least 1"),
        (((0.0, 0.0),) * (MOST + 1), "gaussians has 17 rows, allowed at most 16"),
        (((0.0,),), "gaussians, row 1 has 1 numbers, allowed 2 to 6"),
        (((0.0, 0.0), (float("nan"), 0.0)), r"gaussians, row 2 = .*finite"),
        (((101.0, 0.0),), "allowed up to 100 from 0"),
        (((0.0, 0.0, -1.0),), "row 1: weight = -1, must be >= 0"),
        (((0.0, 0.0, 1.0, 0.0),), "row 1: sd = 0, covariance must be positive definite"),
    ],
)
def test_what_is_no_mixture_is_refused_in_one_sentence(rows, sentence):
    with pytest.raises(ParameterError, match=sentence):
        checked(rows)


def test_the_one_in_hand_is_as_its_sliders_say_and_keeps_it_when_another_is_taken():
    p = changed(MODEL(), dict(in_hand(START, 0)))
    assert (number(MODEL()), number(p)) == (-1, 0)
    assert rows_of(p) == START
    p = changed(p, {"own_weight": 0.9})
    assert rows_of(p)[0] == (*START[0][:2], 0.9, *START[0][3:])
    p = changed(p, dict(in_hand(rows_of(p), 2)))
    assert p.own_weight == START[2][2]
    assert rows_of(p)[0][2] == 0.9


def test_a_hand_keeps_what_it_holds_unless_another_is_much_nearer():
    p = changed(MODEL(), dict(in_hand(START, 0)))
    assert taken(p, (START[0][0] + 0.1, START[0][1])) == 0
    assert taken(p, START[1][:2]) == 1
    assert taken(MODEL(), (0.0, 2.0)) == 2


def test_a_gaussian_is_moved_added_pulled_out_and_thrown_away():
    p = changed(MODEL(), dict(moved(MODEL(), (-2.2, -1.0), 6.0)))
    assert rows_of(p)[0][:2] == (-2.2, -1.0)
    p = changed(p, dict(added(p, (3.0, 3.0))))
    assert (len(p.gaussians), number(p)) == (4, 3)
    assert p.own_weight == pytest.approx(1.0 / 3.0)
    p = changed(p, dict(pulled_out(p, (3.0, 1.0))))
    assert (p.own_along, p.own_across, abs(p.own_turn)) == (1.0, 0.5, 90.0)
    assert changed(p, dict(pulled_out(p, (3.0, 3.1)))) == p  # a click leaves it round
    p = changed(p, dict(moved(p, (7.0, 2.9), 6.0)))
    assert len(p.gaussians) == 3
    one = MODEL(gaussians=(START[0],))
    assert len(changed(one, dict(moved(one, (9.0, 0.0), 6.0))).gaussians) == 1


def test_there_are_not_more_than_a_card_can_follow():
    full = MODEL(gaussians=(START[0],) * MOST)
    with pytest.raises(ParameterError, match="allowed at most 16"):
        added(full, (0.0, 1.0))
