"""Trains denoisers of eight Gaussians for four numbers of hidden dimensions."""

from __future__ import annotations

from engines.training.diffusion.charged import ChargedRecipe


class EightGaussiansRecipe(ChargedRecipe):
    """Points of one shape, under the noise of a charge."""

    title = "PFGM++, eight Gaussians"
    shape = "eight Gaussians"


RECIPE = EightGaussiansRecipe
