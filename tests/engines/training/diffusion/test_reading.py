from __future__ import annotations

import numpy as np

from engines.running.ticket import Ticket
from engines.training.diffusion.reading import ReaderRecipe, Told, altered


def test_pictures_are_shifted_by_a_pixel_at_most_and_stay_ink():
    spot = np.zeros((400, 8, 8))
    spot[:, 4, 4] = 0.5
    found = altered(spot, np.random.default_rng(0))
    assert found.min() >= 0.0
    assert found.max() <= 1.0
    near = found[:, 3:6, 3:6].sum(axis=(1, 2))
    assert near.mean() > 0.45
    middles = found.mean(axis=0)
    np.testing.assert_allclose(middles, middles.T, atol=0.03)  # neither way is preferred


class Halves(ReaderRecipe):
    """Whether the ink is on the left or on the right."""

    title, place, source, words = "Halves", "generative.halves", "none", "halves"
    layers, steps = (16, 4, 2), 150

    def told(self):
        pictures, kinds = np.zeros((40, 4, 4)), np.arange(40) % 2
        pictures[kinds == 0, :, :2], pictures[kinds == 1, :, 2:] = 1.0, 1.0
        return Told(pictures, kinds), Told(pictures[:10], kinds[:10])


def test_what_is_tested_is_counted_on_the_card(tmp_path):
    recipe = Halves()
    snapshots = list(recipe.fit(0, None, Ticket()))
    assert snapshots[-1].loss < 0.7 * snapshots[0].loss
    recipe.save(tmp_path / "halves.safetensors", tmp_path / "halves.toml")
    card = (tmp_path / "halves.toml").read_text()
    assert "tested = 10" in card
    assert "right = 1" in card
    assert "layers = [16, 4, 2]" in card
