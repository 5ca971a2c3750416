"""How well noisy data are told apart, over signal to noise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.instruments.energy.of_schedule import OfSchedule
from engines.layers.frame import Frame, Reading, Trust
from engines.layers.series import Series
from engines.numerics.kinetic.scheduling import Scheduling
from engines.parameters.declare import Parameters
from engines.protocols.flow import Flow
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

RATIOS = np.linspace(-2.0, 2.0, 161)  # of signal to noise, as exponents of ten
CLIPPED = 0.3  # share of angles; beyond, draws are too few to be believed


class SeparationCurve(OfSchedule):
    """lambda from 0, nothing is told, to 1, each point is told; never below Gaussian data."""

    name: ClassVar[str] = "separation_curve"
    title: ClassVar[str] = "Data told apart"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = ("separation_bound", "separation_curve")

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        return (
            Axis("signal to noise", "", "", -2.0, 2.0, powers=True),
            Axis("\N{GREEK SMALL LETTER LAMDA}", "", "", 0.0, 1.05),
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        found = flow.source if isinstance(flow, Scheduling) else ""
        return SeparationCurve.title, found

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        ticket.check()
        flow: Any = self.flow
        if not isinstance(flow, Scheduling):
            raise UnfitError("Data told apart needs a schedule")
        rho, separation = 10.0**RATIOS, flow.separation
        bound = rho**2 / (1.0 + rho**2)
        role = "learned" if flow.source == "learned" else "value"
        layers = {
            "separation_bound": Series(RATIOS, bound, role="reference", label="Gaussian"),
            "separation_curve": Series(RATIOS, separation.at(rho), role=role, label="data"),
        }
        trust = None
        if separation.draws and separation.clipped > CLIPPED:
            trust = Trust(
                "warn",
                f"\N{GREEK SMALL LETTER LAMDA} from {separation.draws} draws was clipped at "
                f"{separation.clipped:.0%} of all ratios.",
            )
        value = float(separation.at(np.ones(1))[0])
        yield Frame(layers, readings={self.name: Reading(value, "at 1")}, trust=trust)


INSTRUMENT = SeparationCurve
