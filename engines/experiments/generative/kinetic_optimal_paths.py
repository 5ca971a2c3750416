"""The schedule that costs data the least motion, and what others cost."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace
from typing import Any

from engines.errors import UnfitError
from engines.experiments.generative.carried_cloud import MOMENT, OF_NOW, CarriedCloud
from engines.experiments.generative.chosen.schedule_subject import ScheduleSubject
from engines.experiments.merging import Part
from engines.experiments.remembered import Remembered
from engines.layers.frame import Frame
from engines.learned.generative.interpolants.scheduled import LearnedSchedule
from engines.numerics.kinetic.scheduling import PointsFlow, Scheduling
from engines.parameters.declare import Parameters
from engines.protocols.capabilities import Decoding
from engines.protocols.flow import Flow
from engines.protocols.subject import Subject
from engines.protocols.views import ViewSpec
from engines.running.ticket import Ticket
from engines.systems.clouds.scheduled import BY_HAND, OPTIMAL, Scheduled

OF_SCHEDULES = (
    "schedule_plane",
    "unrolled",
    "energies",
    "energy_rate",
    "separation_curve",
    "opening",
    "on_schedules",
)
NO_PLANE = "these data are no plane"
TWICE = ("transported", "probability", "tracks", "ftle")  # what both schedules are seen by
BESIDE = "beside_"  # before the names of layers of the other schedule
ORDER = (  # then charts as they come
    "portrait",
    "beside",
    "ftle",
    "ftle_beside",
    "on_schedules",
    "opening",
    "schedule_plane",
    "unrolled",
)


class KineticOptimalPaths(CarriedCloud):
    """Noise on its way to data on a chosen schedule, with what it costs and what it might."""

    title = "Noise to data"
    shown = ("schedule_plane", "unrolled", "energies", "transported", "probability")

    def __init__(self, subject: Subject, chosen: tuple[str, ...] = ()) -> None:
        if not isinstance(subject, Scheduled):
            raise UnfitError(f"{subject.id}: this experiment needs clouds with schedules")
        self._sets = ScheduleSubject(subject)
        self._other = Remembered()
        super().__init__(self._sets, chosen)

    def heading(self, parameters: Parameters) -> tuple[str, str]:
        return self.title, self._told(parameters)

    def _told(self, parameters: Parameters) -> str:
        """The schedule in words, and what it costs where that is known for sure."""
        p: Any = parameters
        flow, name = self.flow(parameters), p.schedule
        if p.schedule == OPTIMAL and p.share < 1.0:
            name = f"{p.share:.0%} optimal"
        elif p.schedule == BY_HAND:
            name = "drawn by hand"
        if isinstance(flow, LearnedSchedule):
            return f"{name}, the network of all schedules"
        if not isinstance(flow, Scheduling) or flow.separation.draws:
            return str(name)
        return f"{name}, energy {flow.energies['this one']:.3f}"

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        """Data that are no plane have schedules and nothing that could be drawn in a plane."""
        flow, own = self.flow(parameters), self._sets.unfit(parameters)
        if not isinstance(flow, PointsFlow) or flow.openings is None:
            own["opening"] = "belongs to random points"
        if not isinstance(flow, Decoding):
            own["on_schedules"] = "belongs to digits"
        if flow.dimension == 2:
            return {**super().unfit(parameters), **own}
        others = [one.name for one in self.shelf if one.name not in OF_SCHEDULES]
        return {**dict.fromkeys(others, NO_PLANE), **own}

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """What cannot be drawn is seen to be missing, and needs no sentence; what was said by few
        draws is said once more by many.
        """
        yield from self._at_first(parameters, ticket)
        if self._sets.rough(parameters):
            self._sets.improve(parameters, ticket)
            self._flows.clear()
            self._remembered, self._other = Remembered(), Remembered()
            yield from self._at_first(parameters, ticket)

    def _at_first(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        for frame in super().frames(parameters, ticket):
            notes = tuple(note for note in frame.notes if NO_PLANE not in note)
            yield replace(frame, notes=notes)

    def _parts(self, flow: Flow, parameters: Parameters, ticket: Ticket) -> list[Part]:
        """What is seen of the schedule, and the same of the one beside it."""
        found = super()._parts(flow, parameters, ticket)
        other = self._sets.beside(parameters)
        if other is None or flow.dimension != 2:
            return found
        lane = self.flow(other)
        for one in self.on(parameters):
            if one.name in TWICE:
                work = _renamed(self._of_other(one.name, one(lane), other, ticket))
                draws = tuple(BESIDE + name for name in one.draws)
                title = f"{one.title} beside it"
                found.append(Part(BESIDE + one.name, title, work, draws, one.depth))
        return found

    def _of_other(
        self, name: str, one: Any, parameters: Parameters, ticket: Ticket
    ) -> Generator[Frame, None, None]:
        seen = self._flat.seen_by(name, parameters)
        if name in OF_NOW:
            return one.frames(seen, ticket)  # type: ignore[no-any-return]
        still = parameters.model_copy(update={MOMENT: 0.0})
        return self._other.frames(name, still, lambda: one.frames(seen, ticket))

    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        """Both schedules beside each other; data that are no plane are seen by schedules alone."""
        found = {view.id: view for view in super().views(parameters)}
        if self.flow(parameters).dimension != 2:
            found = {id: one for id, one in found.items() if id not in ("portrait", "ftle")}
        elif (other := self._sets.beside(parameters)) is not None:
            for id, view in list(found.items()):
                if id in ("portrait", "ftle"):
                    name = "beside" if id == "portrait" else "ftle_beside"
                    found[name] = self._again(view, name, other)
        order = {id: i for i, id in enumerate(ORDER)}
        return tuple(sorted(found.values(), key=lambda view: order.get(view.id, len(ORDER))))

    def _again(self, view: ViewSpec, name: str, other: Parameters) -> ViewSpec:
        """A view of the other schedule, with what is seen twice."""
        p: Any = other
        twice = {layer for one in self.shelf if one.name in TWICE for layer in one.draws}
        layers = tuple(BESIDE + layer for layer in view.layers if layer in twice)
        title = p.schedule[0].upper() + p.schedule[1:] if name == "beside" else view.title
        told = self._told(other).removeprefix(p.schedule).lstrip(", ") or "the same noise"
        told = told if name == "beside" else p.schedule
        return replace(view, id=name, title=title, subtitle=told, layers=layers, equations=())


def _renamed(work: Generator[Frame, None, None]) -> Generator[Frame, None, None]:
    """Frames of the other schedule: names of its own, and no word about the first one."""
    for frame in work:
        layers = {BESIDE + name: layer for name, layer in frame.layers.items()}
        yield replace(frame, layers=layers, readings={}, trust=None)


EXPERIMENT = KineticOptimalPaths
