"""Trains the denoiser of small handwritten digits for 32 hidden dimensions."""

from __future__ import annotations

from engines.training.diffusion.charged import ChargedDigitsRecipe


class Digits32Recipe(ChargedDigitsRecipe):
    """Pictures less their mean, under the noise of a charge."""

    title = "PFGM++, digits, D = 32"
    hidden = 32.0


RECIPE = Digits32Recipe
