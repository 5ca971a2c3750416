"""Trains denoisers of a spiral for four numbers of hidden dimensions."""

from __future__ import annotations

from engines.training.diffusion.charged import ChargedRecipe


class SpiralRecipe(ChargedRecipe):
    """Points of one shape, under the noise of a charge."""

    title = "PFGM++, spiral"
    shape = "spiral"


RECIPE = SpiralRecipe
