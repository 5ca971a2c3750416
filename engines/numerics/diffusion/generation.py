"""A field and a sampler as a flow from noise to data."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.grids import GridName, between, checked_steps, grid
from engines.numerics.diffusion.likelihood import hutchinson, log_likelihood, log_noise
from engines.numerics.diffusion.path import Linear, Path
from engines.numerics.diffusion.solvers import (
    NEAR,
    SOLVERS,
    Ancestral,
    Past,
    Solver,
    Step,
    step_of,
    traced,
)
from engines.numerics.diffusion.stochastic import Shaking, ancestral, shaken
from engines.numerics.one_thread import one_thread
from engines.numerics.steppers import DORMAND_PRINCE
from engines.numerics.within import CarriesWithin, carried_within
from engines.protocols.capabilities import (
    Bounded,
    Differentiable,
    Generating,
    Probable,
    Refinable,
)
from engines.protocols.flow import Flow
from engines.running.randomness import stream
from engines.running.slices import in_slices
from engines.running.ticket import Ticket

StepFor = Callable[[int, int], Step]  # first and last of a piece of the states
PIECE = 512
BACK = 20  # steps back to the noise, for a density
MANY, PROBES = 8, 6  # coordinates from which on the divergence is guessed, and by how many
# Errors of the exponent seen on the denoisers of eight Gaussians, checkerboard and spiral, whose
# largest is 5.0, 4.4 and 1.4: 1e-2 leaves them below 0.19, 0.16 and 0.09 in 99 of 100 nodes, 1e-3
# below 0.015, 0.018 and 0.008, at twice the work.
TOLERANCE, REFINED = 1e-2, 0.1


@dataclass(frozen=True, slots=True)
class Sampler:
    """How a field is followed from noise to data.

    Attributes:
        solver: Name of a solver.
        steps: Steps from t = 0 to t = 1.
        grid: Name of the grid its nodes lie on.
        scale: Noise added along the way, as a multiple of that of the reverse of the forward
            process; 0 for none.
        seed: Of this noise.
        tolerance: Of carried tangents.
    """

    solver: str = "DPM++2M"
    steps: int = 40
    grid: GridName = "lam"
    scale: float = 0.0
    seed: int = 0
    tolerance: float = TOLERANCE

    def __post_init__(self) -> None:
        checked_steps(self.steps)

    def nodes(self, path: Path) -> np.ndarray:
        """Times from 0 to 1, shape (steps + 1,)."""
        return grid(self.grid, path, self.steps)

    def finer(self) -> Sampler:
        """Twice the steps, a small part of the tolerance."""
        return replace(self, steps=min(2 * self.steps, 1000), tolerance=REFINED * self.tolerance)


class GenerationFlow(CarriesWithin, Flow, Differentiable, Refinable, Bounded, Generating, Probable):
    """x' = u(x, t) between t = 0 (noise) and t = 1 (data); beyond, states rest.

    `advance` and `record` walk as the sampler does; tangents belong to the equation itself and are
    carried within a tolerance. A child gives the field and its derivative, and copies itself with
    another sampler.

    Attributes:
        path: The path of the noise.
        sampler: How it is followed.
        field: Quantities at a place and moment.
        solves: Whether a solver follows the field; a learned map goes its own way.
    """

    solves = True
    steady = False
    time_unit = ""
    duration = 1.0

    def __init__(self, field: Field, sampler: Sampler) -> None:
        self.field, self.path, self.sampler = field, field.path, sampler
        self._solver: Solver = SOLVERS[sampler.solver]
        self._nodes = sampler.nodes(field.path)

    @abstractmethod
    def pushed(
        self, states: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Velocities, shape (n, d), and rates of small displacements, shape (k, n, d)."""

    @abstractmethod
    def followed_by(self, sampler: Sampler) -> Self:
        """The same field with another sampler."""

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        return self.field.velocity(np.asarray(states, dtype=np.float64), _inside(time))

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        n, d = states.shape
        unit = np.broadcast_to(np.eye(d)[:, None, :], (d, n, d))
        return self.pushed(states, unit, _inside(time))[1].transpose(1, 2, 0)

    def noise(self, count: int, draw: np.random.Generator) -> np.ndarray:
        return self.path.at(0.0).s * draw.standard_normal((count, self.dimension))

    def log_noise(self, states: np.ndarray) -> np.ndarray:
        """The logarithm of the density of the noise at t = 0, shape (n,)."""
        return log_noise(self.path, states)

    @property
    def evaluations(self) -> int:
        """NFE from noise to data."""
        solver = self._solver.alone if self.sampler.scale > 0.0 else self._solver
        return solver.evaluations(self.sampler.steps)

    @property
    def integrator(self) -> str:
        s = self.sampler
        noisy = ""
        if isinstance(self._solver, Ancestral):
            noisy = ", noise of its own"
        elif s.scale > 0.0:
            other = "" if self._solver.alone.name == s.solver else f" by {self._solver.alone.name}"
            noisy = f", noise {s.scale:g}{other}"
        tangents = f"tangents {DORMAND_PRINCE.name}, tolerance {s.tolerance:.0e}"
        return f"{s.solver}, {s.steps} steps, {self.evaluations} NFE{noisy}, {tangents}"

    def refined(self) -> Self:
        return self.followed_by(self.sampler.finer())

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.record(states, np.array([start, stop]), ticket)[:, -1]

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        step = self.step()
        return self._moved(states, times, lambda first, last: step, ticket)

    def step(self) -> Step:
        """How the sampler goes from one time to another."""
        return step_of(self._solver, self.field)

    def sampled(
        self,
        states: np.ndarray,
        times: np.ndarray,
        ticket: Ticket | None = None,
        first: int = 0,
    ) -> np.ndarray:
        """As `record`, with the sampler's noise on the way towards data.

        State i of a cloud feels the i-th noise of the seed, whatever is asked for: a cloud that is
        looked at later is the same cloud.
        """
        s, draws = self.sampler, isinstance(self._solver, Ancestral)
        if (s.scale <= 0.0 and not draws) or times[-1] < times[0]:
            return self.record(states, times, ticket)

        def step_for(begin: int, end: int) -> Step:
            noise = Shaking(s.seed, self.dimension, (first + begin, first + end))

            def step(
                x: np.ndarray, t: float, until: float, past: Past | None
            ) -> tuple[np.ndarray, Past | None]:
                i = int(np.searchsorted(self._nodes, t + 1e-12)) - 1
                part = noise.at(min(max(i, 0), s.steps - 1))
                if draws:
                    return ancestral(self.field, x, t, until, part), None
                return shaken(self._solver, self.field, x, t, until, s.scale, part, past)

            return step

        return self._moved(states, times, step_for, ticket)

    def _moved(
        self,
        states: np.ndarray,
        times: np.ndarray,
        step_for: StepFor,
        ticket: Ticket | None,
    ) -> np.ndarray:
        one_thread()
        begin = np.asarray(states, dtype=np.float64)
        moments = np.clip(np.asarray(times, dtype=np.float64), 0.0, 1.0)
        nodes = between(self._nodes, float(moments[0]), float(moments[-1]))
        out = np.empty((len(begin), len(moments), self.dimension))

        def work(first: int, last: int) -> None:
            with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
                found = traced(step_for(first, last), begin[first:last], nodes, moments, ticket)
            out[first:last] = found.transpose(1, 0, 2)

        in_slices(work, len(begin), PIECE, ticket)
        lost = ~np.isfinite(out).all(axis=2)
        out[np.logical_or.accumulate(lost, axis=1)] = np.nan
        return out

    def carries(
        self,
        states: np.ndarray,
        moves: np.ndarray | None,
        start: float,
        stop: float,
        ticket: Ticket | None,
    ) -> tuple[np.ndarray, np.ndarray]:
        begin = np.asarray(states, dtype=np.float64)
        first, last = _inside(start), _inside(stop)
        tolerance = self.sampler.tolerance
        if isinstance(self.path, Linear):
            return carried_within(self.pushed, begin, first, last, tolerance, ticket, moves=moves)
        clock = EvenClock(self.path)

        def pushed(
            states: np.ndarray, tangents: np.ndarray, even: float
        ) -> tuple[np.ndarray, np.ndarray]:
            t, rate = clock.read(even)
            velocity, rates = self.pushed(states, tangents, t)
            return rate * velocity, rate * rates

        ends = clock.of(first), clock.of(last)
        return carried_within(pushed, begin, *ends, tolerance, ticket, moves=moves)

    def log_density(
        self, states: np.ndarray, time: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        """As the flow tells it: followed back to the noise, with the divergence on the way.

        Of many coordinates the divergence is guessed by a few random displacements, kept along the
        way, always the same ones.
        """
        clock, now = EvenClock(self.path), _inside(time)
        x = np.asarray(states, dtype=np.float64)
        if clock.of(now) - clock.of(0.0) < NEAR:
            return self.log_noise(x)
        nodes = np.linspace(clock.of(0.0), clock.of(now), BACK + 1)
        found = np.empty(len(x))
        d = x.shape[1]
        # unit displacements give d times the divergence's mean, random signs on average that itself
        signs = stream(0, "probes").integers(0, 2, (PROBES, 1, d)) if d > MANY else None
        scale = 1.0 if d > MANY else float(d)

        def work(first: int, last: int) -> None:
            part = x[first:last]
            probes: np.ndarray = np.broadcast_to(np.eye(d)[:, None, :], (d, len(part), d))
            if signs is not None:
                probes = np.broadcast_to(2.0 * signs - 1.0, (PROBES, len(part), d))
            divergence = hutchinson(self.pushed, probes)

            def rate(states: np.ndarray, even: float) -> tuple[np.ndarray, np.ndarray]:
                t, pace = clock.read(even)
                velocity, spread = divergence(states, t)
                return pace * velocity, pace * scale * spread

            with np.errstate(over="ignore", invalid="ignore"):
                normal, begin = log_likelihood(rate, self.path, part, nodes, ticket)
                gained = normal - log_noise(self.path, begin)
                found[first:last] = self.log_noise(begin) + gained

        one_thread()
        in_slices(work, len(x), PIECE, ticket)
        return found


class EvenClock:
    r"""Any path at the pace of the linear one, on which nothing is abrupt.

        tau = a / (a + s),   dt/dtau = (a + s)^2 / W

    Args:
        path: The path.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[float, tuple[float, float]] = {}

    def of(self, t: float) -> float:
        """The even time at `t`."""
        m = self._path.at(t)
        return m.a / (m.a + m.s)

    def read(self, even: float) -> tuple[float, float]:
        """The time t and dt/dtau at an even time."""
        found = self._known.get(even)
        if found is None:
            with np.errstate(divide="ignore"):
                lam = np.log(even) - np.log1p(-even) if even < 1.0 else np.inf
            t = float(self._path.time_of(lam))
            m = self._path.at(t)
            if m.wronskian == 0.0:  # a clock that stops at its end is read just before it
                m = self._path.at(min(max(t, 1e-9), 1.0 - 1e-9))
            found = self._known[even] = (t, (m.a + m.s) ** 2 / m.wronskian)
        return found


def _inside(time: float) -> float:
    return min(max(float(time), 0.0), 1.0)
