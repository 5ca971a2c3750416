from __future__ import annotations

import numpy as np

from engines.learned.generative.figures.reader import KINDS, SIDE
from engines.learned.weights import open_model
from engines.running.ticket import Ticket
from engines.systems.samples import figures
from engines.training.recipes.generative.figures.reader import RECIPE


def test_it_reads_the_kinds_that_are_drawn():
    assert KINDS == figures.KINDS
    assert SIDE == figures.SIDE
    train, test = RECIPE().told()
    assert train.pictures.shape == (10_000, SIDE, SIDE)
    assert set(np.unique(test.kinds)) == {0, 1, 2}
    assert not np.array_equal(train.pictures[:1000], test.pictures)


def test_a_short_training_lowers_the_loss_and_leaves_a_model_that_opens(tmp_path):
    recipe = RECIPE()
    snapshots = list(recipe.fit(0, 60, Ticket()))
    assert snapshots[-1].loss < snapshots[0].loss
    recipe.save(tmp_path / "figures-reader.safetensors", tmp_path / "figures-reader.toml")
    model = open_model(tmp_path / "figures-reader.toml")
    assert model.card.bytes < 200_000
    assert model.card.metrics["right"] > 0.6
