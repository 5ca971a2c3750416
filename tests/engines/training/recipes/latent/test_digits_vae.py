from __future__ import annotations

import numpy as np
import pytest

from engines.learned.latent.digits_vae import shapes
from engines.learned.weights import open_model
from engines.running.ticket import Ticket
from engines.systems.samples.digits import coloured, factors_of, split
from engines.training.recipes.latent.digits_vae import RECIPE, drawn, figures


def test_a_short_training_lowers_the_loss_and_leaves_a_model_that_opens(tmp_path):
    recipe = RECIPE(tested=300)
    snapshots = list(recipe.fit(0, 12, Ticket()))
    assert snapshots[-1].loss < snapshots[0].loss
    assert snapshots[-1].flow.decode(np.zeros((1, 10))).shape == (1, 16, 16, 3)
    recipe.save(tmp_path / "digits-vae.safetensors", tmp_path / "digits-vae.toml")
    assert open_model(tmp_path / "digits-vae.toml").card.metrics["kl"] > 0.0


def test_digits_and_their_places_are_drawn_from_those_given():
    digits, places = drawn(split(0)[1], 2000, np.random.default_rng(0))
    assert set(digits) <= set(split(0)[1])
    assert (places.min(), places.max()) == (0, 8)


def test_a_network_that_says_nothing_has_no_divergence_and_half_a_bit_each():
    blank = {name: np.zeros(shape, np.float32) for name, shape in shapes().items()}
    digits, places = drawn(split(0)[1], 20, np.random.default_rng(0))
    found = figures(blank, coloured(digits, factors_of(places)), 0)
    assert found["kl"] == 0.0
    assert found["entropy"] == pytest.approx(3 * 16 * 16 * np.log(2.0), rel=1e-6)
    assert found["bound"] == pytest.approx(-found["entropy"], rel=1e-5)
