"""What is open beside a portrait that was kept: the same starts, the same times, and the distance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engines.errors import SeparatrixError
from engines.layers.frame import Frame, Layer
from engines.layers.scalar_field import ScalarField
from engines.layers.series import Series
from engines.layers.shader_field import ShaderField, ShaderTracers
from engines.layers.tracks import Tracks
from engines.parameters.declare import Parameters
from engines.parameters.reading import changed
from engines.protocols.capabilities import Bounded, Shaded
from engines.protocols.experiment import Experiment
from engines.protocols.flow import Flow
from engines.protocols.gesture import Gesture
from engines.protocols.views import Axis, Clock, ViewSpec
from engines.running.ticket import Ticket

PREFIX = "kept_"
DISTANCE = "distance"
SAMPLES = 1000  # of the distance over time
SMALLEST = 1e-16  # a distance below which nothing is known of it
_LIVE = re.compile(r"\\live\{[^{}]*\}\{([^{}]*)\}")
_POWER = re.compile(r"^(.*)e([+-]?)0*(\d+)$")


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """A portrait as it was.

    Attributes:
        experiment: What it was shown by.
        parameters: Its values.
        title: What it was called.
        written: How it is opened again, a text for whoever made it; empty if it cannot be.
    """

    experiment: Experiment
    parameters: Parameters
    title: str
    written: str = ""


class Compared(Experiment):
    """The changed one, which hands move, and the kept one beside it.

    Both begin at the starts that are launched now, and time drives both. The third view shows
    d(t) = |x(t) - k(t)| for the first start, x of the changed flow and k of the kept one.

    Args:
        now: What is changed.
        kept: What stays.
    """

    def __init__(self, now: Experiment, kept: Kept) -> None:
        self.now, self.kept = now, kept
        self.parameters = now.parameters
        self._drawn: tuple[Parameters, dict[str, Layer]] | None = None

    def flow(self, parameters: Parameters) -> Flow:
        return self.now.flow(parameters)

    def clock(self, parameters: Parameters) -> Clock:
        return self.now.clock(parameters)

    def respond(self, parameters: Parameters, gesture: Gesture) -> Parameters:
        return self.now.respond(parameters, gesture)

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        return self.now.unfit(parameters)

    def unused(self, parameters: Parameters) -> frozenset[str]:
        return self.now.unused(parameters)

    def beside(self, parameters: Parameters) -> Parameters:
        """Values of the kept one, with the starts and the moment of the changed one."""
        shared = {"starts": getattr(parameters, "starts", None)}
        clocked = self.now.clock(parameters).parameter
        if clocked:
            shared[clocked] = getattr(parameters, clocked)
        values = self.kept.parameters
        for name, value in shared.items():
            try:
                values = changed(values, {name: value}) if value is not None else values
            except SeparatrixError:
                continue  # other coordinates, or no such moment there
        return values

    def views(self, parameters: Parameters) -> tuple[ViewSpec, ...]:
        first, *rest = self.now.views(parameters)
        values = self.beside(parameters)
        other = self.kept.experiment.views(values)[0]
        kept = replace(
            other,
            id=PREFIX + other.id,
            title="Kept",
            subtitle=self.kept.title,
            layers=tuple(PREFIX + name for name in other.layers),
            equations=tuple(_still(line) for line in other.equations),
            clicks=False,
        )
        chart = self._chart(parameters)
        return (first, kept, *((chart,) if chart else ()), *rest)

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        values = self.beside(parameters)
        known = self._drawn
        known = known if known is not None and known[0] == values else None
        there = dict(known[1]) if known else {}
        last: Frame | None = None
        for last in self.now.frames(parameters, ticket):
            if last.progress > 0.0 and DISTANCE not in there:  # both are compiled by then
                there |= self._distance(parameters, values, ticket)
            share = last.progress if known else 0.6 * last.progress
            yield replace(last, layers={**last.layers, **there}, progress=share)
        if last is None:
            return
        if not known:
            drawn: dict[str, Layer] = {}
            for frame in self.kept.experiment.frames(values, ticket):
                drawn = self._renamed(frame.layers, values, parameters)
                share = 0.6 + 0.4 * frame.progress
                layers = {**last.layers, **there, **drawn}
                yield replace(last, layers=layers, progress=share, task="Kept")
            self._drawn = (values, drawn)

    def _start(self, parameters: Parameters) -> tuple[float, ...] | None:
        """Where the distance begins; None if nothing is launched that both know."""
        flow, starts = self.flow(parameters), getattr(parameters, "starts", ())
        other = self.kept.experiment.flow(self.kept.parameters)
        alike = flow.dimension == other.dimension and flow.discrete == other.discrete
        fits = [s for s in starts if len(s) == flow.dimension]
        return tuple(fits[0]) if alike and fits else None

    def _moments(self, parameters: Parameters) -> np.ndarray:
        """Moments at which the distance is taken: those of the clock, or of the paths."""
        flow, clock = self.flow(parameters), self.clock(parameters)
        first, last = clock.low, clock.high
        if not clock.along:
            first = float(getattr(parameters, clock.parameter)) if clock.parameter else 0.0
            last = first + (flow.duration if isinstance(flow, Bounded) else 10.0)
        if flow.discrete:
            return np.arange(first, last + 1.0)
        return np.linspace(first, last, SAMPLES)

    def _chart(self, parameters: Parameters) -> ViewSpec | None:
        if self._start(parameters) is None:
            return None
        flow, moments = self.flow(parameters), self._moments(parameters)
        unit = flow.time_unit if isinstance(flow, Bounded) else ""
        words = "iteration" if flow.discrete else "time"
        return ViewSpec(
            id=DISTANCE,
            kind="chart",
            title="Distance",
            subtitle="of the first paths",
            layers=(DISTANCE,),
            axes=(
                Axis(words, "", unit, float(moments[0]), float(moments[-1])),
                Axis("distance", "", "", -4.0, 2.0, powers=True),
            ),
        )

    def _distance(
        self, parameters: Parameters, values: Parameters, ticket: Ticket
    ) -> dict[str, Layer]:
        start = self._start(parameters)
        if start is None:
            return {}
        moments, first = self._moments(parameters), np.array([start])
        x = self.flow(parameters).record(first, moments, ticket)[0]
        ticket.check()
        k = self.kept.experiment.flow(values).record(first, moments, ticket)[0]
        with np.errstate(all="ignore"):
            apart = np.linalg.norm(x - k, axis=1)
            shown = np.log10(np.where(apart > SMALLEST, apart, np.nan))
        seen = np.isfinite(shown)
        return {DISTANCE: Series(moments[seen], shown[seen])}

    def _renamed(
        self, layers: Mapping[str, Layer], values: Parameters, parameters: Parameters
    ) -> dict[str, Layer]:
        """Layers of the kept one under names of their own, deaf to the sliders of the other; its
        paths lie faint below those of the changed one too.
        """
        flow = self.kept.experiment.flow(values)
        fixed = flow.uniforms() if isinstance(flow, Shaded) else {}
        found: dict[str, Layer] = {}
        for name, layer in layers.items():
            if isinstance(layer, ShaderField | ShaderTracers):
                layer = _baked(layer, fixed)
            elif isinstance(layer, ScalarField) and layer.live_twin:
                layer = replace(layer, live_twin="")
            found[PREFIX + name] = layer
        ghost = layers.get("tracks")
        alike = min(self.flow(parameters).dimension, 3)
        if isinstance(ghost, Tracks) and ghost.positions.shape[2] == alike:
            found["tracks_before"] = replace(ghost, role="before", values=None)
        return found


def _baked(layer: Any, fixed: Mapping[str, float]) -> Any:
    """A recipe with some of its uniforms made constants."""
    glsl = layer.glsl
    for name in fixed:
        if name in layer.uniforms:
            value = f"{float(layer.uniforms[name]):.9g}"
            value = value if set(value) & set(".en") else f"{value}.0"
            glsl = re.sub(rf"uniform\s+float\s+{name}\s*;", f"const float {name} = {value};", glsl)
    rest = {name: value for name, value in layer.uniforms.items() if name not in fixed}
    return replace(layer, glsl=glsl, uniforms=rest)


def _still(tex: str) -> str:
    """A line of TeX whose numbers belong to no slider any more."""

    def number(match: re.Match[str]) -> str:
        power = _POWER.match(match[1])
        if not power:
            return f"{{{match[1]}}}"
        sign = "-" if power[2] == "-" else ""
        return rf"{{{power[1]} \cdot 10^{{{sign}{power[3]}}}}}"

    return _LIVE.sub(number, tex)
