"""Trains the denoiser of a checkerboard."""

from __future__ import annotations

from engines.training.diffusion.denoising import DenoiserRecipe


class CheckerboardRecipe(DenoiserRecipe):
    """Points of one shape, noise of every strength; its edges take longer to learn."""

    shape = "checkerboard"
    title = "Diffusion, checkerboard"

    steps = 8000


RECIPE = CheckerboardRecipe
