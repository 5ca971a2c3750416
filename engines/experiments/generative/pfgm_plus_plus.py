"""Data as charges: from electrostatics to diffusion by the number of hidden dimensions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from engines.errors import UnfitError
from engines.experiments.generative.carried_cloud import MOMENT, CarriedCloud
from engines.experiments.generative.charges.at_moment import OF_MOMENT, AtMoment
from engines.experiments.generative.charges.beside import Beside, beside_key
from engines.experiments.generative.charges.from_aside import by_height
from engines.experiments.generative.charges.pace import per_log, repaced, sigma_at
from engines.experiments.generative.charges.subject import (
    EXACT,
    WALLS,
    ChargedSubject,
)
from engines.experiments.generative.charges.walls import (
    words,
)
from engines.experiments.generative.drawn.drawn_cloud import DrawnCloud, counted
from engines.experiments.generative.learned_cloud import OF_NOW, LearnedCloud
from engines.experiments.generative.spans import settable
from engines.experiments.generative.training_curve import shipped, view
from engines.experiments.instrumented import Instrumented
from engines.layers.frame import Frame, Layer
from engines.learned.generative.pfgm import PfgmModel
from engines.numerics.hidden_dimensions.generation import ChargedGeneration
from engines.parameters.declare import Parameters
from engines.parameters.reading import changed
from engines.protocols.flow import Flow
from engines.protocols.instrument import Instrument
from engines.protocols.recipe import Recipe
from engines.protocols.subject import Subject
from engines.protocols.views import ViewSpec
from engines.running.ticket import Ticket


class PfgmPlusPlus(DrawnCloud, CarriedCloud, LearnedCloud):
    """Noise on field lines back to the charges, beside walls, side views or another D."""

    shown = ("transported", "probability", "ftle", "tracks")
    title = "Field lines"
    divides = "where field lines part"
    as_points = True

    def __init__(self, subject: Subject, chosen: Sequence[str] = ()) -> None:
        if not isinstance(subject, PfgmModel):
            raise UnfitError(f"{subject.id}: this experiment needs networks with hidden dimensions")
        self.model = subject.id
        self._sets = ChargedSubject(subject)
        super().__init__(self._sets, chosen)
        held = AtMoment(self._charged(self.parameters()), 1.0)
        of_moment = [one for one in self.shelf if one.name in OF_MOMENT]
        self._flat = settable(self._flat, of_moment, held)
        self.parameters = self._flat.model
        self._beside = Beside(self._sets, self._remembered)

    def heading(self, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        flow = self._charged(parameters)
        kind = "" if self._sets.exact(parameters) else "learned, "
        shaken = f", shaken by {flow.alpha:.2g}" if flow.alpha > 0.0 else ""
        title = counted(p.points) if self.drawn(p) else self.title
        now = f"\N{GREEK SMALL LETTER SIGMA} = {sigma_at(flow, p.t):.2g}"
        return title, f"{kind}{words(flow.hidden)}{shaken}, {now}"

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        """What looks at one moment is asked about the field of that moment."""
        p: Any = parameters
        held = AtMoment(self._charged(parameters), p.t)
        of_moment = {one.name: one.refuses(held) for one in self.shelf if one.name in OF_MOMENT}
        others = {k: v for k, v in super().unfit(parameters).items() if k not in of_moment}
        reasons = {name: reason for name, reason in of_moment.items() if reason}
        return {**others, **reasons, **self._sets.unfit(parameters)}

    def of_now(self, parameters: Parameters) -> Collection[str] | None:
        return (*OF_NOW, *OF_MOMENT)

    def on(self, parameters: Parameters) -> tuple[type[Instrument], ...]:
        """Walls for several D take the place of the one field."""
        p: Any = parameters
        found = super().on(parameters)
        return tuple(one for one in found if p.beside != WALLS or one.name != "ftle")

    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        p: Any = parameters
        main, *rest = super().views(parameters)
        flow = self._charged(parameters)
        rest = self._beside.views(main, rest, flow, parameters)
        if p.beside == WALLS:
            return (main, *rest)
        if (training := self._training(parameters)) is not None:
            rest.append(view(training, ("loss_before", "loss")))
        return (main, *rest)

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """What stands beside comes after the cloud, and stays while only the cloud moves."""
        flow = self._charged(parameters)
        last, beside = None, dict(self._kept(parameters))
        for last in super().frames(parameters, ticket):
            shown = replace(last, layers={**last.layers, **beside})
            yield self.with_curve(shown, parameters)
        if last is None:
            return
        work = self._remembered.frames(
            "beside", beside_key(parameters), lambda: self._beside.frames(flow, parameters, ticket)
        )
        for frame in work:
            layers = {**last.layers, **frame.layers}
            shown = replace(last, layers=layers, progress=frame.progress, task=frame.task)
            yield self.with_curve(shown, parameters)

    def trains(self, parameters: Parameters) -> str:
        return self._sets.trains(parameters)

    def in_use(self, parameters: Parameters, named: Subject) -> Subject | None:
        return self._sets.taken(parameters)

    def showing(self) -> Mapping[str, object]:
        return self._sets.showing()

    def to_watch(self, parameters: Parameters) -> Parameters:
        """The network, where the formula is shown."""
        p: Any = parameters
        return changed(parameters, {"velocity": "learned"}) if p.velocity == EXACT else parameters

    def shrunk(self, parameters: Parameters) -> float:
        """Field lines are drawn at x / sqrt(1 + sigma^2), and left at the last sigma."""
        return float(self._charged(parameters).path.at(1.0).a)

    def training_frames(
        self,
        recipe: Recipe,
        parameters: Parameters,
        ticket: Ticket,
        now: Callable[[], Parameters] | None = None,
    ) -> Iterator[Frame]:
        """As for every learned cloud, with the points of a hand over it."""
        for frame in super().training_frames(recipe, parameters, ticket, now):
            yield self.with_drawn(frame, parameters)

    def with_curve(self, frame: Frame, parameters: Parameters) -> Frame:
        training = self._training(parameters)
        if training is None:
            return frame
        return replace(frame, layers={"loss_before": shipped(training), **frame.layers})

    def _work(
        self, one: type[Instrument], flow: Flow, parameters: Parameters, ticket: Ticket
    ) -> Generator[Frame, None, None]:
        """Measured anew only where the flow or something it depends on has changed."""
        p: Any = parameters
        seen = flow
        if one.name in OF_MOMENT and isinstance(flow, ChargedGeneration):
            seen = AtMoment(flow, p.t)
        measure = partial(Instrumented._work, self, one, seen, parameters, ticket)
        if one.name in (*OF_NOW, *OF_MOMENT):
            work = measure()
        else:
            still = parameters.model_copy(update={MOMENT: 0.0})
            work = self._remembered.frames(one.name, (flow, still), measure)
        for frame in work:
            if one.name == "ftle" and isinstance(flow, ChargedGeneration):
                frame = repaced(frame, "ftle", per_log(flow, p.start, p.horizon))
            yield by_height(frame, flow)

    def _kept(self, parameters: Parameters) -> Mapping[str, Layer]:
        """Layers that stand beside already, so that they do not vanish while the cloud moves."""
        known = self._remembered.known("beside", beside_key(parameters))
        return {} if known is None else known.layers

    def _charged(self, parameters: Parameters) -> ChargedGeneration:
        found = self.flow(parameters)
        if not isinstance(found, ChargedGeneration):
            raise UnfitError(f"{self.model}: no field lines lead to these data")
        return found

    def _training(self, parameters: Parameters) -> Mapping[str, Any] | None:
        p: Any = parameters
        if self.drawn(p) and p.velocity != EXACT and not self._sets.taught(parameters):
            return {}  # a curve may come
        if self._sets.exact(parameters):
            return None
        return self._sets.learned(parameters).card.training


EXPERIMENT = PfgmPlusPlus
