"""Shapes, networks and formulae under one set of sliders: whatever carries noise to a shape."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from engines.errors import UnfitError
from engines.experiments.generative.chosen.formulae import (
    BY_HEART,
    EIGHT,
    EMPIRICAL,
    MIXTURES,
    formula_of,
)
from engines.experiments.generative.drawn.drawn_cloud import HINT
from engines.experiments.generative.drawn.of_card import of_card
from engines.experiments.generative.rectified.target import TARGET
from engines.learned.generative.meanflow import JUMPS
from engines.learned.weights import Model, card_of, open_model, stands_for
from engines.numerics.diffusion.declared import SAMPLING, path_of, sampler_of
from engines.parameters.declare import Declaration, Parameters, choice, real, switch, whole
from engines.protocols.flow import Flow
from engines.protocols.subject import Subject
from engines.systems.clouds.hand_drawn import HAND, OWN
from engines.systems.clouds.own_gaussians import DECLARED, GAUSSIANS, NAMES, number
from engines.systems.clouds.own_gaussians import HINT as IN_HAND

CAREFUL = 1e-3  # of tangents of a formula, which cost a tenth of those of a network
LEARNED: Mapping[str, str] = {
    EIGHT: "diffusion-eight-gaussians",
    "checkerboard": "diffusion-checkerboard",
    "moons": "diffusion-moons",
    "spiral": "diffusion-spiral",
}
MAPS: Mapping[str, str] = {  # flow maps to eight Gaussians
    "mean flow": "meanflow-eight-gaussians",
    "consistency": "consistency-eight-gaussians",
    "trajectories": "consistency-trajectory",
}
FORMULAE = (*MIXTURES, GAUSSIANS)  # data that no network has learned
FREE = ("mean flow", "trajectories")  # maps that know one path only
DATA = choice(
    "data",
    EIGHT,
    (*LEARNED, *MIXTURES, GAUSSIANS, OWN),
    title="Data",
    group="Data",
    help="What noise becomes.",
)
VELOCITY = choice(
    "velocity",
    "learned",
    ("learned", "exact", EMPIRICAL, *MAPS),
    title="Field",
    group="Data",
    help="What a network has learned, the formula, that of a few points by heart, or a learned map.",
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
        model: One of the shipped denoisers or maps, or another training of it in its place.
    """

    def __init__(self, model: Model) -> None:
        self.id, self.title, self.source = model.id, model.title, model.source
        chosen = (DATA, VELOCITY, BY_HEART, *HAND, *DECLARED)
        self.declared = (*chosen, *SAMPLING, *JUMPS, FROZEN, *TARGET, *GUIDED)
        self._given = model
        self._hand = of_card(model.card.training)
        self._own = OWN if self._hand is not None else stands_for(model.card)

    def taught(self, parameters: Parameters) -> bool:
        """Whether the network has learned the cloud of one's own as it is now."""
        p: Any = parameters
        return self._hand is not None and self._hand == (p.points, p.hand_spread)

    def showing(self) -> dict[str, object]:
        """Values at which the model it was made with is shown."""
        if self._hand is not None:
            points, spread = self._hand
            return {"data": OWN, "velocity": "learned", "points": points, "hand_spread": spread}
        maps = [name for name, id in MAPS.items() if id == self._own]
        shapes = [name for name, id in LEARNED.items() if id == self._own]
        return {"data": (shapes or [EIGHT])[0], "velocity": (maps or ["learned"])[0]}

    def trains(self, parameters: Parameters) -> str:
        """Id of the model whose recipe learns what is chosen; points of a hand by that of a shape.

        Raises:
            UnfitError: If there is none.
        """
        p: Any = parameters
        if p.data in FORMULAE:
            raise UnfitError(
                f"data = '{p.data}' has a formula and no recipe, allowed: "
                f"{', '.join(LEARNED)}, {OWN}"
            )
        if p.data == EIGHT and p.velocity in MAPS:
            return MAPS[p.velocity]
        return LEARNED.get(p.data, LEARNED[EIGHT])

    def learned(self, parameters: Parameters) -> Model:
        """The network for the field that is chosen.

        Raises:
            UnfitError: If there is none.
        """
        p: Any = parameters
        if p.data == OWN:
            return self._given if self._own == OWN else _model(LEARNED[EIGHT])
        if p.data not in LEARNED:
            raise UnfitError(f"data = '{p.data}' has no network, allowed velocity = 'exact'")
        wanted = MAPS[p.velocity] if p.data == EIGHT and p.velocity in MAPS else LEARNED[p.data]
        return self._given if wanted == self._own else _model(wanted)

    def flow(self, parameters: Parameters) -> Flow:
        p: Any = parameters
        if not self.exact(parameters):
            return self.learned(parameters).flow(parameters)
        sampler = sampler_of(parameters, CAREFUL)
        return formula_of(p).flow(path_of(parameters), sampler, p.wished, p.guidance)

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        """What means nothing for the field that is chosen."""
        p: Any = parameters
        found: dict[str, str] = {}
        jumping = p.data == EIGHT and p.velocity in MAPS
        formula = p.velocity in ("exact", EMPIRICAL)
        if p.data == OWN and not formula and not self.taught(parameters):
            found["velocity"] = "train it to see a network"
        if p.velocity != EMPIRICAL:
            found["by_heart"] = "belongs to the empirical field"
        arranged = p.data == GAUSSIANS
        if not arranged or number(p) < 0:
            found |= dict.fromkeys(NAMES, IN_HAND if arranged else f"belongs to {GAUSSIANS}")
        if p.solver == "ancestral":
            found["churn"] = "draws what DDPM draws"
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
            steady = ("schedule",) if p.velocity in FREE else ()
            idle = ("solver", "sampling_steps", "sampling_grid", "churn", *steady)
            found |= dict.fromkeys(idle, "a map jumps")
        else:
            found["jumps"] = "belongs to a map"
        return found

    def unused(self, parameters: Parameters) -> frozenset[str]:
        """Rows that are not worth a line while something else is chosen."""
        p: Any = parameters
        by_heart = () if p.velocity == EMPIRICAL else ("by_heart",)
        return frozenset((*by_heart, *(() if p.data == GAUSSIANS else NAMES)))

    def exact(self, parameters: Parameters) -> bool:
        """Whether the field is a formula."""
        p: Any = parameters
        if p.velocity == EMPIRICAL or p.data in FORMULAE:
            return True
        if p.data == OWN:
            return bool(p.velocity == "exact") or not self.taught(parameters)
        return bool(p.data == EIGHT and p.velocity == "exact")
