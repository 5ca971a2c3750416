from __future__ import annotations

import numpy as np
import pytest

from engines.learned.weights import open_model
from engines.running.ticket import Ticket
from engines.training.recipes.latent.sprites_vae import RECIPE, measured, split


def test_no_sprite_is_both_learned_and_tested():
    train, test = split(0)
    assert len(train) == 60_000
    assert len(test) == 5_000
    assert not np.intersect1d(train, test).size


def test_a_short_training_lowers_the_loss_and_leaves_a_model_that_opens(tmp_path):
    recipe = RECIPE(train=1000, test=512)
    snapshots = list(recipe.fit(0, 12, Ticket()))
    assert snapshots[-1].loss < snapshots[0].loss
    assert snapshots[-1].flow.decode(np.zeros((1, 12))).shape == (1, 32, 32)
    recipe.save(tmp_path / "sprites-vae.safetensors", tmp_path / "sprites-vae.toml")
    assert open_model(tmp_path / "sprites-vae.toml").card.metrics["kl"] > 0.0


def test_a_network_that_says_nothing_scores_as_the_mean():
    from engines.learned.latent.sprites_vae import shapes

    blank = {name: np.zeros(shape, np.float32) for name, shape in shapes().items()}
    pictures = np.full((4, 32, 32), 0.5, np.float32)
    found = measured(blank, pictures, pictures[0])
    assert found["kl"] == 0.0
    assert found["ratio"] == pytest.approx(1.0)
    assert found["entropy"] == pytest.approx(32 * 32 * np.log(2.0), rel=1e-6)
