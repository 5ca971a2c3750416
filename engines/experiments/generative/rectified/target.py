"""What a hand can set of a circle of Gaussians."""

from __future__ import annotations

from engines.parameters.declare import real, whole
from engines.systems.samples.mixtures import MODES, RADIUS, SPREAD

TARGET = (
    whole("modes", MODES, 1, 16, title="Clouds", group="Target", help="How many Gaussians."),
    real(
        "radius",
        RADIUS,
        0.5,
        5.0,
        title="Radius",
        symbol="R",
        group="Target",
        live=True,
        help="Distance of the clouds from the middle.",
    ),
    real(
        "spread",
        SPREAD,
        0.1,
        1.0,
        title="Spread",
        symbol="s",
        group="Target",
        live=True,
        help="Standard deviation of each cloud.",
    ),
)
