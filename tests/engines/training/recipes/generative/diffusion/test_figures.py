from __future__ import annotations

import numpy as np

from engines.learned.generative.figures import FiguresFlow, FiguresModel
from engines.running.ticket import Ticket
from engines.training.recipes.generative.diffusion.figures import RECIPE


def test_a_few_steps_give_a_flow_of_pictures_and_a_card_that_fits_it():
    recipe = RECIPE()
    recipe.batch = 8
    snapshots = list(recipe.fit(3, 3, Ticket()))
    assert snapshots[-1].step == snapshots[-1].steps == 3
    flow = snapshots[-1].flow
    assert isinstance(flow, FiguresFlow)
    states = flow.noise(2, np.random.default_rng(0))
    assert np.isfinite(flow.velocity(states, 0.5)).all()
    assert flow.decode(states).shape == (2, 28, 28)
    wanted = FiguresModel.shapes(recipe.sizes())
    assert {name: array.shape for name, array in recipe.arrays.items()} == wanted
    assert 4 * sum(array.size for array in recipe.arrays.values()) < 5e6
