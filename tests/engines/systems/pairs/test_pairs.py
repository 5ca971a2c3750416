from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.systems.pairs.pairs import Pairs

DRAW = np.random.default_rng(0)
FIRST, LAST = DRAW.standard_normal((40, 2)), DRAW.standard_normal((40, 2)) + 3.0


def test_matched_pairs_keep_both_clouds_and_cost_less():
    pairs = Pairs(FIRST, LAST)
    matched = pairs.matched(10)
    assert matched.cost() < pairs.cost()
    np.testing.assert_array_equal(matched.first, FIRST)
    np.testing.assert_array_equal(np.sort(matched.last, axis=0), np.sort(LAST, axis=0))
    assert Pairs(FIRST, LAST).matched(40).cost() < matched.cost()


def test_on_a_line_the_cheapest_pairs_are_in_order():
    x, y = DRAW.random((9, 1)), DRAW.random((9, 1))
    matched = Pairs(x, y).matched(9)
    order = np.argsort(matched.first[:, 0])
    assert (np.diff(matched.last[order, 0]) > 0.0).all()


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (FIRST, LAST[:30], "pairs of 40 and 30 points"),
        (FIRST, LAST[:, :1], "2 and 1 coordinates, domains must share shape"),
        (FIRST[:0], LAST[:0], "a cloud is empty"),
        (FIRST[0], LAST, r"the first cloud has shape \(2,\)"),
    ],
)
def test_what_does_not_fit_is_refused(first, last, sentence):
    with pytest.raises(FlowError, match=sentence):
        Pairs(first, last)
