from __future__ import annotations

import numpy as np

from engines.running.ticket import Ticket
from engines.training.recipes.generative.interpolants.digits import RECIPE


class Tiny(RECIPE):
    hidden, batch = (8,), 16


def test_threes_become_eights():
    recipe = Tiny()
    list(recipe.fit(0, 2, Ticket()))
    flow = recipe.trained()
    begin = flow.noise(5, np.random.default_rng(0))
    pictures = flow.decode(flow.advance(begin, 0.0, 1.0))
    assert pictures.shape == (5, 8, 8)
    assert np.isfinite(pictures).all()
    # what a three begins with is ink as it was written
    known = flow.decode(np.asarray(recipe.known(0)["sources"][:1], dtype=float))
    assert np.allclose(16.0 * known, np.round(16.0 * known), atol=1e-3)
