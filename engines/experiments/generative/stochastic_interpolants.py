"""Any cloud becomes any other: one knob from a flow to a diffusion, and no moment changes."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

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

SHOWN_FOR = 8.0  # s of watching from one cloud to the other at speed 1
MOMENT = "t"
FIELDS = ("ftle", "ftle_live")
OF_NOW = ("transported", "probability")
SPANS: dict[str, Span] = {
    "start": (0.0, 0.0, 1.0),
    "duration": (1.0, 0.01, 1.0),
    "past": (1.0, 0.0, 1.0),
    "horizon": (1.0, -1.0, 1.0),
}


class StochasticInterpolants(Instrumented):
    """A cloud on its bridge over the density it must have, and where the bridge divides."""

    shown = ("ftle", "transported", "probability", "tracks")
    title = "Bridge"

    def __init__(self, subject: Subject, chosen: Sequence[str] = ()) -> None:
        self._remembered = Remembered()
        super().__init__(subject, chosen)
        self.parameters = narrowed(self.parameters, SPANS)
        self._flat = replace(self._flat, model=self.parameters)

    def heading(self, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        noise = "flow" if p.eps == 0.0 else f"diffusion {p.eps:.3g}"
        return self.title, f"{p.shape}, latent noise {p.amplitude:.3g}, {noise}"

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        p: Any = parameters
        found = super().unfit(parameters)
        if p.gamma == "none":
            found["amplitude"] = "there is no latent noise"
        if p.shape == "mirror":
            found["first"] = "a mirror carries the second cloud out and back"
        return found

    def clock(self, parameters: Parameters) -> Clock:
        return Clock(MOMENT, 0.0, 1.0, "", "time of the bridge t", 1.0 / SHOWN_FOR)

    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        """The cloud over its density, and beside it the field of what is pulled apart."""
        main, *charts = super().views(parameters)
        found = [main]
        if any(name in main.layers for name in FIELDS):
            others = tuple(name for name in main.layers if name not in FIELDS)
            over = tuple(name for name in ("tracks", "starts") if name in main.layers)
            field = replace(
                main,
                id="ftle",
                title="FTLE of the drift",
                subtitle="where the bridge divides",
                layers=(*FIELDS, *over),
                equations=(),
            )
            found = [replace(main, layers=others), field] if others else [field]
        return (*found, *charts)

    def _work(
        self, one: type[Instrument], flow: Flow, parameters: Parameters, ticket: Ticket
    ) -> Generator[Frame, None, None]:
        """Only the cloud and its density depend on the moment, and no field on the noise."""
        if one.name in OF_NOW:
            return super()._work(one, flow, parameters, ticket)
        still = parameters.model_copy(update={MOMENT: 0.0})
        measure = partial(super()._work, one, flow, parameters, ticket)
        key = still if one.name == "tracks" else still.model_copy(update={"eps": 0.0})
        return self._remembered.frames(one.name, key, measure)


EXPERIMENT = StochasticInterpolants
