"""Landscapes over codes while they are trained: they rise, and their ways part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from engines.experiments.glimpses import Glimpses, moves, told
from engines.experiments.instrumented import Instrumented
from engines.experiments.merging import Part
from engines.layers.frame import Frame
from engines.learned.latent.potentials.space import PotentialPlane, PotentialSpace
from engines.learned.weights import Model, stands_for
from engines.parameters.declare import Parameters
from engines.protocols.experiment import Learning
from engines.protocols.flow import Flow
from engines.protocols.recipe import Recipe
from engines.protocols.subject import Subject
from engines.running.ticket import Ticket

SHOWN = ("potential", "streamlines", "decoded", "contact_sheet")


def trained_as(subject: Subject) -> str:
    """Id of the model whose recipe trains `subject`."""
    return stands_for(subject.card) if isinstance(subject, Model) else subject.id


class Watched(Instrumented, Learning):
    """Shows each fresh copy of the potentials in the plane that is open."""

    def training_frames(
        self,
        recipe: Recipe,
        parameters: Parameters,
        ticket: Ticket,
        now: Callable[[], Parameters] | None = None,
    ) -> Iterator[Frame]:
        """The landscape and the sheets of the copy that is newest, over the plane of now."""
        shown = parameters

        def parts(flow: Flow) -> list[Part]:
            copy = self._cut(flow, shown)
            on = [one for one in self.on(shown) if one.name in SHOWN and not one.refuses(copy)]
            return [
                Part(
                    one.name,
                    one.title,
                    one(copy).frames(self._flat.seen_by(one.name, shown), ticket),  # type: ignore[arg-type]
                    one.draws,
                    one.depth,
                )
                for one in on
            ]

        glimpses = Glimpses(parts)
        for snapshot in recipe.fit(int(getattr(parameters, "seed", 0)), None, ticket):
            before, shown = shown, now() if now is not None else shown
            picture = glimpses.of(snapshot, **moves(self.clock(shown).parameter, before, shown))
            share = snapshot.step / max(snapshot.steps, 1)
            yield replace(picture, progress=share, task=told(snapshot))

    def _cut(self, flow: Flow, parameters: Parameters) -> Flow:
        """The plane that is open, through the space of a copy that is being trained."""
        plane: Any = self.flow(parameters)
        if isinstance(flow, PotentialSpace) and isinstance(plane, PotentialPlane):
            return plane.through(flow)
        return flow
