from __future__ import annotations

import pytest

from engines.learned.generative.rectified_flow import SOURCE
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.samples.mixtures import CircleOfGaussians, sampled
from engines.training.rectified.planar import PlanarRecipe, measured, normal
from engines.training.rectified.rounds import Stage


class Small(PlanarRecipe):
    title, words, begins = "Small", "two clouds", "moons"
    stages = (
        Stage("1", 4, 1e-3),
        Stage("matched", 4, 1e-3),
        Stage("distilled", 2, 1e-3, "1", True),
    )
    pairs, batch = 40, 16

    def first(self, count, draw):
        return normal(count, draw) + 5.0

    def last(self, count, draw):
        return sampled(count, draw)


def test_the_cloud_it_begins_with_is_kept_with_the_weights():
    recipe = Small()
    list(recipe.fit(3, None, Ticket()))
    assert recipe.arrays["source"].shape == (SOURCE, 2)
    assert recipe.arrays["source"].mean() == pytest.approx(5.0, abs=0.1)
    assert recipe.sizes()["begins"] == "moons"
    assert recipe.training["steps"] == [4, 4, 2]


def test_matched_pairs_are_shorter_than_drawn_ones():
    recipe = Small()
    plain, matched = (recipe.drawn(s, stream(0, "x"))() for s in recipe.stages[:2])
    assert matched.cost() < 0.95 * plain.cost()


def test_an_exact_flow_is_measured_as_straight_as_it_is():
    def flow(k, steps):
        return CircleOfGaussians(scheme="Euler", sampling_steps=steps)

    found = measured(flow, ("1",), normal, sampled, count=150)
    assert found["straightness_1"] == pytest.approx(2.888, abs=0.5)
    assert found["w2_1_1"] > 3.0 > found["w2_100_1"]
