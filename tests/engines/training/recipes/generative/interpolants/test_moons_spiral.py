from __future__ import annotations

import numpy as np

from engines.running.ticket import Ticket
from engines.training.recipes.generative.interpolants.moons_spiral import RECIPE


class Tiny(RECIPE):
    hidden, batch = (8,), 32


def test_moons_become_a_spiral_by_both_couplings():
    recipe = Tiny()
    told = list(recipe.fit(0, 4, Ticket()))
    assert told[-1].what == "Training, nearest in batch"
    first, last = recipe.trained("nearest in batch").ends(500, np.random.default_rng(0))
    assert np.abs(first[:, 1]).max() < 3.0 < np.abs(last[:, 1]).max()
    assert not recipe.trained().one_sided
