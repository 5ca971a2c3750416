"""Trains the denoiser of eight Gaussians."""

from __future__ import annotations

from engines.training.diffusion.denoising import DenoiserRecipe


class EightGaussiansRecipe(DenoiserRecipe):
    """Points of one shape, noise of every strength."""

    shape = "eight Gaussians"
    title = "Diffusion, eight Gaussians"


RECIPE = EightGaussiansRecipe
