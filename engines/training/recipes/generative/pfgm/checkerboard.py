"""Trains denoisers of a checkerboard for four numbers of hidden dimensions."""

from __future__ import annotations

from engines.training.diffusion.charged import ChargedRecipe


class CheckerboardRecipe(ChargedRecipe):
    """Points of one shape, under the noise of a charge."""

    title = "PFGM++, checkerboard"
    shape = "checkerboard"


RECIPE = CheckerboardRecipe
