from __future__ import annotations

import tomllib

import numpy as np

from engines.learned.generative.interpolants.flow import LearnedBridge
from engines.learned.weights import open_model
from engines.numerics.interpolants.coupling import COUPLINGS
from engines.running.ticket import Ticket
from engines.training.interpolants.bridging import BridgeRecipe


class Short(BridgeRecipe):
    title, data = "Short", "two normal clouds"
    couplings, hidden, batch = COUPLINGS, (8,), 32

    def drawn(self, count, draw):
        return draw.standard_normal((count, 2)), 0.5 * draw.standard_normal((count, 2)) + 2.0


def test_each_coupling_is_trained_and_all_are_kept(tmp_path):
    recipe = Short()
    told = list(recipe.fit(0, 8, Ticket()))
    assert [told[0].what, told[-1].what] == [f"Training, {name}" for name in COUPLINGS]
    assert told[-1].step == told[-1].steps == 8
    assert isinstance(told[-1].flow, LearnedBridge)
    recipe.save(tmp_path / "short.safetensors", tmp_path / "short.toml")
    model = open_model(tmp_path / "short.toml")
    assert tomllib.loads((tmp_path / "short.toml").read_text())["sizes"]["couplings"] == list(
        COUPLINGS
    )
    x = np.array([[0.3, -0.2]])
    for name in COUPLINGS:
        again = model.flow(type("Values", (), values(name))())
        known = recipe.trained(name).velocity(x, 0.5)
        np.testing.assert_allclose(again.velocity(x, 0.5), known, atol=1e-5)


def values(coupling):
    sampler = {"eps": 0.0, "sampling_steps": 100, "wrong": 0.0, "profile": "steady"}
    return {"coupling": coupling, **sampler}


def test_the_same_seed_makes_the_same_networks():
    ends = []
    for _ in range(2):
        recipe = Short()
        list(recipe.fit(5, 4, Ticket()))
        ends.append(recipe.trained().velocity(np.ones((1, 2)), 0.2))
    np.testing.assert_array_equal(*ends)
