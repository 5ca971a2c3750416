"""Trains the denoiser of a spiral."""

from __future__ import annotations

from engines.training.diffusion.denoising import DenoiserRecipe


class SpiralRecipe(DenoiserRecipe):
    """Points of one shape, noise of every strength."""

    shape = "spiral"
    title = "Diffusion, spiral"


RECIPE = SpiralRecipe
