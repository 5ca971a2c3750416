from __future__ import annotations

import numpy as np

from engines.learned.weights import open_model
from engines.running.ticket import Ticket
from engines.training.recipes.latent.sprites_plain import RECIPE


def test_a_short_training_lowers_the_loss_and_leaves_a_model_that_opens(tmp_path, monkeypatch):
    monkeypatch.setattr("engines.training.recipes.latent.sprites_equivariant.EACH", 3)
    recipe = RECIPE(test=520)
    snapshots = list(recipe.fit(0, 8, Ticket()))
    assert snapshots[-1].loss < snapshots[0].loss
    assert snapshots[-1].flow.decode(np.zeros((1, 12))).shape == (1, 32, 32)
    recipe.save(tmp_path / "sprites-plain.safetensors", tmp_path / "sprites-plain.toml")
    card = open_model(tmp_path / "sprites-plain.toml").card
    assert card.training["batch"] == 45
    assert card.metrics["bound"] < 0.0
