from __future__ import annotations

import numpy as np

from engines.learned.generative.digits.by_class import WishedDigits
from engines.learned.weights import card_of, open_model
from engines.running.ticket import Ticket
from engines.training.recipes.generative.digits import by_class
from engines.training.recipes.generative.digits.by_class import RECIPE, read_right


def test_a_short_training_leaves_a_model_that_opens_and_its_card_says_how_it_is_read(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(by_class, "EACH", 1)
    recipe = RECIPE()
    snapshots = list(recipe.fit(3, 3, Ticket()))
    assert isinstance(snapshots[-1].flow, WishedDigits)
    recipe.save(tmp_path / "digits-by-class.safetensors", tmp_path / "digits-by-class.toml")
    model = open_model(tmp_path / "digits-by-class.toml")
    assert set(model.card.metrics) == {"read_at_0", "read_at_1", "read_at_3"}
    assert model.card.bytes < 1_500_000


def test_a_network_without_weights_is_read_by_chance():
    arrays = {n: np.zeros(s, np.float32) for n, s in by_class.every_shape((8,)).items()}
    share = read_right(arrays, 0.5, 0.0, open_model(card_of("digits-reader")), 2)
    assert 0.0 <= share <= 0.3
