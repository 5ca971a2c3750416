"""Trains the denoiser of small handwritten digits for 2048 hidden dimensions."""

from __future__ import annotations

from engines.training.diffusion.charged import ChargedDigitsRecipe


class Digits2048Recipe(ChargedDigitsRecipe):
    """Pictures less their mean, under the noise of a charge."""

    title = "PFGM++, digits, D = 2048"
    hidden = 2048.0


RECIPE = Digits2048Recipe
