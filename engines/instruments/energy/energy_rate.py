"""When on its way a schedule costs motion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.instruments.energy.of_schedule import OfSchedule
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.series import Series
from engines.numerics.kinetic.energy import integrand
from engines.numerics.kinetic.scheduling import OTHERS, Scheduling
from engines.parameters.declare import Parameters
from engines.protocols.flow import Flow
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

TIMES = np.linspace(0.002, 0.998, 250)
MOST = 6.0  # times the least energy that are shown


class EnergyRate(OfSchedule):
    """Kinetic energy per dimension over time; on the best schedule it is the same throughout."""

    name: ClassVar[str] = "energy_rate"
    title: ClassVar[str] = "Energy over time"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = (*(f"rate_{name}" for name in OTHERS), "rate_best", "rate")

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        most = max(flow.energies["least"], 0.2) if isinstance(flow, Scheduling) else 1.0
        return Axis("time", "t", "", 0.0, 1.0), Axis("energy", "", "", 0.0, MOST * most)

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        return EnergyRate.title, "per dimension; even on the schedule of least energy"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        ticket.check()
        flow: Any = self.flow
        if not isinstance(flow, Scheduling):
            raise UnfitError("Energy over time needs a schedule")
        layers: dict[str, Layer] = {}
        for name, path in OTHERS.items():
            if name != flow.schedule.name:
                rate = integrand(path, flow.separation, TIMES)
                layers[f"rate_{name}"] = Series(TIMES, rate, role="before", label=name)
        least = np.full(2, flow.energies["least"])
        layers["rate_best"] = Series(np.array([0.0, 1.0]), least, role="reference", label="least")
        rate = integrand(flow.schedule, flow.separation, TIMES)
        layers["rate"] = Series(TIMES, rate, label="this one")
        yield Frame(layers, readings={self.name: Reading(float(rate.max()), "at most")})


INSTRUMENT = EnergyRate
