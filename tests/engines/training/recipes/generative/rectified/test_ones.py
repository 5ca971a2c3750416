from __future__ import annotations

import numpy as np

from engines.running.ticket import Ticket
from engines.training.recipes.generative.rectified.ones import RECIPE
from engines.training.recipes.generative.rectified.transfer import of_class
from engines.training.rectified import features


class Small(RECIPE):
    width, blocks, batch, pairs = 8, 1, 16, 30


def test_it_begins_with_ones_and_ends_with_sevens(monkeypatch):
    monkeypatch.setattr(features, "STEPS", 3)
    recipe = Small()
    flow = list(recipe.fit(0, 10, Ticket()))[-1].flow
    np.testing.assert_allclose(flow.source + flow.mean, of_class(1), atol=1e-6)
    ends = recipe.last(200, np.random.default_rng(0)) + flow.mean
    near = ((ends[:, None] - of_class(7)[None]) ** 2).sum(axis=2).min(axis=1)
    assert near.max() < 64 * 0.1**2 * 3  # no farther than what shakes every pixel
