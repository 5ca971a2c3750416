from __future__ import annotations

import numpy as np

from engines.learned.weights import open_model
from engines.running.ticket import Ticket
from engines.training.recipes.generative.digits.reader import RECIPE, altered


def test_digits_are_shifted_by_a_pixel_at_most_and_stay_ink():
    spot = np.zeros((400, 8, 8))
    spot[:, 4, 4] = 0.5
    found = altered(spot, np.random.default_rng(0))
    assert found.min() >= 0.0
    assert found.max() <= 1.0
    near = found[:, 3:6, 3:6].sum(axis=(1, 2))
    assert near.mean() > 0.45
    middles = found.mean(axis=0)
    np.testing.assert_allclose(middles, middles.T, atol=0.03)  # neither way is preferred


def test_a_short_training_lowers_the_loss_and_leaves_a_model_that_opens(tmp_path):
    recipe = RECIPE()
    snapshots = list(recipe.fit(0, 60, Ticket()))
    assert snapshots[-1].loss < snapshots[0].loss
    recipe.save(tmp_path / "digits-reader.safetensors", tmp_path / "digits-reader.toml")
    model = open_model(tmp_path / "digits-reader.toml")
    assert model.card.bytes < 200_000
    assert model.card.metrics["right"] > 0.4
