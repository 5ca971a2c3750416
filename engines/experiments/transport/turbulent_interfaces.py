"""A jet that carries dye: where its edges are, and which walls hold them there."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from engines.experiments.instrumented import Instrumented
from engines.experiments.remembered import Remembered
from engines.experiments.transport.dyed_series import DyedSeries
from engines.experiments.transport.ftle import FtleExperiment
from engines.layers.frame import Frame
from engines.parameters.declare import Parameters
from engines.protocols.flow import Flow
from engines.protocols.instrument import Instrument
from engines.protocols.subject import Subject
from engines.protocols.views import ViewSpec
from engines.running.ticket import Ticket

WALLS = ("ftle_live", "ftle", "ftle_over_live", "ftle_over")
BARRIERS = ("barriers",)
DYE = ("concentration",)
# instruments of the dye; nothing of them changes with what is asked of walls
STILL = ("concentration", "interfaces")
# in that order pictures are made: what takes long comes last
TURNS = {
    name: turn for turn, name in ((-1, STILL[0]), (-1, STILL[1]), (1, "across"), (2, "barriers"))
}


class TurbulentInterfaces(FtleExperiment):
    """Dye with its interfaces, walls of transport, barriers of momentum, and averages across."""

    shown: ClassVar[tuple[str, ...]] = ("concentration", "interfaces", "ftle", "across")

    def __init__(self, subject: Subject, chosen: Sequence[str] = ()) -> None:
        self._remembered = Remembered()
        super().__init__(DyedSeries(subject), chosen)

    def heading(self, parameters: Parameters) -> tuple[str, str]:
        frame = str(self.value(parameters, "frame", "fixed"))
        seen = "from a frame that moves along" if frame == "moving" else "in the plane"
        return "Dye", f"{seen}; the experiment was in space"

    def on(self, parameters: Parameters) -> tuple[type[Instrument], ...]:
        return tuple(sorted(super().on(parameters), key=lambda one: TURNS.get(one.name, 0)))

    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        """Dye first, each field of walls in a picture of its own under the same curves."""
        main, *charts = super().views(parameters)
        groups = [own for own in (DYE, WALLS, BARRIERS) if set(own) & set(main.layers)]
        if not groups:
            return (main, *charts)
        every = {name for own in groups for name in own}
        over = tuple(name for name in main.layers if name not in every)
        found = []
        for own in groups:
            layers = (*(name for name in main.layers if name in own), *over)
            one = replace(main, layers=layers)
            if own is WALLS:
                title, subtitle = super().heading(parameters)
                one = replace(one, id="walls", title=title, subtitle=subtitle, equations=())
            elif own is BARRIERS:
                words = "what momentum does not diffuse across"
                one = replace(one, id="barriers", title="aFTLE", subtitle=words, equations=())
            found.append(one)
        found[0] = replace(found[0], id=main.id, equations=main.equations)
        return (*found, *charts)

    def _work(
        self, one: type[Instrument], flow: Flow, parameters: Parameters, ticket: Ticket
    ) -> Generator[Frame, None, None]:
        """The dye and its edges are not made again while only walls are asked for."""
        if one.name not in STILL:
            return super()._work(one, flow, parameters, ticket)
        seen = self._flat.seen_by(one.name, parameters)
        own = {self._flat.named(d.name) for d in self._flat.declared[one.name]}
        key = (flow, *(getattr(seen, name) for name in sorted(own)))
        return self._remembered.frames(
            one.name, key, partial(Instrumented._work, self, one, flow, parameters, ticket)
        )


EXPERIMENT = TurbulentInterfaces
