"""Flows along an interpolant, whether their fields are known or learned, and their samplers."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from engines.errors import FlowError, near_miss
from engines.numerics.interpolants.interpolant import Interpolant
from engines.numerics.interpolants.noisy import shaken
from engines.numerics.marching import HEUN, RK4, carried, recorded
from engines.protocols.capabilities import (
    Bounded,
    Described,
    Differentiable,
    Generating,
    Refinable,
    Tangent,
)
from engines.protocols.flow import Flow
from engines.running.randomness import stream
from engines.running.ticket import Ticket

TANGENT_STEPS = 60
EDGE = 1e-4  # of time at both ends, where a Brownian gamma has no rate
# How the diffusion goes over the way, times its greatest value.
PROFILES: dict[str, Callable[[float], float]] = {
    "steady": lambda t: 1.0,
    "fading": lambda t: 1.0 - t,
    "in the middle": lambda t: 4.0 * t * (1.0 - t),
}
FIELDS = {
    "b": "drift of the flow",
    "v": "of the interpolant alone",
    "s": "score",
    "b_F": "drift of the sampler forward",
    "b_B": "drift of the sampler backward",
}


@dataclass(frozen=True, slots=True)
class Shaking:
    """How a cloud is carried over a bridge.

    Attributes:
        noise: The greatest diffusion eps; 0 for the flow itself.
        steps: Steps from one end to the other.
        error: Added to the first component of the drift, to see who bears it.
        seed: Of the noise.
        tangent_steps: Steps of carried tangents from one end to the other.
        profile: Name of how eps goes over time.

    Raises:
        FlowError: If eps < 0, steps < 1, or the profile is unknown.
    """

    noise: float = 0.0
    steps: int = 200
    error: float = 0.0
    seed: int = 0
    tangent_steps: int = TANGENT_STEPS
    profile: str = "steady"

    def __post_init__(self) -> None:
        if not self.noise >= 0.0:
            raise FlowError(f"eps = {self.noise:g}, eps must be >= 0")
        if self.steps < 1:
            raise FlowError(f"steps = {self.steps}, steps must be 1..1000")
        if self.profile not in PROFILES:
            raise FlowError(f"profile = '{self.profile}', {near_miss(self.profile, PROFILES)}")

    def at(self, time: float) -> float:
        """The diffusion eps(t)."""
        return self.noise * PROFILES[self.profile](min(max(float(time), 0.0), 1.0))


class BridgingFlow(Flow, Differentiable, Tangent, Refinable, Bounded, Generating, Described):
    r"""x' = b(x, t), which carries one cloud to another along x_t = I(t, x_0, x_1) + gamma z.

    `sampled` adds the noise of dX = (b + eps s) dt + sqrt(2 eps) dW, going back with b - eps s; the
    law at each moment is that of the interpolant, whatever eps(t). A child knows b, s and their
    first cloud, and sets `dimension`, `states` and `box`.

    Args:
        interpolant: How the two clouds are mixed.
        shaking: Noise, steps, and an error of the drift.

    Source:
        Albergo, Boffi & Vanden-Eijnden (2023), arXiv:2303.08797.
    """

    steady = False
    time_unit = ""
    duration = 1.0

    def __init__(self, interpolant: Interpolant, shaking: Shaking | None = None) -> None:
        self.interpolant, self.shaking = interpolant, shaking or Shaking()

    @abstractmethod
    def drift(self, states: np.ndarray, time: float) -> np.ndarray:
        """The drift b = E[dI/dt + gamma' z | x_t], shape (n, d), without an error."""

    @abstractmethod
    def score(self, states: np.ndarray, time: float) -> np.ndarray:
        """The score s = grad ln rho_t, shape (n, d)."""

    @abstractmethod
    def pushed(
        self, states: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Drifts, shape (n, d), and rates of small displacements, shape (k, n, d)."""

    @abstractmethod
    def ends(self, count: int, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Random pairs of ends as the interpolant joins them, both of shape (count, d)."""

    @abstractmethod
    def followed_by(self, shaking: Shaking) -> Self:
        """The same bridge with another sampler."""

    def shadow(self) -> BridgingFlow | None:
        """The bridge between the shadows of both clouds on the first axis; None if a cloud has no
        density that is known exactly.
        """
        return None

    def tilted(self, states: np.ndarray, time: float, eps: float) -> np.ndarray:
        """The drift b + eps s of a sampler with diffusion eps, -eps on the way back: (n, d)."""
        found = self.drift(states, time)
        return found + eps * self.score(states, time) if eps else found

    def field(self, name: str, states: np.ndarray, time: float) -> np.ndarray:
        """One of `FIELDS` at states, shape (n, d), without an error of the drift."""
        x, t = np.asarray(states, dtype=np.float64), inside(time)
        if name == "b":
            return self.drift(x, t)
        if name == "s":
            return self.score(x, t)
        if name == "v":
            return self.tilted(x, t, self.interpolant.at(t).half)
        if name not in FIELDS:
            raise FlowError(f"field = '{name}', {near_miss(name, FIELDS)}")
        eps = self.shaking.at(t)
        return self.tilted(x, t, eps if name == "b_F" else -eps)

    def between(
        self, first: np.ndarray, last: np.ndarray, noise: np.ndarray, times: np.ndarray
    ) -> np.ndarray:
        """The interpolant x_t for fixed ends and noise, each of shape (n, d): shape (n, k, d)."""
        now = [self.interpolant.at(float(t)) for t in times]
        alpha, beta = np.array([m.alpha for m in now]), np.array([m.beta for m in now])
        gamma = np.sqrt([m.square for m in now])
        mixed = alpha[:, None] * first[:, None] + beta[:, None] * last[:, None]
        return np.asarray(mixed + gamma[:, None] * noise[:, None])

    @property
    def integrator(self) -> str:
        s = self.shaking
        walked = f"{HEUN.name}, {s.steps} steps"
        if s.noise > 0.0:
            walked += f"; clouds Euler-Maruyama, noise {s.noise:g}"
        return f"{walked}; tangents {RK4.name}, {s.tangent_steps} steps"

    def refined(self) -> Self:
        s = self.shaking
        return self.followed_by(replace(s, steps=2 * s.steps, tangent_steps=2 * s.tangent_steps))

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        return self._off(self.drift(np.asarray(states, dtype=np.float64), inside(time)))

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        n, d = states.shape
        unit = np.broadcast_to(np.eye(d)[:, None, :], (d, n, d))
        x = np.asarray(states, dtype=np.float64)
        return self.pushed(x, unit, inside(time))[1].transpose(1, 2, 0)

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.record(states, np.array([start, stop]), ticket)[:, -1]

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        begin, moments = np.asarray(states, dtype=np.float64), np.clip(times, 0.0, 1.0)
        step = 1.0 / self.shaking.steps

        def rate(x: np.ndarray, time: float) -> np.ndarray:
            return self._leaning(x, time, 0.0)

        return recorded(rate, begin, moments, step, HEUN, ticket)

    def sampled(
        self,
        states: np.ndarray,
        times: np.ndarray,
        ticket: Ticket | None = None,
        first: int = 0,
    ) -> np.ndarray:
        s = self.shaking
        if s.noise <= 0.0:
            return self.record(states, times, ticket)
        moments = np.clip(np.asarray(times, dtype=np.float64), 0.0, 1.0)
        out = np.empty((len(states), len(moments), self.dimension))
        out[:, 0] = here = np.asarray(states, dtype=np.float64)
        # On the way back other numbers: those of the way there are in the states already.
        way = "bridge" if moments[-1] >= moments[0] else "bridge, back"
        draw = stream(s.seed, f"{way} {first}")
        for k in range(1, len(moments)):
            count = max(1, math.ceil(abs(moments[k] - moments[k - 1]) * s.steps - 1e-9))
            nodes = np.linspace(moments[k - 1], moments[k], count + 1)
            here = shaken(self._leaning, here, nodes, s.at, draw, ticket)
            out[:, k] = here
        return out

    def advance_tangent(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        begin, step = np.asarray(states, dtype=np.float64), 1.0 / self.shaking.tangent_steps
        first, last = np.clip((start, stop), 0.0, 1.0)
        return carried(self.moved, begin, first, last, step, RK4, ticket)

    def moved(
        self, states: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """As `pushed`, with the error of the drift."""
        velocity, rates = self.pushed(states, tangents, inside(time))
        return self._off(velocity), rates

    def _leaning(self, states: np.ndarray, time: float, eps: float) -> np.ndarray:
        return self._off(self.tilted(states, inside(time), eps))

    def _off(self, rates: np.ndarray) -> np.ndarray:
        if self.shaking.error == 0.0:
            return rates
        off = np.zeros(self.dimension)
        off[0] = self.shaking.error
        return np.asarray(rates + off)


def inside(time: float) -> float:
    """A time at which every gamma has a rate."""
    return min(max(float(time), EDGE), 1.0 - EDGE)
