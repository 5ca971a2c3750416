from __future__ import annotations

import numpy as np
import pytest

from engines.learned.latent.sprites_reader import truth
from engines.learned.weights import open_model
from engines.running.ticket import Ticket
from engines.training.recipes.latent.sprites_reader import RECIPE, drawn, errors


def test_a_perfect_reader_has_no_errors():
    factors = drawn(300, np.random.default_rng(0))
    assert max(errors(truth(factors), factors).values()) < 1e-5


def test_a_quarter_of_the_period_is_chance():
    factors = drawn(30_000, np.random.default_rng(0))
    guessed = factors.copy()
    guessed[:, 2] = np.random.default_rng(1).uniform(0.0, 2.0 * np.pi, len(factors))
    found = errors(truth(guessed), factors)
    assert found["turn_square_degrees"] == pytest.approx(22.5, rel=0.03)
    assert found["turn_ellipse_degrees"] == pytest.approx(45.0, rel=0.03)
    assert found["turn_heart_degrees"] == pytest.approx(90.0, rel=0.03)


def test_a_short_training_lowers_the_loss_and_leaves_a_model_that_opens(tmp_path):
    recipe = RECIPE(train=600, test=90)
    snapshots = list(recipe.fit(0, 12, Ticket()))
    assert snapshots[-1].loss < snapshots[0].loss
    recipe.save(tmp_path / "sprites-reader.safetensors", tmp_path / "sprites-reader.toml")
    model = open_model(tmp_path / "sprites-reader.toml")
    assert model.card.bytes < 1_500_000
    assert 0.0 <= model.card.metrics["decoded_shape_wrong"] <= 1.0
