from __future__ import annotations

import numpy as np

from engines.learned.generative.digits.consistency import ConsistencyDigits
from engines.learned.weights import card_of, open_model
from engines.running.ticket import Ticket
from engines.training.diffusion import read_surely
from engines.training.recipes.generative.consistency.digits import RECIPE, TEACHER


def test_it_begins_as_its_teacher_and_leaves_a_model_that_opens(tmp_path, monkeypatch):
    monkeypatch.setattr(read_surely, "COUNT", 4)
    recipe = RECIPE()
    snapshots = list(recipe.fit(3, 1, Ticket()))
    assert isinstance(snapshots[-1].flow, ConsistencyDigits)
    taught = open_model(card_of(TEACHER)).arrays["v.0.weight"]
    assert np.abs(recipe.arrays["0.weight"] - taught).max() < 2e-3  # one step of the rate
    recipe.save(tmp_path / "consistency-digits.safetensors", tmp_path / "consistency-digits.toml")
    model = open_model(tmp_path / "consistency-digits.toml")
    assert model.card.training["teacher"] == TEACHER
    assert set(model.card.metrics) == {"sure_1", "sure_2", "sure_4"}
