from __future__ import annotations

from engines.learned.generative.digits.flow_map import FlowMapDigits
from engines.learned.weights import open_model
from engines.running.ticket import Ticket
from engines.training.diffusion import read_surely
from engines.training.recipes.generative.meanflow import digits
from engines.training.recipes.generative.meanflow.digits import RECIPE


def test_a_step_of_training_leaves_a_model_that_opens(tmp_path, monkeypatch):
    monkeypatch.setattr(read_surely, "COUNT", 4)
    monkeypatch.setattr(digits, "BATCH", 8)
    recipe = RECIPE()
    snapshots = list(recipe.fit(3, 1, Ticket()))
    assert isinstance(snapshots[-1].flow, FlowMapDigits)
    recipe.save(tmp_path / "meanflow-digits.safetensors", tmp_path / "meanflow-digits.toml")
    model = open_model(tmp_path / "meanflow-digits.toml")
    assert model.card.sizes["hidden"] == list(digits.HIDDEN)
    assert set(model.card.metrics) == {"sure_1", "sure_2", "sure_4"}
