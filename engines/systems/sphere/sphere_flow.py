"""Unit vectors moved in space, seen as longitude and latitude."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping

import numpy as np

from engines.numerics.sphere import degrees_of, tangent_bases, unit_vectors
from engines.protocols.capabilities import (
    Bounded,
    Box,
    Compiled,
    Described,
    Refinable,
    Shaded,
    Spherical,
)
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket
from engines.systems.ode import OdeFlow
from engines.systems.stepping.equation_flow import batch

LONGITUDE, LATITUDE = r"\lambda", r"\varphi"
HALF_TURN = 180.0

# The overloaded function sees degrees and calls the one that moves unit vectors. Close to a pole
# longitude has no rate; a tracer there waits for the next step.
SEEN = """
vec3 sep_vector(vec2 degrees) {
    vec2 a = degrees * 0.017453292519943295;
    return vec3(cos(a.y) * cos(a.x), cos(a.y) * sin(a.x), sin(a.y));
}
vec2 velocity(vec2 degrees, float time) {
    vec2 a = degrees * 0.017453292519943295;
    vec3 v = velocity(sep_vector(degrees), time);
    float east = cos(a.x) * v.y - sin(a.x) * v.x;
    float north = cos(a.y) * v.z - sin(a.y) * (cos(a.x) * v.x + sin(a.x) * v.y);
    return vec2(east / max(cos(a.y), 1e-4), north) * 57.29577951308232;
}
"""


class SphereFlow(Flow, Spherical, Refinable, Bounded, Shaded, Described, Compiled):
    """x' = f(x, t) on the unit sphere; states are longitude and latitude in degrees.

    Everything is moved as unit vectors, so that poles and the date line are places like any
    other. Longitudes of a path run on beyond 180 degrees rather than jump.

    Args:
        whole: What moves unit vectors; its velocity is tangent to the sphere.
        radius: Radius of the sphere.
        start: Longitude and latitude to begin with.
    """

    dimension = 2
    states = ("longitude", "latitude")

    def __init__(
        self, whole: OdeFlow, radius: float = 1.0, start: tuple[float, float] = (0.0, 0.0)
    ) -> None:
        self.whole: OdeFlow = whole
        self.radius = radius
        self.steady = whole.steady
        self.time_unit = whole.time_unit
        self.duration = whole.duration
        self.box = Box(
            low=(-HALF_TURN, -HALF_TURN / 2),
            high=(HALF_TURN, HALF_TURN / 2),
            periodic=(True, False),
            labels=self.states,
            symbols=(LONGITUDE, LATITUDE),
            units=("°", "°"),
            start=start,
        )

    def lifted(self, states: np.ndarray) -> np.ndarray:
        return unit_vectors(batch(states, 2))

    def seen(self, states: np.ndarray) -> np.ndarray:
        return degrees_of(states)

    def bases(self, states: np.ndarray) -> np.ndarray:
        return tangent_bases(states)

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        """Degrees per unit of time; at a pole, where longitude has no rate, NaN in place of it."""
        vectors = self.lifted(states)
        rates = np.einsum("nij,ni->nj", self.bases(vectors), self.whole.velocity(vectors, time))
        around = np.hypot(vectors[:, 0], vectors[:, 1])
        rates[:, 0] /= np.where(around > 1e-12, around, np.nan)
        return np.degrees(rates)

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.seen(self.whole.advance(self.lifted(states), start, stop, ticket))

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        seen = self.seen(self.whole.record(self.lifted(states), times, ticket))
        before = np.asarray(states, dtype=np.float64)[:, 0]
        for k in range(seen.shape[1]):  # the short way round from each sample to the next
            turns = np.round((before - seen[:, k, 0]) / (2.0 * HALF_TURN))
            seen[:, k, 0] += 2.0 * HALF_TURN * turns
            before = seen[:, k, 0]
        return seen

    def refined(self) -> SphereFlow:
        finer = self.whole.refined()
        return SphereFlow(finer, self.radius, (self.box.start[0], self.box.start[1]))

    @property
    def integrator(self) -> str:
        return self.whole.integrator

    def glsl(self) -> str:
        return self.whole.glsl() + SEEN

    def uniforms(self) -> Mapping[str, float]:
        return self.whole.uniforms()

    def tex(self) -> tuple[str, ...]:
        return self.whole.tex()

    def compiled(self) -> bool:
        return self.whole.compiled()


def outward(velocity: Callable[[np.ndarray, float], np.ndarray], time: float = 0.0) -> float:
    """Largest share of a velocity that points out of the unit sphere, at places all over it.

    Args:
        velocity: Rates of unit vectors, shape (n, 3), at a time.
        time: When.
    """
    places = np.array(list(itertools.product(range(-180, 180, 24), range(-84, 85, 12))), float)
    vectors = unit_vectors(places)
    rates = velocity(vectors, time)
    out = np.abs(np.sum(rates * vectors, axis=1))
    size = np.linalg.norm(rates, axis=1)
    return float(np.max(out / np.maximum(size, 1e-300), initial=0.0))
