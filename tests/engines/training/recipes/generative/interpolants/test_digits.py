from __future__ import annotations

import numpy as np

from engines.learned.generative.interpolants.kinds import KINDS, PLAIN, TOLD
from engines.running.ticket import Ticket
from engines.training.recipes.generative.interpolants import digits
from engines.training.recipes.generative.interpolants.digits import RECIPE


class Tiny(RECIPE):
    hidden, batch = (8,), 16


def test_threes_become_eights():
    recipe = Tiny()
    list(recipe.fit(0, 2, Ticket()))
    flow = recipe.trained()
    assert (flow.first, flow.wish) == (3, 8)
    begin = flow.noise(5, np.random.default_rng(0))
    pictures = flow.decode(flow.advance(begin, 0.0, 1.0))
    assert pictures.shape == (5, 8, 8)
    assert np.isfinite(pictures).all()
    # what a three begins with is ink as it was written
    known = flow.decode(begin)
    assert np.allclose(16.0 * known, np.round(16.0 * known), atol=1e-3)


def test_every_kind_stands_at_both_ends_and_noise_at_the_first():
    recipe = Tiny()
    (first, last), told = recipe.joined(4000, np.random.default_rng(0), "independent")
    assert told.shape == (4000, TOLD)
    assert (told.sum(axis=1) == 2.0).all()
    assert np.abs(told[:, : KINDS + 1].mean(axis=0) - 1.0 / (KINDS + 1)).max() < 0.02
    noise = told[:, PLAIN] == 1.0
    assert abs(first[noise].std() - 1.0) < 0.02
    threes = last[told[:, KINDS + 1 + 3] == 1.0]
    known = recipe._pixels[recipe._labels == 3]
    assert np.abs(threes[:, None] - known).sum(axis=2).min(axis=1).max() == 0.0


def test_the_card_says_how_often_pictures_are_read_as_asked(monkeypatch):
    monkeypatch.setattr(digits, "SHOWN", 2)
    recipe = Tiny()
    list(recipe.fit(0, 2, Ticket()))
    told = recipe.measured()
    assert set(told) == {"read_from_digits", "read_from_noise"}
    assert all(0.0 <= share <= 1.0 for share in told.values())
