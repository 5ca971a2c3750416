"""Trains the mean velocity from noise to eight Gaussians."""

from __future__ import annotations

from engines.training.diffusion.mean_velocity import MeanFlowRecipe


class EightGaussiansRecipe(MeanFlowRecipe):
    """Random pairs of noise and data, two random moments each."""

    shape = "eight Gaussians"
    title = "Mean flow, eight Gaussians"


RECIPE = EightGaussiansRecipe
