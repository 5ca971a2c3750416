from __future__ import annotations

import numpy as np

from engines.systems.samples.shapes import moons
from engines.training.recipes.generative.diffusion.moons import RECIPE


def test_a_recipe_draws_its_own_shape_until_it_is_about_something_else():
    recipe = RECIPE()
    draw = np.random.default_rng
    np.testing.assert_array_equal(recipe.drawn(50, draw(1)), moons(50, draw(1)))
    assert recipe.named == "moons"
    points = np.array([[3.0, 0.0], [-3.0, 1.0]])
    other = recipe.about(points, 0.1)
    found = other.drawn(4000, draw(2))
    near = np.linalg.norm(found[:, None] - points, axis=2)
    assert near.min(axis=1).max() < 0.5
    np.testing.assert_allclose(near.argmin(axis=1).mean(), 0.5, atol=0.05)
    assert other.named == "your own"
    assert recipe.named == "moons"
    data, spread, reach = other.points(0)
    assert abs(spread - np.sqrt((data**2).mean())) < 1e-12
    assert reach > 3.5
