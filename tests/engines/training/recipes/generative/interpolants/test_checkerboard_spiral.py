from __future__ import annotations

import numpy as np

from engines.running.ticket import Ticket
from engines.systems.samples.shapes import on_checkerboard
from engines.training.recipes.generative.interpolants import checkerboard_spiral
from engines.training.recipes.generative.interpolants.checkerboard_spiral import RECIPE


class Tiny(RECIPE):
    hidden, batch = (8,), 32


def test_squares_become_a_spiral_by_either_score(monkeypatch):
    monkeypatch.setattr(checkerboard_spiral, "CLOUD", 40)
    recipe = Tiny()
    seen = [snapshot.loss for snapshot in recipe.fit(0, 4, Ticket())]
    assert all(loss > 0.0 for loss in seen)
    bridge = recipe.trained()
    first, last = bridge.ends(500, np.random.default_rng(0))
    assert on_checkerboard(first).all()
    assert not on_checkerboard(last).all()
    assert "score.0.weight" in bridge.arrays
    assert set(recipe.measured()) == {"floor", "w2", "w2_denoiser", "w2_score"}
