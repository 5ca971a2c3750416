from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.running.ticket import Ticket
from engines.systems.samples.digits import grey, labels, split
from engines.training.recipes.generative.rectified.transfer import RECIPE, of_class
from engines.training.rectified import features


class Small(RECIPE):
    width, blocks, batch, pairs = 8, 1, 16, 30


def test_it_begins_with_threes_and_ends_with_eights(monkeypatch):
    monkeypatch.setattr(features, "STEPS", 3)
    recipe = Small()
    snapshots = list(recipe.fit(0, 10, Ticket()))
    rows = split(0)[0]
    threes = grey(rows[labels(rows) == 3]).reshape(-1, 64)
    flow = snapshots[-1].flow
    np.testing.assert_allclose(flow.source + flow.mean, threes, atol=1e-6)
    assert recipe.weighed(recipe.stages[-1]) is None
    assert recipe.weighed(recipe.stages[0]) is not None
    assert {"cost_1", "cost_plain_1"} <= set(recipe.metrics())
    assert recipe.sizes()["source"] == len(threes)


def test_a_class_without_pictures_is_refused():
    with pytest.raises(FlowError, match="no picture of a 12, the class is empty"):
        of_class(12)
