"""A cloud becomes another on paths that reflow makes straight, and what each round pays for it."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from engines.errors import UnfitError
from engines.experiments.generative.carried_cloud import CarriedCloud
from engines.experiments.generative.learned_cloud import LearnedCloud
from engines.experiments.generative.rectified.budget import (
    LAYERS,
    bars,
    budget_of,
    chart,
    segments,
)
from engines.experiments.generative.rectified.rounds import Rounds
from engines.experiments.generative.rectified.subject import EXACT, LINEAR, RectifiedSubject
from engines.experiments.generative.training_curve import shipped, view
from engines.experiments.instrumented import Instrumented
from engines.instruments.transport.ftle import FtleField
from engines.layers.frame import Frame, Layer
from engines.learned.generative.rectified_flow import RectifiedFlowModel
from engines.parameters.declare import Parameters
from engines.protocols.flow import Flow
from engines.protocols.instrument import Instrument
from engines.protocols.subject import Subject
from engines.protocols.views import ViewSpec
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.pairs.clouds import CLOUDS

SEGMENTS = 90
FIRST_FIELD = "ftle_first"
PAIRS = "pairs"


class RectifiedFlowExperiment(CarriedCloud, LearnedCloud):
    """Paths from one cloud to another, where they part, their pairs, and what the pairs cost."""

    shown = ("ftle", "transported", "tracks")  # type: ignore[assignment]
    divides = "where the start decides"
    of_cloud = ("below",)

    def __init__(self, subject: Subject, chosen: Sequence[str] = ()) -> None:
        if not isinstance(subject, RectifiedFlowModel):
            raise UnfitError(f"{subject.id}: this experiment needs a trained model")
        self.model = subject.id
        self._sets = RectifiedSubject(subject)
        self._rounds = Rounds(self._sets)
        super().__init__(self._sets, chosen)

    def flow(self, parameters: Parameters) -> Flow:
        if (model := self._sets.learned(parameters)) is not None:
            self.model = model.id  # what is shown is what is trained
        return super().flow(parameters)

    def heading(self, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        kind = self._sets.kind(parameters)
        steps = "one step" if p.sampling_steps == 1 else f"{p.sampling_steps} steps"
        words = f"{kind}, {self._rounds.words(parameters)}"
        return "Paths", f"{words}, {steps}"

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        return {**super().unfit(parameters), **self._sets.unfit(parameters)}

    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        """Paths and field beside each other; below what was chosen, four views in all."""
        p: Any = parameters
        main, *others = super().views(parameters)
        field = next((one for one in others if one.id == "ftle"), None)
        later = field is not None and self._later(parameters)
        if field is not None and later:
            name = self._rounds.words(parameters)
            others[others.index(field)] = replace(field, subtitle=f"of {name}")
            found = [replace(field, id=FIRST_FIELD, layers=(FIRST_FIELD,), subtitle="of round 1")]
        else:
            found = []
        below = self._below(main, parameters)
        wanted = [below[name] for name in p.below.split(", ") if name in below]
        return (main, *others, *found, *(wanted[-1:] if later else wanted))

    def _below(self, main: ViewSpec, parameters: Parameters) -> dict[str, ViewSpec]:
        """What can stand in the lower views, by the word it is chosen by."""
        found = {}
        if self._bars(parameters):
            words = "as given, and as the flow joins them"
            found["pairs"] = replace(
                main, id=PAIRS, title="Pairs", subtitle=words, layers=(PAIRS,), equations=()
            )
            found["cost"] = chart(self._rounds.count(parameters), self._highest(parameters))
        if (model := self._sets.learned(parameters)) is not None:
            found["training"] = view(model.card.training, ("loss_before", "loss"))
        return found

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        last, shown = Frame({}), self._drawn(parameters)
        for frame in super().frames(parameters, ticket):
            last = self.with_curve(frame, parameters) if "loss_before" in shown else frame
            yield last
        for name, work in (("budget", self._budgets), (FIRST_FIELD, self._first_field)):
            key = self._key(name, parameters)
            known = last.layers
            for frame in self._remembered.frames(name, key, lambda w=work: w(parameters, ticket)):  # type: ignore[misc]
                new = {name: layer for name, layer in frame.layers.items() if name in shown}
                last = replace(last, layers={**known, **new})
                yield last

    def with_curve(self, frame: Frame, parameters: Parameters) -> Frame:
        model = self._sets.learned(parameters)
        if model is None:
            return frame
        return replace(frame, layers={"loss_before": shipped(model.card.training), **frame.layers})

    def _work(
        self, one: type[Instrument], flow: Flow, parameters: Parameters, ticket: Ticket
    ) -> Generator[Frame, None, None]:
        """What is remembered belongs to the flow that is shown, not to one that still learns."""
        if flow is self.flow(parameters):
            return super()._work(one, flow, parameters, ticket)
        return Instrumented._work(self, one, flow, parameters, ticket)

    def _drawn(self, parameters: Parameters) -> set[str]:
        """Names of all layers that stand in some view."""
        return {name for view in self.views(parameters) for name in view.layers}

    def _key(self, name: str, parameters: Parameters) -> object:
        """All that a part depends on; the moment of the clock and launched paths are not in it."""
        seed = getattr(parameters, "seed", 0)
        if name != FIRST_FIELD:
            return (self._values(parameters), seed)
        still = {"t": 0.0, "starts": (), "k": "1"}
        return parameters.model_copy(update=still), self._later(parameters)

    def _later(self, parameters: Parameters) -> bool:
        """Whether the field of the first round stands beside that of a later one."""
        p: Any = parameters
        return p.k != "1" and self._sets.kind(parameters) != EXACT and p.ftle

    def _bars(self, parameters: Parameters) -> bool:
        """Whether the budget holds: it is one of straight segments."""
        p: Any = parameters
        return p.path == LINEAR or "path" in self._sets.unfit(parameters)

    def _budgets(self, parameters: Parameters, ticket: Ticket) -> Generator[Frame, None, None]:
        if not self._drawn(parameters) & {PAIRS, *LAYERS}:
            return
        found, layers = [], dict[str, Layer]()
        shown = self._rounds.shown(parameters)
        for k in range(1, self._rounds.count(parameters) + 1):
            flow, pairs = self._rounds.of(parameters, k, ticket)
            found.append(budget_of(flow, pairs, ticket))
            layers |= bars(found)
            if k == shown:
                some = pairs.some(np.arange(SEGMENTS))
                end = self.flow(parameters).advance(some.first, 0.0, 1.0, ticket)
                layers[PAIRS] = segments(some, end)
            yield Frame(layers, progress=k / self._rounds.count(parameters))

    def _first_field(self, parameters: Parameters, ticket: Ticket) -> Generator[Frame, None, None]:
        if not self._later(parameters):
            return
        first = parameters.model_copy(update={"k": "1"})
        values = self._flat.seen_by("ftle", first)
        for frame in FtleField(self.flow(first)).frames(values, ticket):
            if "ftle" in frame.layers:
                yield replace(frame, layers={FIRST_FIELD: frame.layers["ftle"]})

    def _highest(self, parameters: Parameters) -> float:
        p: Any = parameters
        return _cost(p.begins, p.ends)


@lru_cache(maxsize=64)
def _cost(begins: str, ends: str) -> float:
    """Rough mean squared distance of random pairs."""
    draw = stream(0, "rough cost")
    first, last = (CLOUDS[name].draw(1000, draw) for name in (begins, ends))
    return float(((last - first) ** 2).sum(axis=1).mean())


EXPERIMENT = RectifiedFlowExperiment
