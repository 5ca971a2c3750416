from __future__ import annotations

import numpy as np

from engines.learned.generative.rectified_digits import PIXELS, PLAIN, RectifiedDigitsModel
from engines.running.ticket import Ticket
from engines.training.rectified.pixels import PixelsRecipe
from engines.training.rectified.rounds import Stage


class Small(PixelsRecipe):
    title, words = "Small", "two clouds"
    width, blocks, batch, pairs = 8, 1, 16, 30
    stages = (Stage("1", 6, 1e-3), Stage("2", 4, 1e-3, "1"), Stage(f"{PLAIN}1", 2, 1e-3))

    def prepared(self, seed):
        self.spreads = (1.0, 0.5)
        self.arrays["mean"] = np.zeros(PIXELS, np.float32)

    def first(self, count, draw):
        return draw.standard_normal((count, PIXELS))

    def last(self, count, draw):
        return 0.5 * draw.standard_normal((count, PIXELS))

    def metrics(self):
        return {}


def test_what_is_trained_is_what_the_card_promises():
    recipe = Small()
    snapshots = list(recipe.fit(0, None, Ticket()))
    assert snapshots[-1].step == 12
    wanted = RectifiedDigitsModel.shapes(dict(recipe.sizes()))
    assert {name: array.shape for name, array in recipe.arrays.items()} == wanted
    assert recipe.sizes()["plain"] == ["1"]


def test_pairs_of_the_second_round_come_from_the_first():
    recipe = Small()
    list(recipe.fit(0, None, Ticket()))
    flow = recipe.made(recipe.arrays, "1")
    batch = recipe._stored(recipe.stages[1], np.random.default_rng(0))()
    np.testing.assert_allclose(flow.advance(batch.first, 0.0, 1.0), batch.last, atol=1e-4)
