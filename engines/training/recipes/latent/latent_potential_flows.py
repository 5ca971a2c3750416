"""Trains potentials that obey three equations or none, and straight directions beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from engines.training.potentials.arms import Arm, ArmsRecipe
from engines.training.potentials.settings import Settings

STEPS = 700


class LatentPotentialFlowsRecipe(ArmsRecipe):
    """The wave equation first; then heat, Hamilton-Jacobi, no equation, and straight directions.

    Each arm sees the same classifier, batch and number of steps. Only the wave equation is asked to
    begin at rest: a potential that is flat at time 0 stays flat under the other two. Without a price on short walks one of six
    wave potentials stalled on a quarter of the codes.

    Source:
        Song, Keller, Sebe & Welling (2023), ICML.
    """

    steps = STEPS
    title = "Sprites, potential flows"
    arms: ClassVar[Mapping[str, Arm]] = {
        "wave": Arm(Settings("wave")),
        "heat": Arm(Settings("heat", rest_weight=0.0)),
        "hamilton-jacobi": Arm(Settings("hamilton-jacobi", rest_weight=0.0)),
        "none": Arm(Settings("none")),
        "linear": Arm(Settings("none", straight=True)),
    }


RECIPE = LatentPotentialFlowsRecipe
