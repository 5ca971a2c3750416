"""Finite-time Lyapunov exponents of a planar flow: the walls between what mixes and what stays."""

from __future__ import annotations

from typing import ClassVar

from engines.experiments.instrumented import Instrumented
from engines.parameters.declare import Parameters, declarations
from engines.protocols.capabilities import Bounded, Recorded, Spherical
from engines.protocols.views import Clock

SHOWN_FOR = 20.0  # s of watching that the whole track lasts at speed 1


class FtleExperiment(Instrumented):
    """The FTLE field with tracers and launched paths over it; the clock moves its release."""

    shown: ClassVar[tuple[str, ...]] = ("ftle", "tracers", "tracks")

    def heading(self, parameters: Parameters) -> tuple[str, str]:
        flow = self.flow(parameters)
        if flow.dimension > 2 and not isinstance(flow, Spherical):
            return super().heading(parameters)
        fields = [one for one in self.on(parameters) if one.depth == 0 and one.view == "plane"]
        if fields and "ftle" not in [one.name for one in fields]:
            one = fields[-1]
            travels = "horizon" in {d.name for d in self._flat.declared[one.name]}
            at = f"t = {float(self.value(parameters, 'start', 0.0)):.3g}"
            number = self._travelled(parameters) if travels else at
            return one.title, number.replace("-", "\N{MINUS SIGN}")
        return self._field(parameters)

    def section_headings(self, parameters: Parameters) -> dict[str, tuple[str, str]]:
        title, subtitle = self._field(parameters)
        full = bool(self.value(parameters, "full", False))
        return {"ftle": (title, f"{subtitle}, {'all directions' if full else 'within the slice'}")}

    def _field(self, parameters: Parameters) -> tuple[str, str]:
        """Title and subtitle of the picture of the field."""
        horizon = float(self.value(parameters, "horizon", 0.0))
        if self.value(parameters, "direction") == "both":
            number = f"T = ±{abs(horizon):.3g}"
            return "FTLE, both directions", f"attracting walls over repelling ones, {number}"
        number = self._travelled(parameters)
        if horizon < 0.0:
            return "FTLE, backward", f"attracting walls, {number}"
        return "FTLE, forward", f"repelling walls, {number}"

    def _travelled(self, parameters: Parameters) -> str:
        horizon = float(self.value(parameters, "horizon", 0.0))
        return f"T = {horizon:.3g}".replace("-", "\N{MINUS SIGN}")

    def clock(self, parameters: Parameters) -> Clock:
        flow = self.flow(parameters)
        high = float(self.value(parameters, "duration", 10.0))
        name = "" if flow.steady else self.name_of("start")
        low, high = self._moments(parameters, name, high)
        return Clock(
            parameter=name,
            low=low,
            high=high,
            unit=flow.time_unit if isinstance(flow, Bounded) else "",
            label="start" if name else "time",
            rate=(high - low) / SHOWN_FOR,
            along=not name,
        )

    def _moments(self, parameters: Parameters, name: str, high: float) -> tuple[float, float]:
        """First and last moment of release; a recording must last until everything has arrived."""
        if not name:
            return 0.0, high
        flow, allowed = self.flow(parameters), declarations(self.parameters)[name]
        if not isinstance(flow, Recorded):
            return 0.0, min(high, allowed.high)
        ahead = float(self.value(parameters, "horizon", 0.0))
        both = self.value(parameters, "direction") == "both"
        first = flow.span[0] + (abs(ahead) if both else max(0.0, -ahead))
        last = flow.span[1] - (abs(ahead) if both else max(0.0, ahead))
        return (first, last) if first < last else flow.span


EXPERIMENT = FtleExperiment
