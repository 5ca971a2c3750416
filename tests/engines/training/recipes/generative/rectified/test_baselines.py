from __future__ import annotations

import numpy as np

from engines.running.ticket import Ticket
from engines.training.recipes.generative.rectified.baselines import RECIPE
from engines.training.recipes.generative.rectified.flow import RECIPE as PLAIN


class Small(RECIPE):
    batch = 64


def test_net_steps_and_rate_are_those_of_the_first_round():
    first = PLAIN.stages[0]
    assert all((s.steps, s.rate, s.after) == (first.steps, first.rate, "") for s in RECIPE.stages)
    assert RECIPE().shapes(("VP",)).keys() == {
        name.replace("k1.", "VP.") for name in PLAIN().shapes(("1",))
    }


def test_each_is_trained_on_its_own_path():
    recipe = Small()
    flows = {s.flow.k: s.flow for s in recipe.fit(0, 6, Ticket()) if s.flow is not None}
    assert {k: f.path.name for k, f in flows.items()} == {
        "VP": "VP",
        "trig": "trig",
        "matched": "linear",
    }


def test_every_batch_has_as_many_points_of_each_cloud():
    points = RECIPE().last(64, np.random.default_rng(0))
    angles = np.round(np.arctan2(points[:, 1], points[:, 0]) / (np.pi / 4)).astype(int) % 8
    assert (np.bincount(angles, minlength=8) == 8).all()
