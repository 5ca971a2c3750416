"""One velocity field does everything: noise to shapes, solvers, noise on the way, guidance."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from engines.errors import UnfitError
from engines.experiments.generative.carried_cloud import field_beside
from engines.experiments.generative.chosen.formulae import EMPIRICAL
from engines.experiments.generative.diffusion_subject import FORMULAE, DiffusionSubject
from engines.experiments.generative.drawn.drawn_cloud import DrawnCloud, counted
from engines.experiments.generative.drawn.gaussians import ArrangedGaussians
from engines.experiments.generative.learned_cloud import OF_NOW, LearnedCloud
from engines.experiments.generative.spans import Span, narrowed, settable
from engines.experiments.generative.training_curve import shipped, view
from engines.experiments.remembered import Remembered
from engines.layers.frame import Frame
from engines.learned.generative.consistency import ConsistencyModel
from engines.learned.generative.diffusion import DiffusionFlow, DiffusionModel
from engines.learned.generative.flow_map import FlowMapModel
from engines.learned.generative.jumping import JumpingFlow
from engines.learned.generative.meanflow import MeanFlowModel
from engines.learned.weights import stands_for
from engines.numerics.diffusion.declared import path_of, sampler_of
from engines.numerics.diffusion.frozen import FrozenFlow
from engines.numerics.diffusion.generation import GenerationFlow, Sampler
from engines.numerics.diffusion.path import Path
from engines.parameters.declare import Parameters
from engines.parameters.reading import changed
from engines.protocols.flow import Flow
from engines.protocols.instrument import Instrument
from engines.protocols.recipe import Recipe
from engines.protocols.subject import Subject
from engines.protocols.views import Clock, ViewSpec
from engines.running.ticket import Ticket

SHOWN_FOR = 8.0  # s of watching from noise to data at speed 1
MOMENT = "t"
CLOCK = "generation time t = 1 \N{MINUS SIGN} u"  # u as the literature counts
SHOWN = (DiffusionModel, MeanFlowModel, ConsistencyModel, FlowMapModel)
SPANS: Mapping[str, Span] = {
    "start": (0.0, 0.0, 1.0),
    "duration": (1.0, 0.01, 3.0),
    "past": (1.0, 0.0, 1.0),
    "horizon": (1.0, -1.0, 1.0),
}


class DiffusionPrinciples(ArrangedGaussians, DrawnCloud, LearnedCloud):
    """Noise on its way to a shape, beside the FTLE of its way in the plane of noise."""

    shown = ("ftle", "transported", "probability", "tracks")
    title = "Noise to data"

    def __init__(self, subject: Subject, chosen: Sequence[str] = ()) -> None:
        if not isinstance(subject, SHOWN):
            raise UnfitError(f"{subject.id}: this experiment needs a trained denoiser")
        self.model = stands_for(subject.card)
        self._sets = DiffusionSubject(subject)
        self._remembered = Remembered()
        self._held: tuple[Flow, float, FrozenFlow] | None = None
        self._along: tuple[Flow, Path, Sampler, DiffusionFlow] | None = None
        super().__init__(self._sets, chosen)
        self.parameters = narrowed(self.parameters, SPANS)
        self._flat = replace(self._flat, model=self.parameters)
        at_rest = self.subject.flow(self.parameters())
        if isinstance(at_rest, GenerationFlow):
            self._flat = settable(self._flat, self.shelf, FrozenFlow(at_rest, 1.0))
            self.parameters = self._flat.model

    def flow(self, parameters: Parameters) -> Flow:
        """The flow that is chosen; held at the moment of the clock on request."""
        return self._at_moment(super().flow(parameters), parameters)

    def trains(self, parameters: Parameters) -> str:
        return self._sets.trains(parameters)

    def in_use(self, parameters: Parameters, named: Subject) -> Subject | None:
        p: Any = parameters
        return None if p.data in FORMULAE else self._sets.learned(parameters)

    def showing(self) -> Mapping[str, object]:
        return self._sets.showing()

    def to_watch(self, parameters: Parameters) -> Parameters:
        """The network, where the formula is shown."""
        p: Any = parameters
        formula = p.velocity in ("exact", EMPIRICAL)
        return changed(parameters, {"velocity": "learned"}) if formula else parameters

    def watched(self, flow: Flow, parameters: Parameters) -> Flow:
        """As it is shown when nothing is trained: on its path, by its solver, held on request."""
        if isinstance(flow, DiffusionFlow):
            path, sampler = path_of(parameters), sampler_of(parameters)
            along = self._along
            if along is None or along[:3] != (flow, path, sampler):
                along = self._along = (flow, path, sampler, flow.along(path, sampler))
            flow = along[3]
        return self._at_moment(flow, parameters)

    def of_now(self, parameters: Parameters) -> Collection[str] | None:
        """All that is on, where the field is held at the moment of the clock."""
        p: Any = parameters
        return None if p.frozen else OF_NOW

    def _at_moment(self, flow: Flow, parameters: Parameters) -> Flow:
        p: Any = parameters
        moment = float(getattr(parameters, MOMENT, 1.0))
        if not p.frozen or not isinstance(flow, GenerationFlow):
            return flow
        held = self._held
        if held is None or held[0] is not flow or held[1] != moment:
            held = self._held = (flow, moment, FrozenFlow(flow, moment))
        return held[2]

    def heading(self, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        flow = super().flow(parameters)
        untaught = self.drawn(p) and p.velocity not in ("exact", EMPIRICAL)
        kind = EMPIRICAL if p.velocity == EMPIRICAL else "untrained" if untaught else "exact"
        if isinstance(flow, JumpingFlow):
            kind = str(p.velocity)
        elif isinstance(flow, DiffusionFlow):
            kind = "learned"
        cost = f"{flow.evaluations} NFE" if isinstance(flow, GenerationFlow) else ""
        words = [kind, p.schedule, cost]
        moment = float(getattr(parameters, MOMENT, 1.0))
        if p.frozen:
            words.append(f"held at t = {moment:.2f}")
        data = counted(p.points) if self.drawn(p) else p.data[0].upper() + p.data[1:]
        return data, ", ".join(words)

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        return {**super().unfit(parameters), **self._sets.unfit(parameters)}

    def unused(self, parameters: Parameters) -> frozenset[str]:
        return super().unused(parameters) | self._sets.unused(parameters)

    def clock(self, parameters: Parameters) -> Clock:
        return Clock(MOMENT, 0.0, 1.0, "", CLOCK, 1.0 / SHOWN_FOR)

    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        """The cloud over its density, and where noise decides beside it."""
        main, *charts = super().views(parameters)
        p: Any = parameters
        flow = super().flow(parameters)
        if isinstance(flow, GenerationFlow) and main.subtitle:
            level = level_of(flow.path, float(getattr(parameters, MOMENT, 1.0)))
            main = replace(main, subtitle=f"{main.subtitle}, {level}")
        span = f"from t = {p.start:.3g} over {p.horizon:.3g}".replace("-", "\N{MINUS SIGN}")
        found = [*field_beside(main, f"where noise decides, {span}"), *charts]
        if (training := self._training(parameters)) is not None:
            found.append(view(training, ("loss_before", "loss")))
        return tuple(found)

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        for frame in super().frames(parameters, ticket):
            yield self.with_curve(frame, parameters)

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

    def _work(
        self, one: type[Instrument], flow: Flow, parameters: Parameters, ticket: Ticket
    ) -> Generator[Frame, None, None]:
        """Only some depend on the moment the clock shows, unless the field is held there."""
        if one.name in OF_NOW:
            return super()._work(one, flow, parameters, ticket)
        still = parameters.model_copy(update={MOMENT: 0.0})
        measure = partial(super()._work, one, flow, parameters, ticket)
        return self._remembered.frames(one.name, (flow, still), measure)

    def _training(self, parameters: Parameters) -> Mapping[str, Any] | None:
        p: Any = parameters
        formula = p.velocity in ("exact", EMPIRICAL)
        if self.drawn(parameters) and not formula and not self._sets.taught(parameters):
            return {}  # a curve may come
        if self._sets.exact(parameters):
            return None
        return self._sets.learned(parameters).card.training

    def with_curve(self, frame: Frame, parameters: Parameters) -> Frame:
        training = self._training(parameters)
        if training is None:
            return frame
        return replace(frame, layers={"loss_before": shipped(training), **frame.layers})


def level_of(path: Path, t: float) -> str:
    """The noise of a moment over its signal, in words."""
    m = path.at(t)
    sigma = m.s / m.a if m.a > 0.0 else math.inf
    shown = "\N{INFINITY}" if sigma > 999.0 else f"{sigma:.2g}"
    return f"s/a = {shown}"


EXPERIMENT = DiffusionPrinciples
