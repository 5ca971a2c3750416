from __future__ import annotations

import numpy as np

from engines.learned.generative.diffusion import DiffusionFlow
from engines.running.ticket import Ticket
from engines.training.recipes.generative.diffusion.spiral import RECIPE


def test_it_learns_the_spiral():
    first, again = (list(RECIPE().fit(3, 12, Ticket())) for _ in range(2))
    assert first[-1].what == "Training, spiral"
    assert first[-1].step == first[-1].steps == 12
    assert isinstance(first[-1].flow, DiffusionFlow)
    places = np.array([[0.5, -1.0], [2.0, 1.0]])
    np.testing.assert_array_equal(
        first[-1].flow.velocity(places, 0.5), again[-1].flow.velocity(places, 0.5)
    )
