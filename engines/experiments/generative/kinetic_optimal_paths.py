"""The schedule that costs a cloud the least motion, and what others cost."""

from __future__ import annotations

from typing import Any

from engines.errors import UnfitError
from engines.experiments.generative.carried_cloud import CarriedCloud
from engines.parameters.declare import Parameters
from engines.protocols.subject import Subject
from engines.systems.clouds.scheduled import OPTIMAL, Scheduled


class KineticOptimalPaths(CarriedCloud):
    """Noise on its way to a cloud on a chosen schedule, with its kinetic energy."""

    title = "Noise to data"

    def __init__(self, subject: Subject, chosen: tuple[str, ...] = ()) -> None:
        if not isinstance(subject, Scheduled):
            raise UnfitError(f"{subject.id}: this experiment needs clouds with schedules")
        self._family = subject
        super().__init__(subject, chosen)

    def heading(self, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        here, least = self._family.energy(parameters)
        name = p.schedule if p.schedule != OPTIMAL or p.share >= 1.0 else f"{p.share:.0%} optimal"
        return self.title, f"{name}, energy {here:.3f}, least {least:.3f}"

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        p: Any = parameters
        found = super().unfit(parameters)
        if p.schedule != OPTIMAL:
            found["share"] = "leads to the optimal schedule only"
        return found


EXPERIMENT = KineticOptimalPaths
