"""Distils the denoiser of eight Gaussians into a map to the end of its paths."""

from __future__ import annotations

from engines.training.diffusion.distilling import ConsistencyRecipe


class EightGaussiansRecipe(ConsistencyRecipe):
    """One step of the shipped denoiser says which two places have one end."""

    shape = "eight Gaussians"
    teacher = "diffusion-eight-gaussians"
    title = "Consistency, eight Gaussians"


RECIPE = EightGaussiansRecipe
