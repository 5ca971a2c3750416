"""Trains the denoiser of small handwritten digits for 64 hidden dimensions."""

from __future__ import annotations

from engines.training.diffusion.charged import ChargedDigitsRecipe


class Digits64Recipe(ChargedDigitsRecipe):
    """Pictures less their mean, under the noise of a charge."""

    title = "PFGM++, digits, D = 64"
    hidden = 64.0


RECIPE = Digits64Recipe
