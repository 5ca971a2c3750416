"""A trained flow beside the exact one it approximates, under one set of sliders."""

from __future__ import annotations

from typing import Any

from engines.parameters.declare import Parameters, choice, real, whole
from engines.protocols.flow import Flow
from engines.protocols.subject import Subject
from engines.systems.samples.mixtures import MODES, RADIUS, SPREAD, CircleOfGaussians

VELOCITY = choice(
    "velocity",
    "learned",
    ("learned", "exact"),
    title="Velocity",
    group="Flow",
    help="What the network has learned, or the formula it approximates.",
)
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


class ExactTwin(Subject):
    """The flow of a model, or on request the exact flow to a circle of Gaussians."""

    def __init__(self, model: Subject) -> None:
        self.id, self.title, self.source = model.id, model.title, model.source
        self.declared = (VELOCITY, *model.declared, *TARGET)
        self._model = model

    def flow(self, parameters: Parameters) -> Flow:
        p: Any = parameters
        if p.velocity == "learned":
            return self._model.flow(parameters)
        return CircleOfGaussians(p.modes, p.radius, p.spread, p.scheme, p.sampling_steps)

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        """What means nothing for the velocity that is chosen."""
        p: Any = parameters
        if p.velocity == "exact":
            return {"k": "exact needs no training"}
        return {d.name: "fixed by the training" for d in TARGET}
