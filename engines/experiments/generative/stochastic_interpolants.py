"""Any cloud becomes any other: one knob from a flow to a diffusion, and no moment changes."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from engines.errors import UnfitError
from engines.experiments.generative.carried_cloud import CarriedCloud
from engines.experiments.generative.chosen.bridge_subject import EXACT, LEARNED, BridgeSubject
from engines.experiments.generative.drawn.drawn_cloud import DrawnCloud
from engines.experiments.generative.learned_cloud import LearnedCloud
from engines.experiments.generative.training_curve import shipped, view
from engines.experiments.instrumented import Instrumented
from engines.instruments.density.probability import Probability
from engines.layers.frame import Frame
from engines.learned.generative.bridges import BridgesModel
from engines.learned.weights import stands_for
from engines.parameters.declare import Parameters
from engines.parameters.reading import changed
from engines.protocols.flow import Flow
from engines.protocols.gesture import Gesture
from engines.protocols.instrument import Instrument
from engines.protocols.subject import Subject
from engines.protocols.views import ViewSpec
from engines.running.ticket import Ticket
from engines.systems.clouds.hand_drawn import OWN

UNKNOWN = f"{Probability.title}: needs a flow"


class StochasticInterpolants(DrawnCloud, CarriedCloud, LearnedCloud):
    """A cloud on its bridge over the density it must have, and where the bridge divides."""

    title = "Bridge"
    divides = "of the drift, where the bridge divides"
    of_cloud = ("eps", "profile")
    drawn_as = "last"

    def drawn(self, parameters: Parameters) -> bool:
        p: Any = parameters
        return bool(p.pair == EXACT) and super().drawn(parameters)

    def respond(self, parameters: Parameters, gesture: Gesture) -> Parameters:
        """What is drawn is the last cloud of a pair that has a formula."""
        after = super().respond(parameters, gesture)
        p: Any = after
        own = p.last == OWN and p.pair != EXACT and after is not parameters
        return changed(after, {"pair": EXACT}) if own else after

    def __init__(self, subject: Subject, chosen: Sequence[str] = ()) -> None:
        if not isinstance(subject, BridgesModel):
            raise UnfitError(f"{subject.id}: this experiment needs a trained bridge")
        self.model = subject.id
        self._sets = BridgeSubject(subject)
        super().__init__(self._sets, chosen)

    def heading(self, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        noise = "flow" if p.eps == 0.0 else f"diffusion {p.eps:.3g}"
        if p.eps > 0.0 and p.profile != "steady":
            noise = f"{noise}, {p.profile}"
        if p.pair == EXACT:
            return self.title, f"{p.shape}, latent noise {p.amplitude:.3g}, {noise}"
        words = p.pair.split(",")[0]
        return words[0].upper() + words[1:], f"learned, {noise}"

    def flow(self, parameters: Parameters) -> Flow:
        if (model := self._sets.learned(parameters)) is not None:
            self.model = model.id  # what is shown is what is trained
        return super().flow(parameters)

    def in_use(self, parameters: Parameters, named: Subject) -> Subject | None:
        return self._sets.learned(parameters)

    def showing(self) -> Mapping[str, object]:
        return self._sets.showing()

    def trains(self, parameters: Parameters) -> str:
        model = self._sets.learned(parameters)
        if model is None:
            raise UnfitError(f"pair = '{EXACT}' has formulae only, allowed: {', '.join(LEARNED)}")
        return stands_for(model.card)

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        return {**super().unfit(parameters), **self._sets.unfit(parameters)}

    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        found = super().views(parameters)
        training = self._training(parameters)
        return found if training is None else (*found, view(training, ("loss_before", "loss")))

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """A density that nobody knows needs no sentence: it is off, and its row says why."""
        for frame in super().frames(parameters, ticket):
            notes = tuple(note for note in frame.notes if not note.startswith(UNKNOWN))
            yield self.with_curve(replace(frame, notes=notes), parameters)

    def with_curve(self, frame: Frame, parameters: Parameters) -> Frame:
        training = self._training(parameters)
        if training is None:
            return frame
        return replace(frame, layers={"loss_before": shipped(training), **frame.layers})

    def _training(self, parameters: Parameters) -> Mapping[str, Any] | None:
        model = self._sets.learned(parameters)
        return None if model is None else model.card.training

    def _work(
        self, one: type[Instrument], flow: Flow, parameters: Parameters, ticket: Ticket
    ) -> Generator[Frame, None, None]:
        """What is remembered belongs to the flow that is shown, not to one that still learns."""
        if flow is self.flow(parameters):
            return super()._work(one, flow, parameters, ticket)
        return Instrumented._work(self, one, flow, parameters, ticket)


EXPERIMENT = StochasticInterpolants
