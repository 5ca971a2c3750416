"""The flows of momentum methods: everything an equation can do, and where the methods go."""

from __future__ import annotations

import math
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
)
from engines.systems.descent.landscape import Landscape
from engines.systems.descent.methods import coefficients, slow_coefficients, spectral_radius
from engines.systems.maps import MapFlow
from engines.systems.ode import OdeFlow
from engines.systems.system import System

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

    def walk(
        self, method: Method, start: np.ndarray, steps: int, ticket: Ticket | None = None
    ) -> Walk:
        course, start = self.course, np.asarray(start, float)
        places = iterated(course, method, start, steps, ticket)
        if method.kind:
            flow = followed(course, method, start, steps, ticket)
        else:  # the picture's own: its numbers may belong to no method
            flow = own_path(course, start, steps, ticket)
        away = np.flatnonzero(~(self.heights(places) <= BEYOND * self._fall(start)))
        diverged = int(away[0]) if len(away) else -1
        for path in (places, flow):
            gone = np.flatnonzero(~(self.heights(path) <= BEYOND * self._fall(start)))
            if len(gone):
                path[gone[0] :] = np.nan
        return Walk(places, flow, diverged)

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

    def refined(self) -> OdeFlow:
        finer = super().refined()
        if isinstance(finer, AcceleratedFlow):
            finer.take(self.course)
        return finer


class SteppingFlow(MapFlow, _Walking):
    """The steps of a method as a map of (xi_k, xi_{k-1}), see `family.stepping`."""


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
    course: Course, method: Method, start: np.ndarray, steps: int, ticket: Ticket | None = None
) -> np.ndarray:
    """The flow of a method at t_k = k tau, k = 0 .. K, shape (K + 1, n).

    It begins with the velocity of the method's first step,

        x'(0) = -tau grad f(x_0) + (tau c/2) grad f(x_0),

    or, for vanishing steps, at rest. Results are read from it as from the steps. Gradient descent follows x' = -grad f at times k alpha.
    """
    landscape, n = course.landscape, len(start)
    moments = np.arange(steps + 1.0)
    if method.name == "GD":
        downhill = OdeFlow(landscape.system, course.values, 0.1 / _largest(course))
        return downhill.record(start[None], method.alpha * moments, ticket)[0]
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
    path = flow.record(state[None], tau * moments, ticket)[0, :, :n]
    before = np.concatenate([path[:1], path[:-1]])
    return (1.0 + method.delta) * path - method.delta * before


def own_path(
    course: Course, start: np.ndarray, steps: int, ticket: Ticket | None = None
) -> np.ndarray:
    """The flow with the coefficients of `course` from rest, at t_k = k sqrt(alpha)."""
    flow = accelerated_flow(course)
    slope = course.landscape.gradient(start[None], course.values)[0]
    state = np.concatenate([start, course.coefficients[1] * slope])
    times = math.sqrt(course.own.alpha) * np.arange(steps + 1.0)
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
