from __future__ import annotations

import numpy as np

from engines.learned.generative.meanflow import MeanFlow
from engines.running.ticket import Ticket
from engines.training.recipes.generative.meanflow.eight_gaussians import RECIPE


def test_the_same_seed_gives_the_same_map():
    one, two = (list(RECIPE().fit(5, 6, Ticket()))[-1].flow for _ in range(2))
    assert isinstance(one, MeanFlow)
    places = np.array([[0.5, -1.0]])
    np.testing.assert_array_equal(one.advance(places, 0.0, 1.0), two.advance(places, 0.0, 1.0))
