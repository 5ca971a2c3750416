from __future__ import annotations

import numpy as np
import pytest

from engines.learned.weights import open_model
from engines.running.ticket import Ticket
from engines.systems.samples.sprites import sprites
from engines.training.recipes.latent.sprites_equivariant import RECIPE, Sequences

pytestmark = pytest.mark.filterwarnings(
    "ignore:`torch.jit.script` is deprecated"
)  # torch's own, in jvp


def test_both_twins_see_the_same_sequences():
    one, two = Sequences(3, 40), Sequences(3, 40)
    for _ in range(2):
        (s, pictures), (again, same) = one.batch(), two.batch()
        assert s == again
        np.testing.assert_array_equal(pictures, same)
    assert pictures.shape == (3, 40, 32, 32)


def test_no_sequence_passes_through_a_test_sprite():
    data = Sequences(0, 5000)
    kept = {picture.tobytes() for picture in sprites(data.test)}
    pictures = np.concatenate([data.batch()[1].reshape(-1, 32, 32) for _ in range(3)])
    assert len(kept) > 4000
    alike = sum(picture.tobytes() in kept for picture in pictures)
    # Squares and ellipses come back after a part of a turn: the same picture by another index.
    assert alike < 0.02 * len(pictures)


def test_a_short_training_lowers_the_loss_and_leaves_a_model_that_opens(tmp_path, monkeypatch):
    monkeypatch.setattr("engines.training.recipes.latent.sprites_equivariant.EACH", 3)
    recipe = RECIPE(test=300)
    snapshots = list(recipe.fit(0, 8, Ticket()))
    assert snapshots[-1].loss < snapshots[0].loss
    assert snapshots[-1].flow.decode(np.zeros((1, 12))).shape == (1, 32, 32)
    name = "sprites-equivariant"
    recipe.save(tmp_path / f"{name}.safetensors", tmp_path / f"{name}.toml")
    card = open_model(tmp_path / f"{name}.toml").card
    assert card.bytes < 1.5 * 2**20
    assert card.training["batch"] == 45
