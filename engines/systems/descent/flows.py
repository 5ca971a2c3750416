"""The flows of momentum methods: everything an equation can do, and where the methods go."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engines.protocols.capabilities import Box
from engines.protocols.descent import Descending, Method, Walk
from engines.running.ticket import Ticket
from engines.systems.descent.family import (
    BEGIN,
    accelerated,
    growing,
    step_of,
    stepping,
    values_with,
    vanishing,
    written,
)
from engines.systems.descent.landscape import Landscape
from engines.systems.descent.methods import FREE, coefficients, slow_coefficients, spectral_radius
from engines.systems.maps import MapFlow
from engines.systems.ode import OdeFlow
from engines.systems.system import System

_SET = re.compile(r"\\live\{(?:d|h|c|alpha|beta|gamma)\}\{([^}]*)\}")
BEYOND = 1e6  # heights of the start at which a method has diverged


@dataclass(frozen=True, slots=True)
class Course:
    """What a flow needs to know beside its equations.

    Attributes:
        landscape: What is walked down.
        values: Values of the landscape's parameters.
        methods: Those to be compared.
        own: The method whose flow it is.
        coefficients: (d, h, c) of that flow.
        fine: Whether flows of methods follow them to second order in the step, or only for
            vanishing steps.
    """

    landscape: Landscape
    values: Mapping[str, float]
    methods: tuple[Method, ...]
    own: Method
    coefficients: tuple[float, float, float]
    fine: bool = True


class _Walking(Descending):
    """What both kinds of flows share."""

    def take(self, course: Course) -> None:
        """Walk down this one."""
        self.course = course
        self.landscape = course.landscape.system.title
        self.region: Box = course.landscape.system.box
        self.curvature = course.landscape.curvature(course.values)
        self.tuned_for = course.landscape.tuned_for(course.values)
        self.methods = course.methods
        self.own = course.own
        self.coefficients = course.coefficients

    def heights(self, places: np.ndarray) -> np.ndarray:
        return self.course.landscape.heights(places, self.course.values)

    def slopes(self, places: np.ndarray) -> np.ndarray:
        return self.course.landscape.gradient(places, self.course.values)

    def theory(self, method: Method) -> float:
        return math.nan if method.growing else spectral_radius(method, self.tuned_for)

    @property
    def lowest(self) -> np.ndarray:
        return self.course.landscape.lowest_place(self.course.values)[0]

    def walk(
        self,
        method: Method,
        start: np.ndarray,
        steps: int,
        moments: int = 1,
        ticket: Ticket | None = None,
    ) -> Walk:
        course, start = self.course, np.asarray(start, float)
        places = np.full((steps + 1, len(start)), np.nan)
        if method.stepped:
            places = iterated(course, method, start, steps, ticket)
        along = followed if method.kind else own_path  # free numbers are those of this flow
        flow = along(course, method, start, steps, moments, ticket)
        away = self._gone(places, start)
        places[away:] = np.nan
        flow[self._gone(flow, start) :] = np.nan
        return Walk(places, flow, away if method.stepped and away < len(places) else -1)

    def written(self, values: Mapping[str, float], discrete: bool) -> tuple[str, ...]:
        """Equations in TeX; numbers that a method sets belong to no slider and are not live."""
        given = {**values, **self.course.values}
        lines = written(self.course.landscape, given, discrete)
        if self.own.kind == 0 and self.own.name == FREE:
            return lines
        return tuple(_SET.sub(r"\1", line) for line in lines)

    def _gone(self, path: np.ndarray, start: np.ndarray) -> int:
        """The first moment at which a path is far above its start; its length if there is none."""
        gone = np.flatnonzero(~(self.heights(path) <= BEYOND * self._fall(start)))
        return int(gone[0]) if len(gone) else len(path)

    def _fall(self, start: np.ndarray) -> float:
        return max(float(self.heights(start[None])[0]), 1e-300)


class AcceleratedFlow(OdeFlow, _Walking):
    """x'' + d x' + h H(x) x' + c grad f(x) = 0 as (x, w), see `family.accelerated`."""

    def __init__(
        self,
        system: System,
        values: Mapping[str, float],
        step: float | None = None,
        stepper: str = "rk4",
        tolerance: float = 1e-9,
    ) -> None:
        super().__init__(system, values, step, stepper, tolerance)

    def tex(self) -> tuple[str, ...]:
        return self.written(self.values, discrete=False)

    def refined(self) -> OdeFlow:
        finer = super().refined()
        if isinstance(finer, AcceleratedFlow):
            finer.take(self.course)
        return finer


class SteppingFlow(MapFlow, _Walking):
    """The steps of a method as a map of (xi_k, xi_{k-1}), see `family.stepping`."""

    def tex(self) -> tuple[str, ...]:
        return self.written(self.values, discrete=True)


def accelerated_flow(course: Course) -> AcceleratedFlow:
    """The flow with the coefficients of `course`."""
    landscape, (d, h, c) = course.landscape, course.coefficients
    _, largest = course.landscape.tuned_for(course.values)
    values = values_with(landscape, course.values, d=d, h=h, c=c)
    flow = AcceleratedFlow(accelerated(landscape), values, step_of(h, largest))
    flow.take(course)
    return flow


def stepping_flow(course: Course) -> SteppingFlow:
    """The map of the method `course.own`."""
    landscape, own = course.landscape, course.own
    flow = SteppingFlow(stepping(landscape), _numbers(course, own))
    flow.take(course)
    return flow


def iterated(
    course: Course, method: Method, start: np.ndarray, steps: int, ticket: Ticket | None = None
) -> np.ndarray:
    """Results x_0 .. x_K of a method at rest before `start`, shape (K + 1, n)."""
    n = len(start)
    if method.growing:
        values = values_with(course.landscape, course.values, alpha=method.alpha * _largest(course))
        flow = MapFlow(growing(course.landscape), values)
    else:
        flow = MapFlow(stepping(course.landscape), _numbers(course, method))
    path = flow.record(np.tile(start, 2)[None], np.arange(steps + 1.0), ticket)[0]
    with np.errstate(over="ignore", invalid="ignore"):
        return (1.0 + method.delta) * path[:, :n] - method.delta * path[:, n:]


def followed(
    course: Course,
    method: Method,
    start: np.ndarray,
    steps: int,
    moments: int = 1,
    ticket: Ticket | None = None,
) -> np.ndarray:
    """The flow of a method up to t_K = K tau, in `moments` moments of each step.

    It begins with the velocity of the method's first step,

        x'(0) = -tau grad f(x_0) + (tau c/2) grad f(x_0),

    or, for vanishing steps, at rest. Results are read from it as from the steps. Gradient descent follows x' = -grad f at times k alpha.
    """
    landscape, n = course.landscape, len(start)
    count = np.arange(steps * moments + 1.0) / moments
    if method.name == "GD":
        downhill = OdeFlow(landscape.system, course.values, 0.1 / _largest(course))
        return downhill.record(start[None], method.alpha * count, ticket)[0]
    tau, largest = math.sqrt(method.alpha), _largest(course)
    mu = landscape.tuned_for(course.values)[0]
    d, h, c = coefficients(method) if course.fine else slow_coefficients(method, mu)
    slope = landscape.gradient(start[None], course.values)[0]
    begin = (0.5 * tau * c - tau) * slope if course.fine else 0.0 * slope
    if method.growing:
        # the step that is numbered k + 1 in the literature stands at k + 3/2
        b, t0 = (1.5 * tau, 1.5 * tau) if course.fine else (0.0, BEGIN)
        values = values_with(landscape, course.values, h=h, b=b, t0=t0)
        begin = begin if course.fine else -0.25 * t0 * slope
        flow = OdeFlow(vanishing(landscape), values, tau, "dormand_prince", 1e-9)
    else:
        values = values_with(landscape, course.values, d=d, h=h, c=c)
        flow = OdeFlow(accelerated(landscape), values, step_of(h, largest))
    state = np.concatenate([start, begin + h * slope])
    path = flow.record(state[None], tau * count, ticket)[0, :, :n]
    before = np.concatenate([np.repeat(path[:1], moments, axis=0), path[:-moments]])
    return (1.0 + method.delta) * path - method.delta * before


def own_path(
    course: Course,
    method: Method,
    start: np.ndarray,
    steps: int,
    moments: int = 1,
    ticket: Ticket | None = None,
) -> np.ndarray:
    """The flow with the coefficients of `course` from rest, up to t_K = K tau; see `followed`."""
    flow = accelerated_flow(course)
    slope = course.landscape.gradient(start[None], course.values)[0]
    state = np.concatenate([start, course.coefficients[1] * slope])
    times = math.sqrt(method.alpha) * np.arange(steps * moments + 1.0) / moments
    return flow.record(state[None], times, ticket)[0, :, : len(start)]


def _largest(course: Course) -> float:
    return course.landscape.tuned_for(course.values)[1]


def _numbers(course: Course, method: Method) -> dict[str, float]:
    return values_with(
        course.landscape,
        course.values,
        alpha=method.alpha * course.landscape.curvature(course.values)[1],
        beta=method.beta,
        gamma=method.gamma,
    )
