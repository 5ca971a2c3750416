"""Trains denoisers of two moons for four numbers of hidden dimensions."""

from __future__ import annotations

from engines.training.diffusion.charged import ChargedRecipe


class MoonsRecipe(ChargedRecipe):
    """Points of one shape, under the noise of a charge."""

    title = "PFGM++, moons"
    shape = "moons"


RECIPE = MoonsRecipe
