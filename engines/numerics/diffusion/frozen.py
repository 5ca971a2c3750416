"""A flow from noise to data held at one moment, so that it has places of rest."""

from __future__ import annotations

import numpy as np

from engines.numerics.diffusion.generation import GenerationFlow
from engines.numerics.marching import RK4, recorded
from engines.numerics.within import carried_within
from engines.protocols.capabilities import (
    Bounded,
    Box,
    Described,
    Differentiable,
    Generating,
    Probable,
    Tangent,
)
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

STEP = 0.02


class FrozenFlow(Flow, Differentiable, Tangent, Bounded, Generating, Probable, Described):
    """x' = u(x, t) with t held: what draws and repels at this moment.

    Clouds and densities stay those of the flow itself at whatever time is asked for.

    Args:
        inner: The flow.
        moment: The time at which it is held.
    """

    steady = True
    time_unit = ""
    duration = 3.0

    def __init__(self, inner: GenerationFlow, moment: float) -> None:
        self.inner, self.moment = inner, float(moment)
        self.dimension, self.states = inner.dimension, inner.states
        self.box: Box = inner.box

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        return self.inner.velocity(states, self.moment)

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        return self.inner.jacobian(states, self.moment)

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.record(states, np.array([start, stop], dtype=float), ticket)[:, -1]

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        begin = np.asarray(states, dtype=np.float64)
        return recorded(self.velocity, begin, np.asarray(times, dtype=float), STEP, RK4, ticket)

    def advance_tangent(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        def pushed(x: np.ndarray, m: np.ndarray, time: float) -> tuple[np.ndarray, np.ndarray]:
            return self.inner.pushed(x, m, self.moment)

        begin = np.asarray(states, dtype=np.float64)
        tolerance = self.inner.sampler.tolerance
        return carried_within(pushed, begin, float(start), float(stop), tolerance, ticket)

    def noise(self, count: int, draw: np.random.Generator) -> np.ndarray:
        return self.inner.noise(count, draw)

    def sampled(
        self,
        states: np.ndarray,
        times: np.ndarray,
        ticket: Ticket | None = None,
        first: int = 0,
    ) -> np.ndarray:
        return self.inner.sampled(states, times, ticket, first)

    def log_density(
        self, states: np.ndarray, time: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.inner.log_density(states, time, ticket)

    def tex(self) -> tuple[str, ...]:
        return (rf"\dot{{x}} = u(x, t),\quad t = \live{{t}}{{{self.moment:.3g}}}",)
