"""Charges and networks under one set of sliders: whatever carries noise along field lines."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import Any

from engines.errors import UnfitError
from engines.experiments.generative.drawn.drawn_cloud import HINT
from engines.experiments.generative.drawn.of_card import of_card
from engines.learned.generative.pfgm import PfgmModel
from engines.learned.weights import card_of, open_model, stands_for
from engines.numerics.hidden_dimensions.generation import ChargedGeneration
from engines.parameters.declare import Declaration, Parameters, choice, real
from engines.parameters.reading import changed
from engines.protocols.flow import Flow
from engines.protocols.subject import Subject
from engines.systems.clouds.charged import Charged
from engines.systems.clouds.hand_drawn import OWN

LEARNED: Mapping[str, str] = {
    "eight Gaussians": "pfgm-eight-gaussians",
    "moons": "pfgm-moons",
    "spiral": "pfgm-spiral",
    "checkerboard": "pfgm-checkerboard",
}
PAIR = "two points"
EXACT = "exact"
VELOCITY = choice(
    "velocity",
    EXACT,
    (EXACT, "learned"),
    title="Field",
    group="Charges",
    help="The formula of the charges, or what a network has learned of them.",
)
WALLS, ACROSS, POSTERIOR, OTHER, SIDE, RADII, NOTHING = (
    "walls",
    "across the walls",
    "posterior",
    "another D",
    "from the side",
    "radii",
    "nothing",
)
BESIDE = choice(
    "beside",
    WALLS,
    (WALLS, ACROSS, POSTERIOR, OTHER, SIDE, RADII, NOTHING),
    title="Beside it",
    group="Beside",
    help="Walls for D = 2, 32 and infinity; where a noisy point came from; the cloud of another D; "
    "field lines seen from the side, with the hidden distance upwards; or how far noise lies from "
    "its charge.",
)
ANOTHER = real(
    "another",
    1e6,
    1.0,
    1e6,
    title="The other D",
    symbol="D'",
    group="Beside",
    logarithmic=True,
    help="Hidden dimensions of the cloud beside; the end of the slider stands for infinitely many.",
)


@cache
def _model(id: str) -> PfgmModel:
    model = open_model(card_of(id))
    if not isinstance(model, PfgmModel):
        raise UnfitError(f"{id}: is no denoiser with hidden dimensions")
    return model


class ChargedSubject(Subject):
    """Every flow along field lines that can be chosen.

    Args:
        model: One of the shipped networks, or another training of them in their place.
    """

    def __init__(self, model: PfgmModel) -> None:
        self.id, self.title, self.source = model.id, model.title, model.source
        self._charged = Charged()
        known = {d.name for d in Charged.declared}
        own = tuple(d for d in model.declared if d.name not in known)
        self.declared: tuple[Declaration, ...] = (
            Charged.declared[0],
            VELOCITY,
            *Charged.declared[1:],
            *own,
            BESIDE,
            ANOTHER,
        )
        self._given = model
        self._hand = of_card(model.card.training)
        self._own = OWN if self._hand is not None else stands_for(model.card)

    def taught(self, parameters: Parameters) -> bool:
        """Whether the networks have learned the points of a hand as they are now."""
        p: Any = parameters
        return self._hand is not None and self._hand[0] == p.points

    def exact(self, parameters: Parameters) -> bool:
        """Whether the formula is shown."""
        p: Any = parameters
        if p.data == OWN:
            return p.velocity == EXACT or not self.taught(parameters)
        return p.velocity == EXACT or p.data not in LEARNED

    def showing(self) -> dict[str, object]:
        """Values at which the model it was made with is shown."""
        if self._hand is not None:
            return {"data": OWN, "velocity": "learned", "points": self._hand[0]}
        shapes = [name for name, id in LEARNED.items() if id == self._own]
        return {"data": shapes[0], "velocity": "learned"} if shapes else {}

    def taken(self, parameters: Parameters) -> PfgmModel | None:
        """The networks that are seen or may be trained; None where there are none."""
        p: Any = parameters
        if p.data == OWN and not self.taught(parameters):
            return _model(LEARNED["eight Gaussians"])
        return self.learned(parameters) if p.data in (*LEARNED, OWN) else None

    def trains(self, parameters: Parameters) -> str:
        """Id of the model whose recipe learns what is chosen; points of a hand by that of a shape.

        Raises:
            UnfitError: If there is none.
        """
        p: Any = parameters
        if p.data not in (*LEARNED, OWN):
            raise UnfitError(
                f"data = '{p.data}' has no recipe, allowed: {', '.join(LEARNED)}, {OWN}"
            )
        return LEARNED.get(p.data, LEARNED["eight Gaussians"])

    def learned(self, parameters: Parameters) -> PfgmModel:
        """The networks for the data that are chosen.

        Raises:
            UnfitError: If there are none.
        """
        p: Any = parameters
        if p.data == OWN and self.taught(parameters):
            return self._given
        if p.data not in LEARNED:
            raise UnfitError(f"data = '{p.data}' has no network, allowed velocity = 'exact'")
        wanted = LEARNED[p.data]
        return self._given if wanted == self._own else _model(wanted)

    def flow(self, parameters: Parameters) -> Flow:
        if self.exact(parameters):
            return self._charged.flow(parameters)
        return self.learned(parameters).flow(parameters)

    def with_hidden(self, parameters: Parameters, hidden: float) -> ChargedGeneration:
        """The flow with another D; of networks the one that was trained for the nearest."""
        values: dict[str, object]
        if self.exact(parameters):
            values = {"infinite": math.isinf(hidden)}
            values |= {} if math.isinf(hidden) else {"hidden": hidden}
        else:
            model = self.learned(parameters)
            values = {"trained": model.nearest(hidden)}
        found = self.flow(changed(parameters, values))
        if not isinstance(found, ChargedGeneration):
            raise UnfitError(f"{self.id}: no field lines lead to these data")
        return found

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        """What means nothing for the field that is chosen."""
        p: Any = parameters
        found: dict[str, str] = {}
        if p.data == OWN and not self.taught(parameters):
            found["velocity"] = "train it to see a network"
        elif p.data not in (*LEARNED, OWN):
            found["velocity"] = "no network has learned them"
        if self.exact(parameters):
            found |= dict.fromkeys(("trained", "target", "bits"), "belongs to a network")
            if p.infinite:
                found["hidden"] = "there are infinitely many"
            if p.data == PAIR:
                found["charges"] = found["drawn"] = "there are two"
            elif p.data == OWN:
                found["charges"] = found["drawn"] = "they are your own"
        else:
            fixed = ("hidden", "infinite", "charges", "drawn")
            found |= dict.fromkeys(fixed, "fixed by the training")
        if p.data != OWN:
            found["hand_spread"] = HINT
        if p.beside != OTHER:
            found["another"] = "needs the cloud of another D"
        return found
