"""The schedule that costs data the least motion, and what others cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from engines.errors import UnfitError
from engines.experiments.generative.carried_cloud import CarriedCloud
from engines.experiments.generative.chosen.schedule_subject import ScheduleSubject
from engines.layers.frame import Frame
from engines.learned.generative.interpolants.scheduled import LearnedSchedule
from engines.numerics.kinetic.scheduling import Scheduling
from engines.parameters.declare import Parameters
from engines.protocols.subject import Subject
from engines.protocols.views import ViewSpec
from engines.running.ticket import Ticket
from engines.systems.clouds.scheduled import BY_HAND, OPTIMAL, Scheduled

OF_SCHEDULES = ("schedule_plane", "unrolled", "energies", "energy_rate", "separation_curve")
NO_PLANE = "these data are no plane"


class KineticOptimalPaths(CarriedCloud):
    """Noise on its way to data on a chosen schedule, with what it costs and what it might."""

    title = "Noise to data"
    shown = ("schedule_plane", "unrolled", "energies", "transported", "probability")

    def __init__(self, subject: Subject, chosen: tuple[str, ...] = ()) -> None:
        if not isinstance(subject, Scheduled):
            raise UnfitError(f"{subject.id}: this experiment needs clouds with schedules")
        self._sets = ScheduleSubject(subject)
        super().__init__(self._sets, chosen)

    def heading(self, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        flow = self.flow(parameters)
        name = p.schedule
        if p.schedule == OPTIMAL and p.share < 1.0:
            name = f"{p.share:.0%} optimal"
        elif p.schedule == BY_HAND:
            name = "drawn by hand"
        if isinstance(flow, LearnedSchedule):
            return self.title, f"{name}, the network of all schedules"
        energy = f", energy {flow.energies['this one']:.3f}" if isinstance(flow, Scheduling) else ""
        return self.title, name + energy

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        """Data that are no plane have schedules and nothing that could be drawn in a plane."""
        flow, own = self.flow(parameters), self._sets.unfit(parameters)
        if flow.dimension == 2:
            return {**super().unfit(parameters), **own}
        others = [one.name for one in self.shelf if one.name not in OF_SCHEDULES]
        return {**dict.fromkeys(others, NO_PLANE), **own}

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """What cannot be drawn is seen to be missing, and needs no sentence."""
        for frame in super().frames(parameters, ticket):
            notes = tuple(note for note in frame.notes if NO_PLANE not in note)
            yield replace(frame, notes=notes)

    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        """Data that are no plane are seen by their schedules alone."""
        found = super().views(parameters)
        if self.flow(parameters).dimension == 2:
            return found
        return tuple(view for view in found if view.id not in ("portrait", "ftle"))


EXPERIMENT = KineticOptimalPaths
