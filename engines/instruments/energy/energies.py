"""What each schedule costs, as bars."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.instruments.energy.of_schedule import OfSchedule
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.series import Series
from engines.numerics.kinetic.scheduling import OTHERS, Scheduling
from engines.parameters.declare import Parameters
from engines.protocols.flow import Flow
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

NAMES = ("this one", "least", *OTHERS)
HALF = 0.32  # width of a bar to each side


class Energies(OfSchedule):
    """Kinetic energy per dimension of the chosen schedule, the best, and the usual ones."""

    name: ClassVar[str] = "energies"
    title: ClassVar[str] = "Energy of schedules"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = tuple(f"energy_{i}" for i in range(len(NAMES)))

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        most = max(flow.energies.values()) if isinstance(flow, Scheduling) else 1.0
        return (
            Axis(", ".join(NAMES), "", "", -0.6, len(NAMES) - 0.4),
            Axis("energy", "", "", 0.0, 1.1 * most),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        if not isinstance(flow, Scheduling) or flow.separation.draws:
            return Energies.title, "per dimension"  # draws may get better while one looks
        here, least = flow.energies["this one"], flow.energies["least"]
        return Energies.title, f"{here / least - 1.0:.0%} above the least" if least > 1e-6 else ""

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        ticket.check()
        flow: Any = self.flow
        if not isinstance(flow, Scheduling):
            raise UnfitError("Energy of schedules needs a schedule")
        layers: dict[str, Layer] = {}
        for i, name in enumerate(NAMES):
            value = flow.energies[name]
            x, top = np.array([i - HALF, i + HALF]), np.full(2, value)
            role = "value" if i == 0 else ("true" if i == 1 else "before")
            layers[f"energy_{i}"] = Series(
                x, top, np.zeros(2), top, role=role, label=f"{name} {value:.2f}"
            )
        reading = Reading(flow.energies["this one"], "per dimension")
        yield Frame(layers, readings={self.name: reading})


INSTRUMENT = Energies
