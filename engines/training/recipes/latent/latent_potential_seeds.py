"""Trains again from later seeds, so that a difference can be told from chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from engines.training.potentials.arms import Arm, ArmsRecipe
from engines.training.potentials.settings import Settings
from engines.training.recipes.latent.latent_potential_flows import STEPS

WAVE, LINEAR = Settings("wave"), Settings("none", straight=True)


class LatentPotentialSeedsRecipe(ArmsRecipe):
    """Wave potentials and straight directions of the next two seeds; no classifier; and the
    published operator, row sums of second derivatives in place of the Laplacian.
    """

    steps = STEPS
    title = "Sprites, potential flows of other seeds"
    arms: ClassVar[Mapping[str, Arm]] = {
        "wave-seed-1": Arm(WAVE, 1),
        "linear-seed-1": Arm(LINEAR, 1),
        "wave-seed-2": Arm(WAVE, 2),
        "linear-seed-2": Arm(LINEAR, 2),
        "wave-unclassified": Arm(replace(WAVE, classified=False)),
        "wave-published": Arm(replace(WAVE, published_operator=True)),
    }


RECIPE = LatentPotentialSeedsRecipe
