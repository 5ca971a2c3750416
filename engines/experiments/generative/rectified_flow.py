"""Noise becomes eight clouds: a trained flow under the instruments of any other."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from engines.errors import UnfitError
from engines.experiments.generative.carried_cloud import field_beside
from engines.experiments.generative.exact_twin import ExactTwin
from engines.experiments.generative.learned_cloud import LearnedCloud
from engines.experiments.generative.spans import Span, narrowed
from engines.experiments.generative.training_curve import shipped, view
from engines.experiments.remembered import Remembered
from engines.layers.frame import Frame
from engines.learned.weights import Model
from engines.parameters.declare import Parameters
from engines.protocols.flow import Flow
from engines.protocols.instrument import Instrument
from engines.protocols.subject import Subject
from engines.protocols.views import Clock, ViewSpec
from engines.running.ticket import Ticket

SHOWN_FOR = 8.0  # s of watching from noise to data at speed 1
MOMENT = "t"
# Time runs from 0 to 1, which no instrument can know from a velocity alone.
SPANS: Mapping[str, Span] = {
    "start": (0.0, 0.0, 1.0),
    "duration": (1.0, 0.01, 1.0),
    "past": (1.0, 0.0, 1.0),
    "horizon": (1.0, -1.0, 1.0),
}


class RectifiedFlowExperiment(LearnedCloud):
    """Paths from noise to data, where noise decides, and how straight the paths are."""

    shown = ("ftle", "transported", "tracks", "straightness")

    def __init__(self, subject: Subject, chosen: Sequence[str] = ()) -> None:
        if not isinstance(subject, Model):
            raise UnfitError(f"{subject.id}: this experiment needs a trained model")
        self.model = subject.id
        self._training: Mapping[str, Any] = subject.card.training
        self._twin = ExactTwin(subject)
        self._remembered = Remembered()
        super().__init__(self._twin, chosen)
        self.parameters = narrowed(self.parameters, SPANS)
        self._flat = replace(self._flat, model=self.parameters)

    def heading(self, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        if p.velocity == "exact":
            return "Paths", "exact, coloured by t"
        return "Paths", f"round {p.k}, coloured by t"

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        return {**super().unfit(parameters), **self._twin.unfit(parameters)}

    def clock(self, parameters: Parameters) -> Clock:
        return Clock(MOMENT, 0.0, 1.0, "", "flow time t", 1.0 / SHOWN_FOR)

    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        """Paths and FTLE beside each other, the charts below."""
        p: Any = parameters
        main, *charts = super().views(parameters)
        found = [*field_beside(main, "where noise decides"), *charts]
        if p.velocity == "learned":
            found.append(view(self._training, ("loss_before", "loss")))
        return tuple(found)

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        for frame in super().frames(parameters, ticket):
            yield self.with_curve(frame, parameters)

    def _work(
        self, one: type[Instrument], flow: Flow, parameters: Parameters, ticket: Ticket
    ) -> Generator[Frame, None, None]:
        """Only the carried noise depends on the moment the clock shows."""
        if one.name == "transported":
            return super()._work(one, flow, parameters, ticket)
        still = parameters.model_copy(update={MOMENT: 0.0})
        measure = partial(super()._work, one, flow, parameters, ticket)
        return self._remembered.frames(one.name, (flow, still), measure)

    def with_curve(self, frame: Frame, parameters: Parameters) -> Frame:
        return replace(frame, layers={"loss_before": shipped(self._training), **frame.layers})


EXPERIMENT = RectifiedFlowExperiment
