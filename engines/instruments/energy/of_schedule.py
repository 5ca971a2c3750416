"""What every instrument of schedules has in common."""

from __future__ import annotations

from typing import ClassVar

from engines.numerics.kinetic.scheduling import Scheduling
from engines.parameters.declare import Declaration
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting


class OfSchedule(Charting):
    """A view of the schedule of a flow, with nothing to set."""

    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        fits = isinstance(flow, Scheduling)
        return "" if fits else "needs a schedule and data whose lambda is known"

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return ()
