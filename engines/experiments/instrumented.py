"""What all experiments share: a subject's flow with instruments put on it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.experiments.flat_model import flat_model
from engines.experiments.merging import Part, merged
from engines.experiments.staging import (
    headings_of,
    main_view,
    section_views,
    sections_of,
    side_views,
)
from engines.instruments.shelf import instruments
from engines.layers.frame import Frame, Layer
from engines.parameters.declare import Parameters, parameters_model
from engines.parameters.reading import changed
from engines.protocols.capabilities import Bounded, Compiled, Completing, Noted
from engines.protocols.experiment import Experiment
from engines.protocols.flow import Flow
from engines.protocols.gesture import Gesture
from engines.protocols.instrument import Choosing, Dragging, Instrument, Prompt, Section, Sectioned
from engines.protocols.subject import Subject
from engines.protocols.views import ViewSpec
from engines.running.ticket import Ticket

KEPT = 24  # launched paths
DROPS = 200  # of dye
STROKE = 0.5  # of the size of a drop: nearer to the last one nothing is laid down
FLOWS = 8  # flows remembered by their values
OFTEN = 2  # times in a row that somebody may be too late for a first frame and is still waited for
AGAIN = 8  # runs after which one that never got its turn is tried once more, then times as many
TRIES = 3  # so often they become more
MAIN = "portrait"  # id of the view in which everything is drawn that has a place
EVERYWHERE = (
    "portrait",
    "stability",
    "spectra",
    "transport",
    "lcs",
)  # rooms offered even where a flow refuses


class Instrumented(Experiment):
    """Puts every instrument that is switched on onto the subject's flow and merges their frames.

    A child names the instruments it begins with and chooses the clock.

    Attributes:
        shown: Names of the instruments switched on at rest.
        title: Words in the header of the main view.
        shelf: Instruments offered.
        subject: What makes the flow.
    """

    shown: ClassVar[tuple[str, ...]] = ()
    title: ClassVar[str] = "Phase portrait"

    def __init__(self, subject: Subject, chosen: Sequence[str] = ()) -> None:
        self.subject = subject
        self._flows: dict[tuple[object, ...], Flow] = {}
        self._late: Counter[str] = Counter()  # how often an instrument was in a row
        self._passed: Counter[str] = Counter()  # runs since then in which it never had its turn
        at_rest = subject.flow(parameters_model(subject.id, subject.declared)())
        self.shelf: tuple[type[Instrument], ...] = tuple(
            one
            for one in instruments()
            if one.__module__.split(".")[-2] in EVERYWHERE or not one.refuses(at_rest)
        )
        names = tuple(name.rpartition(".")[2] for name in chosen) or self.at_first(at_rest)
        # what it is about, or what was asked for by name, must fit; the rest is offered in grey
        needed = names if chosen else self.shown[:1]
        for one in self.shelf:
            if one.name in needed and (reason := one.refuses(at_rest)):
                raise UnfitError(f"{subject.id}: {one.title} {reason}")
        self._flat = flat_model(subject.id, subject.declared, at_rest, self.shelf, names)
        self.parameters = self._flat.model

    def at_first(self, flow: Flow) -> tuple[str, ...]:
        """Names of the instruments switched on at rest for such a flow."""
        return self.shown

    def heading(self, parameters: Parameters) -> tuple[str, str]:
        """Title and subtitle of the main view."""
        planar = self.flow(parameters).dimension == 2
        return self.title, "click to launch" + (", drag to move the start" if planar else "")

    def flow(self, parameters: Parameters) -> Flow:
        values = self._values(parameters)
        found = self._flows.get(values)
        if found is None:
            found = self.subject.flow(parameters)
            for oldest in list(self._flows)[: max(0, len(self._flows) - FLOWS + 1)]:
                self._flows.pop(oldest, None)  # the window asks too, from its own thread
            self._flows[values] = found
        return found

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        flow = self.flow(parameters)
        reasons = {one.name: one.refuses(flow) for one in self.shelf}
        unfit = {name: reason for name, reason in reasons.items() if reason}
        for one in self.shelf:
            if issubclass(one, Sectioned) and one.name not in unfit:
                idle = one.idle(flow, self._flat.seen_by(one.name, parameters))
                unfit |= {self._flat.named(name): reason for name, reason in idle.items()}
        return unfit

    def section_headings(self, parameters: Parameters) -> dict[str, tuple[str, str]]:
        """Name of an instrument to title and subtitle of its plane, where it has one of its own."""
        return {}

    def on(self, parameters: Parameters) -> tuple[type[Instrument], ...]:
        """Instruments that are switched on and fit the flow, lowest first."""
        unfit = self.unfit(parameters)
        return tuple(
            one for one in self.shelf if getattr(parameters, one.name) and one.name not in unfit
        )

    def unused(self, parameters: Parameters) -> frozenset[str]:
        flow, shown = self.flow(parameters), self.on(parameters)
        on = {one.name for one in shown}
        declared: tuple[set[str], set[str]] = (set(), set())  # by those that are off, and on
        for name, own in self._flat.declared.items():
            declared[name in on].update(self._flat.named(d.name) for d in own)
        idle: set[str] = set()
        for one in shown:
            if issubclass(one, Sectioned):
                values = self._flat.seen_by(one.name, parameters)
                idle.update(map(self._flat.named, one.idle(flow, values)))
        return frozenset((declared[False] - declared[True]) | idle)

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        ticket.check()
        flow = self.flow(parameters)
        unfit = self.unfit(parameters)
        refused = tuple(
            f"{one.title}: {unfit[one.name]}."
            for one in self.shelf
            if getattr(parameters, one.name) and one.name in unfit
        )
        cold = isinstance(flow, Compiled) and not flow.compiled()
        early = self._at_once(flow, parameters)
        if early:
            yield Frame(early, progress=0.0, notes=refused, task="Compiling the equations")
        parts = self._parts(flow, parameters, ticket)
        for part in parts:
            part.awaited = self._hopeful(part.name)
        try:
            for frame in merged(parts, ticket, refused):
                yield _assuming(_noted(frame, flow), self.subject.notes)
        finally:
            for part in parts:
                self._judge(part, cold)

    def _hopeful(self, name: str) -> bool:
        """Whether a first frame waits for this instrument."""
        more = self._late[name] - OFTEN + 1
        return more <= 0 or self._passed[name] >= AGAIN ** min(more, TRIES)

    def _judge(self, part: Part, cold: bool) -> None:
        """Remember whether it was in time; while equations are compiled everybody may be late."""
        if not (part.layers or part.late):
            self._passed[part.name] += 1
            return
        late = self._late[part.name] + 1
        late = max(late, OFTEN) if part.hopeless and not cold else late
        self._late[part.name] = late if part.late else 0
        self._passed[part.name] = 0

    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        flow, on = self.flow(parameters), self.on(parameters)
        seen = {one.name: self._flat.seen_by(one.name, parameters) for one in on}
        sections = sections_of(flow, on, seen)
        said = headings_of(flow, on, seen) | self.section_headings(parameters)
        planes = section_views(flow, on, sections, said)
        sides = side_views(flow, on, seen)
        if flow.dimension < 2:
            return sides
        main = main_view(flow, on, *self.heading(parameters), sections)
        if planes and not main.layers:
            return (*planes, *sides)
        first = next((one.name for one in on if one.name in self.shown[:1]), "")
        return (*planes, main, *sides) if first in sections else (main, *planes, *sides)

    def respond(self, parameters: Parameters, gesture: Gesture) -> Parameters:
        if gesture.kind == "brush":
            return self._brushed(parameters, gesture)
        for one in self.on(parameters):
            if one.name == gesture.view and issubclass(one, Choosing):
                return self._chosen(one, parameters, gesture)
        if pulled := self._pulled(parameters, gesture):
            return changed(parameters, pulled)
        name = self.name_of("starts")
        if not name:
            return parameters
        starts: tuple[tuple[float, ...], ...] = getattr(parameters, name)
        if gesture.kind == "launch":
            starts = (*starts, self._completed(parameters, gesture))[-KEPT:]
        elif gesture.kind == "drag":
            starts = (*starts[:-1], self._completed(parameters, gesture))
        elif gesture.kind == "clear":
            starts = ()
        else:
            return parameters
        seen = {"tracks": True} if "tracks" not in self.unfit(parameters) and starts else {}
        return changed(parameters, {name: starts, **seen})

    def _chosen(self, one: Any, parameters: Parameters, gesture: Gesture) -> Parameters:
        """The values of the flow's parameters that a place stands for, inside their ranges."""
        if gesture.kind not in ("launch", "drag"):
            return parameters
        values = self._flat.seen_by(one.name, parameters)
        found = one.chosen(self.flow(parameters), values, gesture.place)
        known = {d.name: d for d in self.subject.declared}
        inside = {
            n: v if known[n].kind == "places" else min(max(v, known[n].low), known[n].high)
            for n, v in found.items()
        }
        return changed(parameters, inside)

    def _pulled(self, parameters: Parameters, gesture: Gesture) -> dict[str, float]:
        """What a handle of an instrument in the main picture stands for after it was pulled."""
        if gesture.kind != "drag" or gesture.view != MAIN:
            return {}
        flow = self.flow(parameters)
        for one in self.on(parameters):
            if issubclass(one, Dragging):
                values = self._flat.seen_by(one.name, parameters)
                if found := one.pulled(flow, values, gesture):
                    return {self._flat.named(name): value for name, value in found.items()}
        return {}

    def _brushed(self, parameters: Parameters, gesture: Gesture) -> Parameters:
        name = self.name_of("drops")
        if not name or "dye" in self.unfit(parameters):
            return parameters
        drops: tuple[tuple[float, ...], ...] = getattr(parameters, name)
        drop = (float(gesture.place[0]), float(gesture.place[1]), gesture.time)
        size = float(self.value(parameters, "drop_size", 0.0))
        if drops and drops[-1][2] == drop[2] and math.dist(drops[-1], drop) < STROKE * size:
            return parameters
        return changed(parameters, {name: (*drops, drop)[-DROPS:], "dye": True})

    def value(self, parameters: Parameters, name: str, otherwise: Any = None) -> Any:
        """Value of an instrument's parameter, or `otherwise` if no instrument declares it."""
        found = self.name_of(name)
        return getattr(parameters, found) if found else otherwise

    def name_of(self, name: str) -> str:
        """Where an instrument's parameter is found in the model; "" if no instrument has it."""
        name = self._flat.named(name)
        return name if name in self.parameters.model_fields else ""

    def _values(self, parameters: Parameters) -> tuple[object, ...]:
        return tuple(getattr(parameters, d.name) for d in self.subject.declared)

    def _completed(self, parameters: Parameters, gesture: Gesture) -> tuple[float, ...]:
        """The state at the place of a gesture, other coordinates as they are where it was made."""
        flow, place = self.flow(parameters), gesture.place
        section = self._section(flow, parameters, gesture.view)
        if section is not None and len(place) >= 2:
            state = section.completed((float(place[0]), float(place[1])))
            return _on_level(flow, section, state)
        rest = flow.box.start if isinstance(flow, Bounded) else (0.0,) * flow.dimension
        return tuple(float(c) for c in (*place, *rest[len(place) :])[: flow.dimension])

    def _section(self, flow: Flow, parameters: Parameters, view: str) -> Section | None:
        on = [one for one in self.on(parameters) if one.name == view]
        seen = {one.name: self._flat.seen_by(one.name, parameters) for one in on}
        return sections_of(flow, on, seen).get(view)

    def _work(
        self, one: type[Instrument], flow: Flow, parameters: Parameters, ticket: Ticket
    ) -> Generator[Frame, None, None]:
        yield from one(flow).frames(self._flat.seen_by(one.name, parameters), ticket)

    def _at_once(self, flow: Flow, parameters: Parameters) -> dict[str, Layer]:
        """What can be seen while the equations are compiled; empty once they are."""
        layers: dict[str, Layer] = {}
        if not isinstance(flow, Compiled) or flow.compiled():
            return layers
        for one in self.on(parameters):
            instrument = one(flow)
            if isinstance(instrument, Prompt):
                layers |= instrument.at_once(self._flat.seen_by(one.name, parameters))
        return layers

    def _parts(self, flow: Flow, parameters: Parameters, ticket: Ticket) -> list[Part]:
        """All that takes part in the frames."""
        return [self._part(one, flow, parameters, ticket) for one in self.on(parameters)]

    def _part(
        self, one: type[Instrument], flow: Flow, parameters: Parameters, ticket: Ticket
    ) -> Part:
        work = self._work(one, flow, parameters, ticket)
        return Part(one.name, one.title, work, one.draws, one.depth)


def _noted(frame: Frame, flow: Flow) -> Frame:
    """`frame`, its trust followed by what the flow has to say about every picture of it."""
    if not isinstance(flow, Noted) or not flow.note or frame.trust is None:
        return frame
    sentence = "; ".join(part for part in (frame.trust.sentence.rstrip("."), flow.note) if part)
    return replace(frame, trust=replace(frame.trust, sentence=sentence))


def _assuming(frame: Frame, notes: Sequence[str]) -> Frame:
    """`frame`, its trust limited by what had to be assumed."""
    if not notes or frame.trust is None:
        return frame
    said = "; ".join(note.rstrip(".") for note in notes)
    level = "error" if frame.trust.level == "error" else "warn"
    sentence = "; ".join(part for part in (said, frame.trust.sentence) if part)
    return replace(frame, trust=replace(frame.trust, level=level, sentence=sentence))


def _on_level(flow: Flow, section: Section, state: tuple[float, ...]) -> tuple[float, ...]:
    """`state`, or the one that its two coordinates in the picture give.

    Raises:
        UnfitError: If they give none.
    """
    if not (isinstance(flow, Completing) and set(flow.axes) == set(section.plane)):
        return state
    found = flow.completed(np.array([state]))[0]
    if not np.isfinite(found).all():
        raise UnfitError("no state is there, allowed are places inside the coloured field")
    return tuple(float(c) for c in found)
