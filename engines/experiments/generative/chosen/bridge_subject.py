"""Bridges between clouds that have a formula, and between shapes that networks have learned."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from engines.learned.generative.bridges import COUPLING, TOLD_BY
from engines.learned.weights import Model, card_of, open_model, stands_for
from engines.parameters.declare import Declaration, Parameters, choice
from engines.protocols.flow import Flow
from engines.protocols.subject import Subject
from engines.systems.clouds.bridges import Bridges

EXACT = "clouds below, exact"
LEARNED: Mapping[str, str] = {
    "noise to checkerboard, learned": "interpolants-checkerboard",
    "moons to spiral, learned": "interpolants-moons-spiral",
    "moons to Gaussians, learned": "interpolants-bridge",
    "noise to eight Gaussians, learned": "interpolants-bridge-eight",
    "checkerboard to spiral, learned": "interpolants-checkerboard-spiral",
}
PAIR = choice(
    "pair",
    EXACT,
    (EXACT, *LEARNED),
    title="Pair",
    group="Clouds",
    help="Two clouds of Gaussians, with every field in closed form, or two shapes with networks; "
    "to two or eight Gaussians along ways that are bent to cost least at diffusion 0.5.",
)
OF_CLOUDS = ("first", "last", "hand_spread", "shape", "gamma", "amplitude")


@cache
def _model(id: str) -> Model:
    return open_model(card_of(id))


class BridgeSubject(Subject):
    """Every bridge that can be chosen.

    Args:
        model: One of the shipped bridges, for its card and its words.
    """

    def __init__(self, model: Model) -> None:
        self.id, self.title, self.source = model.id, model.title, model.source
        self._clouds = Bridges()
        own = self._clouds.declared
        at = [d.name for d in own].index("eps")
        self.declared: tuple[Declaration, ...] = (
            PAIR,
            *own[:at],
            COUPLING,
            TOLD_BY,
            *own[at:],
        )
        self._given, self._own = model, stands_for(model.card)

    def showing(self) -> dict[str, object]:
        """Values at which the model it was made with is shown."""
        pairs = [pair for pair, id in LEARNED.items() if id == self._own]
        return {"pair": pairs[0]} if pairs else {}

    def learned(self, parameters: Parameters) -> Model | None:
        """The networks of the pair that is chosen; None if it has a formula."""
        p: Any = parameters
        if p.pair not in LEARNED:
            return None
        wanted = LEARNED[p.pair]
        return self._given if wanted == self._own else _model(wanted)

    def flow(self, parameters: Parameters) -> Flow:
        model = self.learned(parameters)
        if model is None:
            return self._clouds.flow(parameters)
        if COUPLING not in model.declared:
            parameters = parameters.model_copy(update={"coupling": COUPLING.default})
        return model.flow(parameters)

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        """What means nothing for the pair that is chosen."""
        model = self.learned(parameters)
        if model is None:
            known = {
                "coupling": "clouds with a formula are independent",
                TOLD_BY.name: "a formula knows both",
            }
            return known | self._clouds.unfit(parameters)
        found = dict.fromkeys(OF_CLOUDS, "fixed by the training")
        if COUPLING not in model.declared:
            found["coupling"] = "trained with independent draws"
        if TOLD_BY not in model.declared:
            found[TOLD_BY.name] = "trained in one way only"
        return found
