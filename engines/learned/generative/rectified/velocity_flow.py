"""A velocity that a network has learned, from noise or from a cloud of its own to another."""

from __future__ import annotations

from abc import abstractmethod
from copy import copy
from dataclasses import dataclass, replace
from typing import Protocol, Self

import numpy as np

from engines.errors import FlowError
from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.generation import REFINED, TOLERANCE, GenerationFlow, Sampler
from engines.numerics.diffusion.grids import MOST, GridName
from engines.numerics.diffusion.path import Linear, Path
from engines.numerics.marching import SCHEMES, Scheme, recorded
from engines.numerics.steppers import DORMAND_PRINCE
from engines.protocols.capabilities import Box, Costly, Described
from engines.running.ticket import Ticket

OWN_GRID: GridName = "time"  # of its own schemes


class Velocity(Protocol):
    """A network that sees places and one time."""

    def value(self, x: np.ndarray, time: float) -> np.ndarray:
        """Velocities, shape (n, d)."""

    def pushed(
        self, x: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Velocities, and rates of small displacements, shape (k, n, d)."""


@dataclass(frozen=True, slots=True)
class Walk:
    """How a learned velocity is followed.

    Attributes:
        scheme: Name of the scheme.
        steps: Equal steps from t = 0 to t = 1.
        tolerance: Of carried tangents.

    Raises:
        FlowError: If there are fewer steps than 1 or more than 1000.
    """

    scheme: str = "Euler"
    steps: int = 100
    tolerance: float = TOLERANCE

    def __post_init__(self) -> None:
        if not 1 <= self.steps <= MOST:
            raise FlowError(f"N = {self.steps}, N must be 1..{MOST}")

    def finer(self) -> Walk:
        """Twice the steps, a small part of the tolerance."""
        return replace(self, steps=min(2 * self.steps, MOST), tolerance=REFINED * self.tolerance)


class VelocityFlow(GenerationFlow, Described, Costly):
    """x' = v(x, t) with a trained v; t runs from 0 to 1.

    States are carried between these ends only. The velocity outside is that at the nearer end.

    Single velocities and Jacobians are computed in float64; many states are carried with the
    network in float32. Paths are those of the chosen scheme and number of steps, as a sampler makes
    them; tangents belong to the flow itself and are carried within a tolerance.

    Args:
        exact: The network in float64.
        quick: The same in float32.
        box: Where to look.
        walk: How it is followed.
        path: The path it was trained on.
        source: Points of the cloud at t = 0, shape (m, d); normal noise if None.
    """

    def __init__(
        self,
        exact: Velocity,
        quick: Velocity,
        box: Box,
        walk: Walk,
        path: Path | None = None,
        source: np.ndarray | None = None,
    ) -> None:
        self._exact, self._quick, self.box = exact, quick, box
        self.walk, self.source = walk, source
        self.scheme: Scheme = SCHEMES[walk.scheme]
        self.sampling_steps = walk.steps
        self.dimension = len(box.low)
        self.states = tuple(f"x_{i}" for i in range(1, self.dimension + 1))
        field = Field(Linear() if path is None else path, "v", self._quick_velocity)
        sampler = Sampler(walk.scheme, walk.steps, OWN_GRID, tolerance=walk.tolerance)
        super().__init__(field, sampler)

    @abstractmethod
    def walked(self, walk: Walk) -> Self:
        """The same velocity, followed in another way."""

    @property
    def velocities(self) -> tuple[Velocity, Velocity]:
        """The network in float64, and in float32."""
        return self._exact, self._quick

    @property
    def integrator(self) -> str:
        paths = f"{self.sampler.solver}, {self.sampling_steps} steps"
        tangents = f"tangents {DORMAND_PRINCE.name}, tolerance {self.sampler.tolerance:.0e}"
        return f"{paths}, {tangents}, float32 network"

    def refined(self) -> Self:
        return self.walked(self.walk.finer())

    def followed_by(self, sampler: Sampler) -> Self:
        """The same velocity by a scheme of its own, or by any other solver."""
        if sampler.solver in SCHEMES and sampler.grid == OWN_GRID:
            return self.walked(Walk(sampler.solver, sampler.steps, sampler.tolerance))
        found = copy(self)
        GenerationFlow.__init__(found, self.field, sampler)
        found.sampling_steps = sampler.steps
        return found

    def noise(self, count: int, draw: np.random.Generator) -> np.ndarray:
        if self.source is None:
            return super().noise(count, draw)
        return np.asarray(self.source[draw.integers(0, len(self.source), count)], dtype=np.float64)

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        return _wide(self._exact.value(states, _inside(time)))

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        n, d = states.shape
        unit = np.broadcast_to(np.eye(d)[:, None, :], (d, n, d))
        return _wide(self._exact.pushed(states, unit, _inside(time))[1]).transpose(1, 2, 0)

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        """As an ordinary scheme walks, whose steps are counted from times[0]."""
        if self.sampler.solver not in SCHEMES or self.sampler.grid != OWN_GRID:
            return super().record(states, times, ticket)
        begin = np.asarray(states, dtype=np.float64)
        step, moments = 1.0 / self.sampling_steps, np.clip(times, 0.0, 1.0)
        return recorded(self.field.velocity, begin, moments, step, self.scheme, ticket)

    def pushed(
        self, states: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        value, rates = self._quick.pushed(states, tangents, _inside(time))
        return _wide(value), _wide(rates)

    def log_density(
        self, states: np.ndarray, time: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        """As the flow tells it; only from noise, whose density is known.

        Raises:
            FlowError: If it begins with a cloud of points.
        """
        if self.source is not None:
            raise FlowError("the density is known from noise only, not from a cloud of points")
        return super().log_density(states, time, ticket)

    def _quick_velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        return _wide(self._quick.value(states, _inside(time)))


def _inside(time: float) -> float:
    return min(max(time, 0.0), 1.0)


def _wide(array: np.ndarray) -> np.ndarray:
    return array.astype(np.float64, copy=False)


def equations_of(training: str, steps: int) -> tuple[str, ...]:
    """In TeX, the velocity that one training has learned, and the steps by which it is followed."""
    name = training if training.isdigit() else rf"\mathrm{{{training}}}"
    return (
        rf"\dot{{x}} = v_{{{name}}}(x, t)",
        rf"\Delta t = 1/\live{{sampling_steps}}{{{steps}}}",
    )
