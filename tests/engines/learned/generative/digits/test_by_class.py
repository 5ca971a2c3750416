from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.learned.generative.digits.by_class import (
    MODEL,
    GuidedDigits,
    WishedDigits,
    every_shape,
    told,
    wishing,
)
from engines.numerics.diffusion.generation import Sampler

DRAW = np.random.default_rng(0)
ARRAYS = {n: 0.3 * DRAW.standard_normal(s) for n, s in every_shape((24,)).items()}
X = DRAW.standard_normal((5, 64))
QUICK = Sampler(steps=6)


def test_a_wish_is_one_of_ten_numbers_and_no_wish_is_none():
    np.testing.assert_array_equal(told(np.array([3, -1])).sum(axis=1), [1.0, 0.0])
    assert told(np.array([3]))[0, 3] == 1.0


def test_without_guidance_it_is_the_flow_that_was_wished_for():
    assert isinstance(wishing(ARRAYS, 0.5, 7, 0.0), WishedDigits)
    assert isinstance(wishing(ARRAYS, 0.5, None, 2.0), WishedDigits)
    guided = GuidedDigits(WishedDigits(ARRAYS, 0.5, 7), WishedDigits(ARRAYS, 0.5), 0.0)
    wished = WishedDigits(ARRAYS, 0.5, 7)
    np.testing.assert_allclose(guided.advance(X, 0.0, 1.0), wished.advance(X, 0.0, 1.0))


@pytest.mark.parametrize("w", [1.0, 3.0])
def test_guidance_goes_beyond_the_wish(w):
    flow = wishing(ARRAYS, 0.5, 7, w)
    wished, plain = WishedDigits(ARRAYS, 0.5, 7), WishedDigits(ARRAYS, 0.5)
    one, other = wished.velocity(X, 0.4), plain.velocity(X, 0.4)
    np.testing.assert_allclose(flow.velocity(X, 0.4), (1.0 + w) * one - w * other)
    np.testing.assert_allclose(flow.field.velocity(X, 0.4), flow.velocity(X, 0.4), atol=1e-4)
    assert flow.evaluations == 2 * plain.evaluations
    assert flow.decode(X).shape == (5, 8, 8)


def test_displacements_are_those_of_the_guided_velocity():
    flow = wishing(ARRAYS, 0.5, 2, 1.5)
    moves, h = DRAW.standard_normal((1, *X.shape)), 1e-5
    rates = flow.pushed(X, moves, 0.6)[1]
    apart = flow.velocity(X + h * moves[0], 0.6) - flow.velocity(X - h * moves[0], 0.6)
    np.testing.assert_allclose(rates[0], apart / (2.0 * h), rtol=1e-3, atol=1e-3)


def test_another_sampler_keeps_wish_and_guidance():
    flow = wishing(ARRAYS, 0.5, 2, 1.5).followed_by(QUICK)
    assert (flow.wished.wish, flow.w, flow.sampler.steps) == (2, 1.5, 6)
    assert r"\live{guidance}{1.5}" in flow.tex()[1]


def test_bad_sizes_and_weights_are_refused():
    with pytest.raises(FlowError, match="guidance w = 21"):
        wishing(ARRAYS, 0.5, 2, 21.0)
    for sizes in ({"hidden": [0], "spread": 1.0}, {"hidden": [8], "spread": 0.0}):
        with pytest.raises(ValueError, match="hidden|spread"):
            MODEL.shapes(sizes)


@pytest.mark.parametrize("wish", [None, 4])
def test_every_flow_can_be_asked_for_another_digit(wish):
    flow = wishing(ARRAYS, 0.5, wish, 1.5, sampler=QUICK)
    other = flow.wishing(9)
    assert (other.wish, other.w, other.sampler) == (9, 1.5, QUICK)
    assert flow.wishes[9] == "9"
