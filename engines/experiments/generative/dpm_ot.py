"""A jump over most of the way from noise to data, beside a sampler that goes all of it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from engines.errors import UnfitError
from engines.experiments.generative.carried_cloud import field_beside
from engines.experiments.generative.spans import Span, narrowed
from engines.experiments.instrumented import Instrumented
from engines.experiments.merging import Part
from engines.experiments.remembered import Remembered
from engines.instruments.distance.transported import Transported
from engines.instruments.expressway.stranded import stranded
from engines.instruments.transport.ftle import FtleField
from engines.layers.frame import Frame, Reading, Trust
from engines.layers.points import Points
from engines.layers.tracks import Tracks
from engines.numerics.expressway.flow import Expressway
from engines.parameters.declare import Parameters
from engines.protocols.flow import Flow
from engines.protocols.instrument import Instrument
from engines.protocols.subject import Subject
from engines.protocols.views import Clock, ViewSpec
from engines.running.ticket import Ticket
from engines.systems.leaps.dpm_ot import DpmOt

SHOWN_FOR = 8.0  # s of watching from noise to data at speed 1
MOMENT = "t"
OF_NOW = ("transported", "stranded", "probability")  # what depends on the moment the clock shows
SOLVES = ("cells", "heights")  # what shows the search for heights and drives it
MOMENTS = 121
KEPT = 8  # samplers beside it
SPANS: Mapping[str, Span] = {
    "start": (0.0, 0.0, 1.0),
    "duration": (1.0, 0.01, 1.0),
    "past": (0.0, 0.0, 1.0),
    "horizon": (1.0, 0.01, 1.0),
}


def renamed(work: Generator[Frame, None, None], prefix: str) -> Generator[Frame, None, None]:
    """Frames whose layers have other names and which say nothing of their own."""
    for frame in work:
        layers = {prefix + name: layer for name, layer in frame.layers.items()}
        yield replace(frame, layers=layers, readings={}, trust=None)


class DpmOtExperiment(Instrumented):
    """The cells of the jump with a cloud on its way, and both again for the sampler beside it."""

    shown = ("cells", "transported", "stranded", "tracks", "ftle")
    title = "Jump and tail"

    def __init__(self, subject: Subject, chosen: Sequence[str] = ()) -> None:
        if not isinstance(subject, DpmOt):
            raise UnfitError(f"{subject.id}: this experiment needs clouds that a jump leads to")
        self._family = subject
        self._remembered = Remembered()
        self._lanes: dict[tuple[object, ...], Flow] = {}
        super().__init__(subject, chosen)
        self.parameters = narrowed(self.parameters, SPANS)
        self._flat = replace(self._flat, model=self.parameters)

    def heading(self, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        stage = self._family.stage(parameters)
        return self.title, f"{p.back + 1} NFE, \N{GREEK SMALL LETTER SIGMA} = {stage:.2g}"

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        return {**super().unfit(parameters), **self._family.unfit(parameters)}

    def clock(self, parameters: Parameters) -> Clock:
        return Clock(MOMENT, 0.0, 1.0, "", "generation time t", 1.0 / SHOWN_FOR)

    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        """The jump and the other sampler, below them where each of them divides, then charts."""
        main, *charts = super().views(parameters)
        p: Any = parameters
        fields = field_beside(main, "of the jump and its tail")
        found = [fields[0]]
        own = [f"beside_{name}" for name in fields[0].layers]
        found.append(
            replace(
                main,
                id="beside",
                title=p.baseline[0].upper() + p.baseline[1:],
                subtitle=f"{self._family.evaluations(parameters)} NFE all the way",
                layers=tuple(own),
                equations=(),
            )
        )
        for field in fields[1:]:
            other = replace(
                field,
                id="ftle_beside",
                subtitle="of the probability flow all the way",
                layers=tuple(f"beside_{name}" for name in field.layers),
            )
            found += [field, other]
        return (*found, *charts)

    def _parts(self, flow: Flow, parameters: Parameters, ticket: Ticket) -> list[Part]:
        """Those of the jump, and the same for the other sampler, which need not wait for it."""
        found = super()._parts(flow, parameters, ticket)
        lane = self.lane(parameters)
        for part in list(found):
            work: Generator[Frame, None, None] | None = None
            if part.name == "transported":
                values = self._flat.seen_by("transported", parameters)
                work = Transported(lane).frames(values, ticket)  # type: ignore[assignment]
            elif part.name == "tracks":
                work = self._kept("tracks", parameters, partial(self._track, lane), ticket)
            elif part.name == "stranded":
                work = self._stranded(lane, parameters, ticket)
            elif part.name == "ftle":
                work = self._kept("ftle", parameters, self._field, ticket)
            if work is not None:
                draws = tuple(f"beside_{name}" for name in part.draws)
                title = f"{part.title} beside it"
                found.append(
                    Part(f"beside_{part.name}", title, renamed(work, "beside_"), draws, part.depth)
                )
        return found

    def lane(self, parameters: Parameters) -> Flow:
        """The sampler that goes all the way; the same one as long as nothing of it has changed."""
        p: Any = parameters
        key = (p.data, p.baseline, self._family.evaluations(parameters))
        found = self._lanes.get(key)
        if found is None:
            for oldest in list(self._lanes)[: max(0, len(self._lanes) - KEPT + 1)]:
                self._lanes.pop(oldest, None)
            found = self._lanes[key] = self._family.beside(parameters)
        return found

    def _work(
        self, one: type[Instrument], flow: Flow, parameters: Parameters, ticket: Ticket
    ) -> Generator[Frame, None, None]:
        """What needs the heights waits while others show how they are found."""
        if one.name in OF_NOW:
            work = super()._work(one, flow, parameters, ticket)
        else:
            key = self._values_of(one.name, parameters)
            measure = partial(super()._work, one, flow, parameters, ticket)
            work = self._remembered.frames(one.name, (flow, key), measure)
        if one.name in SOLVES or not any(getattr(parameters, name) for name in SOLVES):
            yield from work
            return
        while isinstance(flow, Expressway) and not flow.solving.done:
            yield Frame({}, progress=0.0)
        if one.name == "stranded":
            work = self._compared(work, parameters, ticket)
        yield from work

    def _compared(
        self, work: Generator[Frame, None, None], parameters: Parameters, ticket: Ticket
    ) -> Generator[Frame, None, None]:
        """The share of samples between modes, beside that of the other sampler."""
        p: Any = parameters
        modes = self._modes(parameters)
        if modes is None:
            yield from work
            return
        _, share = stranded(self.lane(parameters), modes, p.samples, p.paths, p.seed, p.t, ticket)
        for frame in work:
            own = frame.readings["stranded"].value or 0.0
            said = f"{own:.2g} % of samples end between modes, {100.0 * share:.2g} % beside it."
            text = f"%, beside it {100.0 * share:.2g} %"
            yield replace(
                frame, readings={"stranded": Reading(own, text)}, trust=Trust("good", said)
            )

    def _stranded(
        self, lane: Flow, parameters: Parameters, ticket: Ticket
    ) -> Generator[Frame, None, None]:
        p: Any = parameters
        modes = self._modes(parameters)
        if modes is not None:
            places, _ = stranded(lane, modes, p.samples, p.paths, p.seed, p.t, ticket)
            yield Frame({"stranded": Points(places, "unstable")})

    def _modes(self, parameters: Parameters) -> Any:
        flow = self.flow(parameters)
        return flow.modes if isinstance(flow, Expressway) else None

    def _track(
        self, lane: Flow, parameters: Parameters, ticket: Ticket
    ) -> Generator[Frame, None, None]:
        """A few moments are enough for steps that are straight in themselves."""
        p: Any = parameters
        starts = np.array([s for s in p.starts if len(s) == lane.dimension], float)
        if not len(starts):
            yield Frame({})
            return
        times = np.linspace(float(p.start), min(float(p.start) + float(p.duration), 1.0), MOMENTS)
        marks = ("start",) * (len(starts) - 1) + ("handle",)
        ways = Tracks(lane.record(starts, times, ticket), times)
        yield Frame({"tracks": ways, "starts": Points(starts, marks)})

    def _field(self, parameters: Parameters, ticket: Ticket) -> Generator[Frame, None, None]:
        flow = self._family.equation(parameters)
        yield from FtleField(flow).frames(self._flat.seen_by("ftle", parameters), ticket)

    def _kept(
        self,
        name: str,
        parameters: Parameters,
        work: Callable[[Parameters, Ticket], Generator[Frame, None, None]],
        ticket: Ticket,
    ) -> Generator[Frame, None, None]:
        """A measurement of the other sampler, made again only when something of it changes."""
        p: Any = parameters
        lane = () if name == "ftle" else (p.baseline, self._family.evaluations(parameters))
        key = (p.data, *lane, self._values_of(name, parameters))
        return self._remembered.frames(f"beside_{name}", key, lambda: work(parameters, ticket))

    def _values_of(self, name: str, parameters: Parameters) -> tuple[object, ...]:
        """All that an instrument looks at but the moment: a hand that drags a point moves no field."""
        own = (self._flat.named(d.name) for d in self._flat.declared[name])
        return tuple(getattr(parameters, one) for one in own if one != MOMENT)


EXPERIMENT = DpmOtExperiment
