from __future__ import annotations

import numpy as np
import pytest

from engines.learned.weights import open_model
from engines.running.ticket import Ticket
from engines.systems.samples.digits import split
from engines.training.recipes.generative.dpm_ot import digits
from engines.training.recipes.generative.dpm_ot.digits import RECIPE, nearness, states_of


def test_states_of_what_is_learned_from_have_no_mean():
    train, test = split(0)
    assert states_of(train).mean(axis=0) == pytest.approx(np.zeros(64), abs=1e-6)
    assert np.abs(states_of(test).mean(axis=0)).max() > 1e-3


def test_nearness_is_the_median_distance_of_the_nearest():
    known = np.array([[0.0, 0.0], [10.0, 0.0]])
    states = np.array([[1.0, 0.0], [9.5, 0.0], [0.0, 3.0]])
    assert nearness(states, known) == pytest.approx(1.0)


def test_a_short_search_lowers_the_residual_and_leaves_a_model_that_opens(tmp_path, monkeypatch):
    monkeypatch.setattr(digits, "DRAWS", 1500)
    monkeypatch.setattr(digits, "COUNTED", 3000)
    recipe = RECIPE()
    snapshots = list(recipe.fit(0, 12, Ticket()))
    assert [s.step for s in snapshots] == list(range(1, 13))
    assert snapshots[-1].steps == 12
    assert snapshots[5].loss < snapshots[0].loss
    recipe.save(tmp_path / "dpm-ot-digits.safetensors", tmp_path / "dpm-ot-digits.toml")
    model = open_model(tmp_path / "dpm-ot-digits.toml")
    assert model.card.bytes < 1_500_000
    assert 0.0 < model.card.metrics["nearest_late"] < model.card.metrics["nearest_early"]
    assert model.card.metrics["variation_late"] > model.card.metrics["of_chance_late"]
