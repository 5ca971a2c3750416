from __future__ import annotations

import numpy as np

from engines.learned.generative.figures.transfer import TransferFlow, TransferModel
from engines.running.ticket import Ticket
from engines.training.recipes.generative.figures import transfer


def test_a_few_steps_give_every_stage_and_a_card_that_fits_them(monkeypatch):
    monkeypatch.setattr(transfer, "COUNT", 300)
    recipe = transfer.RECIPE()
    recipe.batch, recipe.pairs = 16, 20
    snapshots = list(recipe.fit(3, 6, Ticket()))
    assert snapshots[-1].steps == 6
    assert isinstance(snapshots[-1].flow, TransferFlow)
    wanted = TransferModel.shapes(recipe.sizes())
    assert {name: array.shape for name, array in recipe.arrays.items()} == wanted
    assert 4 * sum(array.size for array in recipe.arrays.values()) < 3e6
    costs = recipe.metrics()
    assert {"cost_matched", "cost_1", "cost_2", "left_out"} == set(costs)
    draw = np.random.default_rng(0)
    random, matched = (
        np.mean([((p.last - p.first) ** 2).sum(axis=1).mean() for p in (pairs(), pairs(), pairs())])
        for pairs in (recipe.drawn(recipe.stages[1], draw), recipe.drawn(recipe.stages[0], draw))
    )
    assert matched < 0.6 * random


def test_half_of_the_starts_are_circles_and_half_lie_in_planes_of_two(monkeypatch):
    monkeypatch.setattr(transfer, "COUNT", 300)
    recipe = transfer.RECIPE()
    next(iter(recipe.fit(3, 3, Ticket())))
    draw = np.random.default_rng(0)
    found = recipe.first(400, draw)
    known = transfer.principal(
        np.concatenate([transfer.circles(300, 3), transfer.squares(300, 3)]), transfer.KEPT
    )[0].coordinates(transfer.circles(300, 3))
    apart = np.sqrt(((found[:, None] - known) ** 2).sum(axis=2)).min(axis=1)
    near = transfer.JITTER * np.sqrt(transfer.KEPT) * 1.5
    assert (apart[200:] < near).all()
    assert (apart[:200] < near).mean() < 0.1
