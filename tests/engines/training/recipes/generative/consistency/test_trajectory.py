from __future__ import annotations

import numpy as np

from engines.learned.generative.flow_map import FlowMap
from engines.learned.weights import open_model
from engines.running.ticket import Ticket
from engines.training.diffusion import denoising
from engines.training.recipes.generative.consistency import trajectory
from engines.training.recipes.generative.consistency.trajectory import RECIPE, TEACHER


def test_a_few_steps_leave_a_map_that_opens_and_comes_out_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(denoising, "CLOUD", 20)
    monkeypatch.setattr(trajectory, "BATCH", 16)
    ends = []
    for _ in range(2):
        recipe = RECIPE()
        flow = list(recipe.fit(5, 3, Ticket()))[-1].flow
        assert isinstance(flow, FlowMap)
        ends.append(flow.advance(np.array([[0.5, -1.0]]), 0.0, 1.0))
    np.testing.assert_array_equal(*ends)
    recipe.save(tmp_path / "trajectory.safetensors", tmp_path / "trajectory.toml")
    model = open_model(tmp_path / "trajectory.toml")
    assert model.card.training["teacher"] == TEACHER
    assert set(model.card.metrics) == {"floor", "w2_1", "w2_2", "w2_4"}
