"""A cloud on its way from one law to another, over its density, beside the FTLE of the way."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from engines.experiments.generative.learned_cloud import OF_NOW
from engines.experiments.generative.spans import Span, narrowed
from engines.experiments.instrumented import Instrumented
from engines.experiments.remembered import Remembered
from engines.layers.frame import Frame
from engines.parameters.declare import Parameters
from engines.protocols.flow import Flow
from engines.protocols.instrument import Instrument
from engines.protocols.subject import Subject
from engines.protocols.views import Clock, ViewSpec
from engines.running.ticket import Ticket

SHOWN_FOR = 8.0  # s of watching the whole way at speed 1
MOMENT = "t"
FIELDS = ("ftle", "ftle_live")
BY_SAMPLER = ("tracks", "noise_cost", "noisy_likelihood")  # what depends on its noise
SPANS: Mapping[str, Span] = {
    "start": (0.0, 0.0, 1.0),
    "duration": (1.0, 0.01, 1.0),
    "past": (1.0, 0.0, 1.0),
    "horizon": (1.0, -1.0, 1.0),
}


def field_beside(main: ViewSpec, divides: str) -> list[ViewSpec]:
    """The main view, its FTLE in a view of its own beside it.

    Args:
        main: With everything in it.
        divides: Words beside the title of the field.
    """
    if not any(name in main.layers for name in FIELDS):
        return [main]
    others = tuple(name for name in main.layers if name not in FIELDS)
    over = tuple(name for name in ("tracks", "starts") if name in main.layers)
    field = replace(
        main,
        id="ftle",
        title="FTLE",
        subtitle=divides,
        layers=(*FIELDS, *over),
        equations=(),
    )
    return [replace(main, layers=others), field] if others else [field]


class CarriedCloud(Instrumented):
    """What every family of flows from one cloud to another is shown with.

    Attributes:
        divides: Words beside the title of the field.
        of_cloud: Parameters that move the cloud only, so that no field is measured anew.
    """

    shown: ClassVar[tuple[str, ...]] = ("ftle", "transported", "probability", "tracks")
    divides = "where the way divides"
    of_cloud: tuple[str, ...] = ()

    def __init__(self, subject: Subject, chosen: Sequence[str] = ()) -> None:
        self._remembered = Remembered()
        super().__init__(subject, chosen)
        self.parameters = narrowed(self.parameters, SPANS)
        self._flat = replace(self._flat, model=self.parameters)

    def on(self, parameters: Parameters) -> tuple[type[Instrument], ...]:
        """The cloud is there at once; the field, which has a view of its own, comes after it."""
        found = super().on(parameters)
        return tuple(sorted(found, key=lambda one: one.name in FIELDS))

    def clock(self, parameters: Parameters) -> Clock:
        return Clock(MOMENT, 0.0, 1.0, "", "time t", 1.0 / SHOWN_FOR)

    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        main, *charts = super().views(parameters)
        return (*field_beside(main, self.divides), *charts)

    def _work(
        self, one: type[Instrument], flow: Flow, parameters: Parameters, ticket: Ticket
    ) -> Generator[Frame, None, None]:
        if one.name in OF_NOW:
            return super()._work(one, flow, parameters, ticket)
        still = parameters.model_copy(update={MOMENT: 0.0})
        measure = partial(super()._work, one, flow, parameters, ticket)
        free = {name: 0.0 for name in self.of_cloud}
        key = still if one.name in BY_SAMPLER else still.model_copy(update=free)
        return self._remembered.frames(one.name, key, measure)
