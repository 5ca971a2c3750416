from __future__ import annotations

import numpy as np

from engines.running.ticket import Ticket
from engines.training.recipes.generative.interpolants.bridge_eight import RECIPE


class Tiny(RECIPE):
    hidden, bend, batch = (8,), (8,), 32


def test_noise_goes_out_to_the_circle():
    recipe = Tiny()
    list(recipe.fit(0, 4, Ticket()))
    first, last = recipe.trained().ends(500, np.random.default_rng(0))
    assert abs(first.std() - 1.0) < 0.1
    assert np.abs(np.hypot(*last.T) - 4.0).max() < 1.5
    assert recipe.trained().trained_noise == 0.5
