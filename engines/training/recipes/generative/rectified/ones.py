"""Trains the rectified flow from ones to sevens, with features of a classifier and without."""

from __future__ import annotations

from engines.training.recipes.generative.rectified.transfer import TransferRecipe


class RectifiedOnesRecipe(TransferRecipe):
    """From ones to sevens."""

    title = "Rectified flow, 1 to 7"
    words = "ones and sevens among 1,500 handwritten digits of 8 by 8 pixels"
    begins, ends = 1, 7


RECIPE = RectifiedOnesRecipe
