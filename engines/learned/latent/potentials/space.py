"""Codes that travel along the slopes of learned potentials, and planar slices of it."""

from __future__ import annotations

from abc import abstractmethod

import numpy as np

from engines.errors import FlowError
from engines.learned.latent.pictured import Decoded, Decoder
from engines.learned.latent.potentials.landscape import Landscapes
from engines.learned.latent.slice import REACH, STATES, Slice
from engines.numerics.marching import SCHEMES, Scheme, carried, marched, recorded
from engines.numerics.one_thread import one_thread
from engines.protocols.capabilities import (
    Bounded,
    Box,
    Decoding,
    Described,
    Differentiable,
    Flat,
    Generating,
    Refinable,
    Tangent,
)
from engines.protocols.flow import Flow
from engines.protocols.landscape import Obeying, Sloped, Traversing
from engines.running.ticket import Ticket

STEPS = 5  # of length 1, in training
STEP = {"Euler": 1.0, "RK4": 0.125}
HASTE = 0.25  # step while a hand moves
EQUATIONS = {
    "wave": r"\partial_t^2 u = c^2 \nabla^2 u",
    "heat": r"\partial_t u = c^2 \nabla^2 u",
    "hamilton-jacobi": r"\partial_t u = -\frac{1}{2} |\nabla u|^2",
}
FORWARD = ("heat",)  # has no past
WITH_CONSTANT = ("wave", "heat")
INSTANT = 1e-3  # between heights whose differences stand for derivatives in time


class Sliding(Flow, Differentiable, Tangent, Refinable, Sloped):
    """x' = e grad u(x, |t|): what the space of codes and its slices have in common.

    At negative times the same slopes are climbed down in reversed order, so that the flow from 0
    to -t is the one of -grad u. A potential that obeys the heat equation has no past.
    """

    steady = False
    scheme: Scheme
    step: float
    equation: str

    @abstractmethod
    def slopes(self, states: np.ndarray, time: float) -> np.ndarray:
        """Slopes grad u times the speed, shape (n, d), at a time of at least 0."""

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        self.past(time)
        return self.slopes(np.asarray(states, dtype=np.float64), abs(time))

    def past(self, *times: float) -> None:
        """Refuse negative times where there are none.

        Raises:
            FlowError: If the potential obeys the heat equation and a time is negative.
        """
        if self.equation in FORWARD and min(times) < 0.0:
            raise FlowError(f"t = {min(times):g}, a potential that obeys heat starts at t = 0")

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.record(states, np.array([start, stop]), ticket)[:, -1]

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        self.past(float(times[0]), float(times[-1]))
        begin = np.asarray(states, dtype=np.float64)
        return recorded(
            self._moment, begin, np.asarray(times), self.step, self.scheme, ticket, piece=256
        )

    def advance_tangent(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        self.past(start, stop)

        def pushed(x: np.ndarray, m: np.ndarray, time: float) -> tuple[np.ndarray, np.ndarray]:
            bent = self.jacobian(x, abs(time))
            return self._moment(x, time), np.einsum("nij,knj->kni", bent, m, optimize=True)

        begin = np.asarray(states, dtype=np.float64)
        return carried(pushed, begin, start, stop, self.step, self.scheme, ticket, piece=64)

    @property
    def integrator(self) -> str:
        return f"{self.scheme.name}, step {self.step:g}"

    def _moment(self, states: np.ndarray, time: float) -> np.ndarray:
        # RK4 from t = 0 asks for a stage that rounding puts a hair before it.
        return self.slopes(states, abs(time))


class PotentialSpace(Sliding, Decoded, Bounded, Traversing, Described, Generating, Obeying):
    """All codes of a decoder, carried by the slope of one of K potentials.

        z' = e grad u^k(z, |t|)

    Attributes:
        landscapes: All K potentials.
        equation: Name of what they obey: "wave", "heat", "hamilton-jacobi" or "none".
        speed: e, the factor of the slope.
    """

    time_unit = ""
    duration = arrival = reach = float(STEPS)

    def __init__(
        self,
        decoder: Decoder,
        landscapes: Landscapes,
        names: tuple[str, ...],
        way: int,
        start: np.ndarray,
        *,
        equation: str = "wave",
        scheme: str = "RK4",
        speed: float = 1.0,
        step: float | None = None,
    ) -> None:
        super().__init__(decoder)
        self.landscapes = landscapes
        self._chosen = landscapes.only(way)
        self.law = EQUATIONS.get(equation, "")
        self.constant = float(landscapes.speeds[way]) if equation in WITH_CONSTANT else 0.0
        self.ways, self.way, self.equation = names, way, equation
        self.scheme, self.speed = SCHEMES[scheme], speed
        self.step = STEP[scheme] if step is None else step
        self.dimension = d = len(start)
        self.states = tuple(f"z_{i + 1}" for i in range(d))
        self.box = Box(
            low=(-REACH,) * d,
            high=(REACH,) * d,
            periodic=(False,) * d,
            labels=tuple(f"code {i + 1}" for i in range(d)),
            symbols=self.states,
            units=("",) * d,
            start=tuple(float(c) for c in start),
        )

    def at(self, start: np.ndarray) -> PotentialSpace:
        """The same space with another start, shape (d,)."""
        return self._altered(start, self.step)

    def refined(self) -> PotentialSpace:
        return self._altered(np.array(self.box.start), 0.5 * self.step)

    def hasty(self) -> PotentialSpace:
        """The same space in steps that are long enough for a hand that moves."""
        return self._altered(np.array(self.box.start), max(self.step, HASTE))

    def noise(self, count: int, draw: np.random.Generator) -> np.ndarray:
        return draw.standard_normal((count, self.dimension))

    def _altered(self, start: np.ndarray, step: float) -> PotentialSpace:
        return PotentialSpace(
            self._decoder,
            self.landscapes,
            self.ways,
            self.way,
            start,
            equation=self.equation,
            scheme=self.scheme.name,
            speed=self.speed,
            step=step,
        )

    def heights(self, states: np.ndarray, time: float) -> np.ndarray:
        return self.speed * self._chosen.heights(np.asarray(states)[None], abs(time))[0]

    def slopes(self, states: np.ndarray, time: float) -> np.ndarray:
        return self.speed * self._chosen.slopes(states[None], time)[0]

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        self.past(time)
        return self.speed * self._chosen.curvatures(np.asarray(states)[None], abs(time))[0]

    def sides(
        self, states: np.ndarray, time: float, constant: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Of the potential itself, whatever the speed: derivatives in time by differences."""
        codes, now = np.asarray(states, dtype=np.float64)[None], abs(time)
        before, here, after = (
            self._chosen.heights(codes, now + i * INSTANT)[0] for i in (-1.0, 0.0, 1.0)
        )
        first = (after - before) / (2.0 * INSTANT)
        if self.equation == "hamilton-jacobi":
            return first, -0.5 * (self._chosen.slopes(codes, now)[0] ** 2).sum(axis=1)
        spread = np.trace(self._chosen.curvatures(codes, now)[0], axis1=1, axis2=2)
        if self.equation == "heat":
            return first, constant**2 * spread
        return (after - 2.0 * here + before) / INSTANT**2, constant**2 * spread

    def traversed(self, start: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """As in training: negative times are the mirror image 2 z_0 - z(|t|) of positive ones."""
        one_thread()
        times, rows = np.unique(np.append(np.abs(steps), 0.0), return_inverse=True)
        begin = np.tile(np.asarray(start, dtype=np.float64), (self.landscapes.count, 1, 1))

        def rate(codes: np.ndarray, time: float) -> np.ndarray:
            return self.speed * self.landscapes.slopes(codes, time)

        path = marched(rate, begin, times, self.step, self.scheme)[:, :, 0]
        moves = (path - start)[rows[:-1]] * np.sign(steps)[:, None, None]
        return np.asarray((start + moves).transpose(1, 0, 2))

    def tex(self) -> tuple[str, ...]:
        way = self.way + 1
        motion = rf"\dot{{z}} = \nabla u^{{\live{{way}}{{{way}}}}}(z, t)"
        law = EQUATIONS.get(self.equation)
        return (motion, law, r"x = g(z)") if law else (motion, r"x = g(z)")


class PotentialPlane(Sliding, Decoding, Bounded, Flat, Described, Generating):
    """A planar slice of a `PotentialSpace`: its potential there, and the slope within the plane.

    The slope of u restricted to the plane is the shadow of the slope of u, so the slice is a
    gradient flow of its own. What leaves the plane is moved by `whole`.

    Attributes:
        whole: The space it cuts through, starting at the handle.
    """

    whole: PotentialSpace
    dimension = 2
    time_unit = ""
    duration = arrival = float(STEPS)

    def __init__(self, whole: PotentialSpace, slice: Slice) -> None:
        self._slice, self.box, self.states = slice, slice.box, STATES
        self.axes = slice.axes
        self.whole = whole.at(slice.start)
        self.scheme, self.step, self.equation = whole.scheme, whole.step, whole.equation

    def through(self, whole: PotentialSpace) -> PotentialPlane:
        """The same slice through another space."""
        return PotentialPlane(whole, self._slice)

    def refined(self) -> PotentialPlane:
        return PotentialPlane(self.whole.refined(), self._slice)

    def lifted(self, states: np.ndarray) -> np.ndarray:
        return self._slice.lifted(states)

    def seen(self, states: np.ndarray) -> np.ndarray:
        return self._slice.seen(states)

    def decode(self, states: np.ndarray) -> np.ndarray:
        return self.whole.decode(self.lifted(states))

    def heights(self, states: np.ndarray, time: float) -> np.ndarray:
        return self.whole.heights(self.lifted(states), time)

    def slopes(self, states: np.ndarray, time: float) -> np.ndarray:
        return self.whole.slopes(self.lifted(states), time) @ self._slice.axes.T

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        axes = self._slice.axes
        return axes @ self.whole.jacobian(self.lifted(states), time) @ axes.T

    def noise(self, count: int, draw: np.random.Generator) -> np.ndarray:
        return draw.standard_normal((count, 2))

    def tex(self) -> tuple[str, ...]:
        return self.whole.tex()
