"""What can be chosen of a rectified flow: clouds, velocity, round, pairs and steps."""

from __future__ import annotations

from collections.abc import Mapping

from engines.learned.generative.rectified.stages import ROUNDS
from engines.learned.generative.rectified_flow import WALK, stage_choice
from engines.parameters.declare import Declaration, choice, places, real, whole
from engines.systems.pairs.clouds import CLOUDS, EIGHT, MOONS, NOISE, SPIRAL

LEARNED, EXACT, FROM_PAIRS = "learned", "exact", "from pairs"
RANDOM, MATCHING, STORED = "random", "matched", "stored"
POINTS = 4096  # of a cloud that a flow run backwards begins with
SHIPPED: Mapping[tuple[str, str], str] = {
    (NOISE, EIGHT): "rectified-flow",
    (MOONS, SPIRAL): "rectified-spiral",
}
BASELINES = "rectified-baselines"
BATCH = 256  # in which pairs are matched
WALKED = 40  # Euler steps by which pairs of a further round are made
LINEAR = "linear"
PATHS_OFFERED = (LINEAR, "VP", "trig")
NAMES = tuple(CLOUDS)
CHOICES: tuple[Declaration, ...] = (
    stage_choice(ROUNDS),
    WALK[1],
    choice(
        "velocity",
        LEARNED,
        (LEARNED, EXACT, FROM_PAIRS),
        title="Velocity",
        group="Flow",
        help="What a network has learned, the formula, or an average over the pairs that pass by.",
    ),
    choice(
        "pairing",
        RANDOM,
        (RANDOM, MATCHING, STORED),
        title="First pairs",
        group="Flow",
        help="Random, joined at the least cost in batches, or those of a file (Tools, Open points or pairs); "
        "later rounds use the pairs they made.",
    ),
    choice(
        "path",
        LINEAR,
        PATHS_OFFERED,
        title="Path",
        group="Flow",
        help="Straight segments between the pairs, or the curves of diffusion.",
    ),
    WALK[0],
    choice("begins", NOISE, NAMES, title="From", group="Clouds", help="The cloud at t = 0."),
    choice("ends", EIGHT, NAMES, title="To", group="Clouds", help="The cloud at t = 1."),
    real(
        "h",
        0.2,
        0.01,
        1.0,
        title="Bandwidth",
        symbol="h",
        group="Pairs",
        logarithmic=True,
        help="How far away a pair may pass and still be counted.",
    ),
    whole(
        "joined",
        1000,
        100,
        4000,
        title="Pairs",
        group="Pairs",
        logarithmic=True,
        help="How many pairs the velocity is made of.",
    ),
    places("stored"),
)

BELOW = choice(
    "below",
    "cost, theorems",
    (
        "cost, theorems",
        "pairs, theorems",
        "pairs, cost",
        "pairs, training",
        "cost, training",
        "training, theorems",
        "training",
    ),
    title="Below the field",
    group="Pairs",
    help="What stands in the lower views; the field of round 1 takes the first of them for "
    "later rounds.",
)
