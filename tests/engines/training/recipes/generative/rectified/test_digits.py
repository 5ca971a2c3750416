from __future__ import annotations

import numpy as np
import pytest

from engines.running.ticket import Ticket
from engines.training.recipes.generative.rectified.digits import RECIPE


class Small(RECIPE):
    width, blocks, batch, pairs = 8, 1, 16, 30


def test_noise_becomes_pixels_about_the_mean_picture():
    recipe = Small()
    snapshots = list(recipe.fit(0, 8, Ticket()))
    assert snapshots[-1].flow.k == "distilled"
    pictures = recipe.last(1500, np.random.default_rng(0))
    np.testing.assert_allclose(pictures.mean(axis=0), 0.0, atol=0.12)
    assert np.trace(np.cov(recipe._pictures.T)) == pytest.approx(18.78, abs=0.05)


def test_one_step_and_a_hundred_are_measured_for_every_round(monkeypatch):
    monkeypatch.setattr("engines.training.recipes.generative.rectified.digits.MEASURED", 70)
    recipe = Small()
    list(recipe.fit(0, 8, Ticket()))
    found = recipe.metrics()
    assert set(found) == {f"fd_{n}_{k}" for n in (1, 100) for k in ("1", "2", "3", "distilled")}
