from __future__ import annotations

from engines.training.recipes.generative.interpolants.checkerboard import RECIPE as LARGE
from engines.training.recipes.generative.interpolants.checkerboard_small import RECIPE


def test_it_is_the_same_with_smaller_networks():
    assert issubclass(RECIPE, LARGE)
    assert RECIPE.hidden == (128, 128, 128)
    assert RECIPE.steps < LARGE.steps
    assert RECIPE.interpolant == LARGE.interpolant
    assert RECIPE.title != LARGE.title
