from __future__ import annotations

import numpy as np

from engines.learned.generative.figures.denoiser import FiguresFlow, FiguresModel
from engines.running.ticket import Ticket
from engines.systems.samples.figures import figures
from engines.training.recipes.generative.figures import denoiser


def test_a_few_steps_give_a_flow_of_pictures_and_a_card_that_fits_it(monkeypatch):
    known = figures(300)
    monkeypatch.setattr(denoiser, "figures", lambda: known)
    recipe = denoiser.RECIPE()
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
    assert 4 * sum(array.size for array in recipe.arrays.values()) < 1.5e6
    # the directions it leaves out hold as much as its card says
    off = 2.0 * (flow.decode(flow.shown.coordinates(known)) - known)
    spread = ((2.0 * (known - known.mean(axis=0))) ** 2).mean()
    assert recipe.metrics()["left_out"] < 0.005
    assert (off**2).mean() <= recipe.metrics()["left_out"] * spread * 1.01
