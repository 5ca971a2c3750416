"""Trains the denoiser of two moons."""

from __future__ import annotations

from engines.training.diffusion.denoising import DenoiserRecipe


class MoonsRecipe(DenoiserRecipe):
    """Points of one shape, noise of every strength."""

    shape = "moons"
    title = "Diffusion, moons"


RECIPE = MoonsRecipe
