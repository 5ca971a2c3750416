from __future__ import annotations

from engines.learned.generative.pfgm import PfgmFlow
from engines.running.ticket import Ticket
from engines.training.recipes.generative.pfgm.moons import RECIPE


def test_it_learns_one_network_for_each_number_of_dimensions():
    recipe = RECIPE()
    shots = list(recipe.fit(3, 4, Ticket()))
    assert recipe.shape == "moons"
    assert [shot.flow.hidden for shot in shots if shot.flow] == 2 * list(recipe.dimensions)
    assert isinstance(shots[-1].flow, PfgmFlow)
