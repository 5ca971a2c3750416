"""Shapes, networks and formulae under one set of sliders: whatever carries noise to a shape."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from engines.errors import UnfitError
from engines.experiments.generative.drawn.drawn_cloud import HINT
from engines.experiments.generative.rectified.target import TARGET
from engines.learned.generative.diffusion import DiffusionFlow
from engines.learned.generative.meanflow import JUMPS
from engines.learned.weights import Model, card_of, open_model
from engines.numerics.diffusion.declared import SAMPLING, path_of, sampler_of
from engines.parameters.declare import Declaration, Parameters, choice, real, switch, whole
from engines.protocols.flow import Flow
from engines.protocols.subject import Subject
from engines.systems.clouds.gaussian_mixture import GaussianMixture, circle, mixture
from engines.systems.clouds.guided_flow import GuidedFlow
from engines.systems.clouds.hand_drawn import HAND, OWN, checked, hand_mixture, sheet
from engines.systems.clouds.probability_flow import flow_to
from engines.systems.clouds.shading import circle_placing

EIGHT = "eight Gaussians"
CAREFUL = 1e-3  # of tangents of a formula, which cost a tenth of those of a network
LEARNED: Mapping[str, str] = {
    EIGHT: "diffusion-eight-gaussians",
    "checkerboard": "diffusion-checkerboard",
    "moons": "diffusion-moons",
    "spiral": "diffusion-spiral",
}
MIXTURES: Mapping[str, GaussianMixture] = {
    "two Gaussians": mixture([[-2.0, 0.0], [2.0, 0.0]], 0.25),
    "uneven Gaussians": mixture(
        [[-2.0, -1.5], [2.2, -0.5], [0.0, 2.4]],
        [[[0.9, 0.5], [0.5, 0.5]], [[0.16, 0.0], [0.0, 1.2]], [[0.3, -0.1], [-0.1, 0.1]]],
        [0.5, 0.2, 0.3],
    ),
}
MAPS: Mapping[str, str] = {  # flow maps to eight Gaussians
    "mean flow": "meanflow-eight-gaussians",
    "consistency": "consistency-eight-gaussians",
}
DATA = choice(
    "data",
    EIGHT,
    (*LEARNED, *MIXTURES, OWN),
    title="Data",
    group="Data",
    help="What noise becomes.",
)
VELOCITY = choice(
    "velocity",
    "learned",
    ("learned", "exact", *MAPS),
    title="Field",
    group="Data",
    help="What a network has learned, the formula, or a map that a network has learned.",
)
GUIDED: tuple[Declaration, ...] = (
    whole(
        "wished",
        0,
        0,
        16,
        title="Class",
        symbol="c",
        group="Guidance",
        help="The cloud that is wished for, counted from the right; 0 for none.",
    ),
    real(
        "guidance",
        1.0,
        0.0,
        8.0,
        title="Guidance",
        symbol="w",
        group="Guidance",
        help="How far beyond the wish it is pushed; 0 is the cloud alone.",
    ),
)
FROZEN = switch(
    "frozen",
    False,
    title="Hold the field",
    group="Path",
    help="Hold the velocity as it is at this moment, and see what rests in it.",
)


@cache
def _model(id: str) -> Model:
    return open_model(card_of(id))


class DiffusionSubject(Subject):
    """Every flow from noise to a planar shape that can be chosen.

    Args:
        model: One of the shipped denoisers, for its card and its words.
    """

    def __init__(self, model: Model) -> None:
        self.id, self.title, self.source = model.id, model.title, model.source
        self.declared = (DATA, VELOCITY, *HAND, *SAMPLING, *JUMPS, FROZEN, *TARGET, *GUIDED)
        self._given = model
        self._taught: tuple[object, DiffusionFlow] | None = None

    def teach(self, parameters: Parameters, flow: DiffusionFlow) -> None:
        """Keep what a network has learned of a cloud of one's own, as long as it stays as it is."""
        self._taught = (_cloud(parameters), flow)

    def taught(self, parameters: Parameters) -> DiffusionFlow | None:
        """What a network has learned of the cloud of one's own; None if it has not seen this one."""
        known = self._taught
        return known[1] if known is not None and known[0] == _cloud(parameters) else None

    def learned(self, parameters: Parameters) -> Model:
        """The network for the field that is chosen.

        Raises:
            UnfitError: If there is none.
        """
        p: Any = parameters
        if p.data == OWN:
            return self._given
        if p.data not in LEARNED:
            raise UnfitError(f"data = '{p.data}' has no network, allowed velocity = 'exact'")
        wanted = MAPS[p.velocity] if p.data == EIGHT and p.velocity in MAPS else LEARNED[p.data]
        return self._given if wanted == self._given.id else _model(wanted)

    def flow(self, parameters: Parameters) -> Flow:
        p: Any = parameters
        taught = self._known(parameters)
        if taught is not None:
            return taught.along(path_of(parameters), sampler_of(parameters))
        if not self.exact(parameters):
            return self.learned(parameters).flow(parameters)
        placed = box = None
        if p.data == EIGHT:
            data = circle(p.modes, p.radius, p.spread)
            placed = circle_placing(p.modes, p.radius, p.spread)
        elif p.data == OWN:
            data, box = hand_mixture(p.points, p.hand_spread), sheet(checked(p.points), p.sheet)
        else:
            data = MIXTURES[p.data]
        live = {"sampling_steps": float(p.sampling_steps)}
        sampler = sampler_of(parameters, CAREFUL)
        plain = flow_to(data, path_of(parameters), sampler, box, live, placed)
        count = len(data.weights)
        if not 1 <= p.wished <= count:
            return plain
        return GuidedFlow(plain, p.wished - 1, p.guidance)

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        """What means nothing for the field that is chosen."""
        p: Any = parameters
        found: dict[str, str] = {}
        jumping = p.data == EIGHT and p.velocity in MAPS
        if p.data == OWN:
            if self.taught(parameters) is None:
                found["velocity"] = "train it to see a network"
        elif p.data in MIXTURES:
            found["velocity"] = "only a formula is known"
        elif p.data != EIGHT:
            found["velocity"] = "only a network is known"
        if p.data != OWN:
            found["hand_spread"] = HINT
        if not self.exact(parameters):
            found |= {d.name: "fixed by the training" for d in TARGET}
            found |= {d.name: "the network knows no classes" for d in GUIDED}
        elif p.data != EIGHT:
            found |= {d.name: "belongs to the eight Gaussians" for d in TARGET}
        if self.exact(parameters) and p.wished == 0:
            found["guidance"] = "needs a class"
        if jumping:
            steady = ("schedule",) if p.velocity == "mean flow" else ()
            found |= dict.fromkeys(("solver", "sampling_steps", "churn", *steady), "a map jumps")
        else:
            found["jumps"] = "belongs to a map"
        return found

    def exact(self, parameters: Parameters) -> bool:
        """Whether the field is a formula."""
        p: Any = parameters
        if p.data == OWN:
            return self._known(parameters) is None
        return p.data in MIXTURES or (p.data == EIGHT and p.velocity == "exact")

    def _known(self, parameters: Parameters) -> DiffusionFlow | None:
        """The network of a cloud of one's own, where it is asked for and there is one."""
        p: Any = parameters
        asked = p.data == OWN and p.velocity != "exact"
        return self.taught(parameters) if asked else None


def _cloud(p: Any) -> object:
    return p.points, p.hand_spread
