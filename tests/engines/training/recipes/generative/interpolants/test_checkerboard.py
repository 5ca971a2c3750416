from __future__ import annotations

import numpy as np

from engines.running.ticket import Ticket
from engines.training.recipes.generative.interpolants.checkerboard import RECIPE


class Tiny(RECIPE):
    hidden, batch = (8,), 32


def test_noise_becomes_a_checkerboard_by_one_network():
    recipe = Tiny()
    told = list(recipe.fit(0, 3, Ticket()))
    assert told[-1].step == 3
    flow = recipe.trained()
    assert flow.one_sided
    assert flow.interpolant.noise == "none"
    begin = flow.noise(4000, np.random.default_rng(0))
    assert abs(float(begin.std()) - 1.0) < 0.05
    assert 0.0 <= recipe.measured()["occupied"] < 0.9
    assert RECIPE.hidden == (256,) * 4
    assert RECIPE.steps == 7000
