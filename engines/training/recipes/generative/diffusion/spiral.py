"""Trains the denoiser of spiral."""

from __future__ import annotations

from engines.training.diffusion.denoising import DenoiserRecipe


class SpiralRecipe(DenoiserRecipe):
    """Points of one shape, noise of every strength; its edges take longer to learn."""

    shape = "spiral"
    title = "Diffusion, spiral"

    steps = 8000


RECIPE = SpiralRecipe
