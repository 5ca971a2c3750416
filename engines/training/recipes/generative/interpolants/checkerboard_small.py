"""Trains smaller networks of the bridge from plain noise to a checkerboard, for comparison."""

from __future__ import annotations

from engines.training.recipes.generative.interpolants.checkerboard import CheckerboardRecipe


class SmallCheckerboardRecipe(CheckerboardRecipe):
    """Three layers of 128 for 4000 steps, otherwise the same."""

    title = "Bridge, noise to checkerboard, small"
    hidden = (128, 128, 128)
    steps = 4000


RECIPE = SmallCheckerboardRecipe
