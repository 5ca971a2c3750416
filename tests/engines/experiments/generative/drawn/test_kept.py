from __future__ import annotations

import pytest

from engines.experiments.generative.drawn.kept import Kept
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.ticket import Ticket


class Two(Recipe):
    def __init__(self):
        self.saved = None

    def fit(self, seed, steps, ticket):
        yield Snapshot(1, 2, 1.0, "early")
        yield Snapshot(2, 2, 0.5, "late")

    def save(self, weights, card):
        self.saved = (weights, card)


def test_what_a_training_ends_with_is_told_once_it_is_over():
    told, recipe = [], Two()
    run = Kept(recipe, told.append).fit(0, None, Ticket())
    next(run)
    assert told == []
    assert next(run).flow == "late"
    assert told == ["late"]
    with pytest.raises(StopIteration):
        next(run)
    Kept(recipe, told.append).save("w", "c")
    assert recipe.saved == ("w", "c")
