"""Trains the denoiser of small handwritten digits for 128 hidden dimensions."""

from __future__ import annotations

from engines.training.diffusion.charged import ChargedDigitsRecipe


class Digits128Recipe(ChargedDigitsRecipe):
    """Pictures less their mean, under the noise of a charge."""

    title = "PFGM++, digits, D = 128"
    hidden = 128.0


RECIPE = Digits128Recipe
