"""Trains the denoiser of checkerboard."""

from __future__ import annotations

from engines.training.diffusion.denoising import DenoiserRecipe


class CheckerboardRecipe(DenoiserRecipe):
    """Points of one shape, noise of every strength."""

    shape = "checkerboard"
    title = "Diffusion, checkerboard"


RECIPE = CheckerboardRecipe
