"""Trains the denoiser of small handwritten digits for endless hidden dimensions: diffusion."""

from __future__ import annotations

import math

from engines.training.diffusion.charged import ChargedDigitsRecipe


class DigitsInfiniteRecipe(ChargedDigitsRecipe):
    """Pictures less their mean, under the noise of a charge."""

    title = "PFGM++, digits, infinite D"
    hidden = math.inf


RECIPE = DigitsInfiniteRecipe
