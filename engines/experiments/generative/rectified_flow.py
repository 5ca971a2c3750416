"""A cloud becomes another on paths that reflow makes straight, and what each round pays for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from engines.errors import UnfitError
from engines.experiments.generative.carried_cloud import CarriedCloud
from engines.experiments.generative.learned_cloud import LearnedCloud
from engines.experiments.generative.rectified.budget import (
    BOUND,
    LAYERS,
    bars,
    budget_of,
    chart,
    segments,
)
from engines.experiments.generative.rectified.choices import (
    EXACT,
    FROM_PAIRS,
    LEARNED,
    LINEAR,
    RANDOM,
    SHIPPED,
    STORED,
)
from engines.experiments.generative.rectified.rounds import Rounds
from engines.experiments.generative.rectified.subject import RectifiedSubject
from engines.experiments.generative.rectified.theorems import LAYER as THEOREMS
from engines.experiments.generative.rectified.theorems import theorems
from engines.experiments.generative.rectified.theorems import view as theorems_view
from engines.experiments.generative.rectified.walked import Walked
from engines.experiments.generative.training_curve import shipped, view
from engines.experiments.instrumented import OFTEN, Instrumented
from engines.experiments.merging import Part
from engines.instruments.transport.ftle import FtleField
from engines.layers.frame import Frame, Layer
from engines.learned.generative.rectified.velocity_flow import VelocityFlow
from engines.learned.generative.rectified_flow import RectifiedFlowModel
from engines.learned.weights import stands_for
from engines.numerics.diffusion.path import PATHS
from engines.parameters.declare import Parameters
from engines.parameters.reading import changed
from engines.protocols.flow import Flow
from engines.protocols.gesture import Gesture
from engines.protocols.instrument import Instrument
from engines.protocols.subject import Subject
from engines.protocols.views import ViewSpec
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.pairs.clouds import CLOUDS
from engines.systems.pairs.pairs_file import checked

SEGMENTS = 90
FIRST_FIELD = "ftle_first"
PAIRS = "pairs"
TOLD = (PAIRS, "budget", FIRST_FIELD)
Work = Callable[[Parameters, Ticket], Generator[Frame, None, None]]


class RectifiedFlowExperiment(CarriedCloud, LearnedCloud):
    """Paths from one cloud to another, where they part, their pairs, and what the pairs cost."""

    shown = ("ftle", "transported", "tracks")  # type: ignore[assignment]
    divides = "where the start decides"
    of_cloud = ("below", "sampling_steps", "scheme")

    def __init__(self, subject: Subject, chosen: Sequence[str] = ()) -> None:
        if not isinstance(subject, RectifiedFlowModel):
            raise UnfitError(f"{subject.id}: this experiment needs a trained model")
        self.model = subject.id
        self._sets = RectifiedSubject(subject)
        self._rounds = Rounds(self._sets)
        self._watched: tuple[tuple[object, ...], Flow] | None = None  # while one is trained
        super().__init__(self._sets, chosen)

    def flow(self, parameters: Parameters) -> Flow:
        if (model := self._sets.learned(parameters)) is not None:
            self.model = model.id  # what is shown is what is trained
        return super().flow(parameters)

    def showing(self) -> Mapping[str, object]:
        return self._sets.showing()

    def trains(self, parameters: Parameters) -> str:
        model = self._sets.learned(self.to_watch(parameters))
        if model is None:
            pairs = "; ".join(f"{first} to {last}" for first, last in SHIPPED)
            raise UnfitError(f"no recipe joins these clouds, allowed: {pairs}")
        return stands_for(model.card)

    def to_watch(self, parameters: Parameters) -> Parameters:
        """The network and its loss; what is told of the rounds waits until they are over."""
        return changed(parameters, {"velocity": LEARNED, "below": "training"})

    def watched(self, flow: Flow, parameters: Parameters) -> Flow:
        """By as many steps as are chosen, and the other way round where that is shown."""
        p: Any = parameters
        if not isinstance(flow, VelocityFlow):
            return flow
        key = (flow, p.scheme, p.sampling_steps, p.begins, p.ends)
        if self._watched is None or self._watched[0] != key:
            self._watched = (key, self._sets.turned(flow, parameters))
        return self._watched[1]

    def heading(self, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        kind = self._sets.kind(parameters)
        steps = "one step" if p.sampling_steps == 1 else f"{p.sampling_steps} steps"
        back = kind == LEARNED and self._sets.backward(p)
        words = f"{kind}{', backwards' if back else ''}, {self._rounds.words(parameters)}"
        return "Paths", f"{words}, {steps}"

    def respond(self, parameters: Parameters, gesture: Gesture) -> Parameters:
        """Pairs of a file become the first pairs; erased, they are drawn at random again."""
        if gesture.kind == "draw":
            rows = checked(np.reshape(gesture.place, (-1, 4)))
            return changed(parameters, {"stored": rows, "pairing": STORED})
        if gesture.kind == "erase":
            return changed(parameters, {"stored": (), "pairing": RANDOM})
        return super().respond(parameters, gesture)

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
        found["theorems"] = theorems_view(f"of {self._rounds.words(self._rounds.told(parameters))}")
        if (model := self._sets.learned(parameters)) is not None:
            found["training"] = view(model.card.training, ("loss_before", "loss"))
        return found

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        # what is told of the rounds never holds up the cloud
        self._late.update(dict.fromkeys(TOLD, OFTEN))
        curved = "loss_before" in self._drawn(parameters)
        for frame in super().frames(parameters, ticket):
            yield self.with_curve(frame, parameters) if curved else frame

    def _parts(self, flow: Flow, parameters: Parameters, ticket: Ticket) -> list[Part]:
        """The instruments, and what is told of the rounds."""
        shown = self._drawn(parameters)
        told: tuple[tuple[str, str, Work, tuple[str, ...]], ...] = (
            (PAIRS, "Pairs", self._segments, (PAIRS,)),
            ("budget", "Cost of pairs", self._budgets, (*LAYERS, BOUND, THEOREMS)),
            (FIRST_FIELD, "FTLE of round 1", self._first_field, (FIRST_FIELD,)),
        )
        parts = super()._parts(flow, parameters, ticket)
        for name, title, work, draws in told:
            if shown & set(draws):
                key = self._key(name, parameters)
                frames = self._remembered.frames(
                    name,
                    key,
                    lambda work=work: work(parameters, ticket),  # type: ignore[misc]
                )
                parts.append(Part(name, title, _only(frames, shown), draws, 5))
        return parts

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
        seed, p = getattr(parameters, "seed", 0), parameters
        if name == PAIRS:
            return (self._values(p.model_copy(update={"below": ""})), seed)
        # these are of the flow itself, however coarsely it is followed
        alike: dict[str, object] = {name: "" for name in self.of_cloud}
        if name == FIRST_FIELD:
            alike |= {"t": 0.0, "starts": (), "k": "1"}
            return p.model_copy(update=alike), self._later(p)
        return (self._values(p.model_copy(update=alike)), seed)

    def _later(self, parameters: Parameters) -> bool:
        """Whether the field of the first round stands beside that of a later one."""
        p: Any = parameters
        return p.k != "1" and self._sets.kind(parameters) != EXACT and p.ftle

    def _bars(self, parameters: Parameters) -> bool:
        """Whether the budget holds: it is one of straight segments."""
        p: Any = parameters
        return p.path == LINEAR or "path" in self._sets.unfit(parameters)

    def _segments(self, parameters: Parameters, ticket: Ticket) -> Generator[Frame, None, None]:
        """Some pairs of the round that is shown, by as many steps as are chosen."""
        one = self._rounds.walked(parameters, self._rounds.shown(parameters), ticket)
        some = one.pairs.some(np.arange(min(SEGMENTS, len(one.pairs))))
        end = self.flow(parameters).advance(some.first, 0.0, 1.0, ticket)
        yield Frame({PAIRS: segments(some, end)})

    def _budgets(self, parameters: Parameters, ticket: Ticket) -> Generator[Frame, None, None]:
        """The cost of every round, and the theorems of the one that is shown."""
        p: Any = parameters
        found: list[Walked] = []
        layers = dict[str, Layer]()
        count, shown = self._rounds.count(parameters), self._rounds.shown(parameters)
        for k in range(1, count + 1):
            found.append(self._rounds.walked(parameters, k, ticket))
            if self._bars(parameters):
                layers |= bars([budget_of(one) for one in found])
            if k == shown:
                path = PATHS[LINEAR if self._bars(parameters) else p.path]
                averaged = self._sets.kind(parameters) == FROM_PAIRS
                layers[THEOREMS] = theorems(found, path, p.seed, averaged)
            yield Frame(layers, progress=k / count)

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
        if p.pairing == STORED:
            return self._sets.joined(parameters, 1).cost()
        return _cost(p.begins, p.ends)


def _only(
    frames: Generator[Frame, None, None], shown: Collection[str]
) -> Generator[Frame, None, None]:
    """The layers that stand in some view."""
    for frame in frames:
        yield replace(frame, layers={n: v for n, v in frame.layers.items() if n in shown})


@lru_cache(maxsize=64)
def _cost(begins: str, ends: str) -> float:
    """Rough mean squared distance of random pairs."""
    draw = stream(0, "rough cost")
    first, last = (CLOUDS[name].draw(1000, draw) for name in (begins, ends))
    return float(((last - first) ** 2).sum(axis=1).mean())


EXPERIMENT = RectifiedFlowExperiment
