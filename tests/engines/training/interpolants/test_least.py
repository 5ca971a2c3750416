from __future__ import annotations

import numpy as np

from engines.learned.generative.interpolants.least import BEND, LeastBridge
from engines.learned.weights import open_model
from engines.running.ticket import Ticket
from engines.training.interpolants.least import LeastActionRecipe


class Short(LeastActionRecipe):
    title, data = "Short", "two normal clouds"
    hidden, bend, batch, rate = (32,), (16,), 128, 1e-2

    def drawn(self, count, draw):
        return draw.standard_normal((count, 1)), draw.standard_normal((count, 1))


def widths(steps):
    """Variance of the interpolant at t = 1/2 after training."""
    recipe = Short()
    list(recipe.fit(0, steps, Ticket()))
    draw = np.random.default_rng(1)
    first, last, noise = (draw.standard_normal((8000, 1)) for _ in range(3))
    return recipe, float(recipe.trained().between(first, last, noise, np.array([0.5])).var())


def test_the_ways_widen_towards_the_bridge():
    """Straight ways have 0.75 at half time, the bridge 1.059."""
    recipe, wide = widths(700)
    assert 0.81 < wide < 1.2
    assert any(name.startswith(BEND) for name in recipe._arrays)


def test_drifts_and_ways_learn_in_turn_and_come_back_from_a_card(tmp_path):
    recipe = Short()
    before, after = ([], [])
    for steps, kept in ((1, before), (2, after)):
        list(recipe.fit(0, steps, Ticket()))
        kept.append(recipe.trained())
    recipe.save(tmp_path / "short.safetensors", tmp_path / "short.toml")
    again = open_model(tmp_path / "short.toml").flow(type("Values", (), VALUES)())
    assert isinstance(again, LeastBridge)
    x = np.array([[0.3], [-0.2]])
    known = after[0].tilted(x, 0.4, 0.5)
    np.testing.assert_allclose(again.tilted(x, 0.4, 0.5), known, atol=1e-5)


VALUES = {"eps": 0.5, "sampling_steps": 100, "wrong": 0.0, "profile": "steady"}
