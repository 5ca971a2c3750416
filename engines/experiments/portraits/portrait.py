"""The phase portrait of any flow: planar, in space, or a map."""

from __future__ import annotations

from engines.experiments.instrumented import Instrumented
from engines.parameters.declare import Parameters
from engines.protocols.capabilities import Bounded, Remembering
from engines.protocols.flow import Flow
from engines.protocols.views import Clock

PLANE = ("tracers", "tracks", "nullclines", "fixed_points", "manifolds", "series")
SPACE = ("swarm", "tracks", "series")
LINE = ("series",)
MEMORY = ("tracks", "series")
MAP = ("orbits", "tracks", "fixed_points")
SHOWN_FOR = 20.0  # s of watching that the whole duration lasts at speed 1


class Portrait(Instrumented):
    """Where states go, where they rest, and what parts the ways."""

    def at_first(self, flow: Flow) -> tuple[str, ...]:
        if flow.dimension == 1:
            return LINE
        if isinstance(flow, Remembering):
            return MEMORY
        if flow.discrete:
            return MAP
        return SPACE if flow.dimension > 2 else PLANE

    def clock(self, parameters: Parameters) -> Clock:
        flow = self.flow(parameters)
        duration = float(self.value(parameters, "duration", 10.0))
        first = 0.0 if flow.steady else float(self.value(parameters, "start", 0.0))
        return Clock(
            low=first,
            high=first + duration,
            unit=flow.time_unit if isinstance(flow, Bounded) else "",
            label="iteration" if flow.discrete else "time",
            rate=duration / SHOWN_FOR,
        )


EXPERIMENT = Portrait
