from __future__ import annotations

import numpy as np

from engines.running.ticket import Ticket
from engines.training.recipes.generative.interpolants.bridge import RECIPE


class Tiny(RECIPE):
    hidden, bend, batch = (8,), (8,), 32


def test_moons_go_up_and_down():
    recipe = Tiny()
    list(recipe.fit(0, 4, Ticket()))
    first, last = recipe.trained().ends(500, np.random.default_rng(0))
    assert np.abs(first[:, 1]).max() < 3.0 < np.abs(last[:, 1]).max()
    assert recipe.trained().trained_noise == 0.5
