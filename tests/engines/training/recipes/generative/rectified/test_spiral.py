from __future__ import annotations

import numpy as np

from engines.running.ticket import Ticket
from engines.training.recipes.generative.rectified.spiral import RECIPE


class Small(RECIPE):
    pairs, batch = 60, 16


def test_it_begins_with_moons_and_ends_on_the_spiral():
    recipe = Small()
    snapshots = list(recipe.fit(0, 8, Ticket()))
    flow = snapshots[-1].flow
    moons = flow.noise(500, np.random.default_rng(0))
    assert np.abs(moons[:, 1]).max() < 3.2
    assert recipe.last(500, np.random.default_rng(0)).max() > 3.0
    assert [s.name for s in recipe.stages] == ["1", "2", "3", "distilled"]
