from __future__ import annotations

import pytest

from engines.experiments.generative.drawn.of_card import of_card

GOOD = {"points": [1.0, 2, -3.00004, 0.5], "hand_spread": 0.25}


def test_the_points_of_a_card_are_those_of_the_hand():
    assert of_card(GOOD) == (((1.0, 2.0), (-3.0, 0.5)), 0.25)


@pytest.mark.parametrize(
    "other",
    [
        {"points": []},
        {"points": [1.0]},
        {"points": "all"},
        {"points": [1.0, "x"]},
        {"points": [1.0, 1e9]},
        {"hand_spread": "wide"},
    ],
)
def test_what_are_no_points_is_no_cloud(other):
    assert of_card({**GOOD, **other}) is None
    assert of_card({}) is None
