from __future__ import annotations

from engines.learned.weights import open_model
from engines.running.ticket import Ticket
from engines.training.recipes.generative.digits.reader import RECIPE


def test_a_short_training_lowers_the_loss_and_leaves_a_model_that_opens(tmp_path):
    recipe = RECIPE()
    snapshots = list(recipe.fit(0, 60, Ticket()))
    assert snapshots[-1].loss < snapshots[0].loss
    recipe.save(tmp_path / "digits-reader.safetensors", tmp_path / "digits-reader.toml")
    model = open_model(tmp_path / "digits-reader.toml")
    assert model.card.bytes < 200_000
    assert model.card.metrics["right"] > 0.4
