"""The flow along a bridge between two mixtures, and its samplers with any noise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from engines.errors import FlowError
from engines.numerics.interpolants.noisy import shaken
from engines.numerics.marching import HEUN, RK4, carried, recorded
from engines.protocols.capabilities import (
    Bounded,
    Box,
    Described,
    Differentiable,
    Generating,
    Probable,
    Refinable,
    Tangent,
)
from engines.protocols.flow import Flow
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.clouds.bridge import MixtureBridge
from engines.systems.clouds.probability_flow import box_around, reach_of

TANGENT_STEPS = 60
EDGE = 1e-4  # of time at both ends, where a Brownian gamma has no rate


@dataclass(frozen=True, slots=True)
class Shaking:
    """How a cloud is carried over a bridge.

    Attributes:
        noise: The diffusion eps; 0 for the flow itself.
        steps: Steps from one end to the other.
        error: Added to the first component of the drift, to see who bears it.
        seed: Of the noise.
        tangent_steps: Steps of carried tangents from one end to the other.

    Raises:
        FlowError: If eps < 0 or steps < 1.
    """

    noise: float = 0.0
    steps: int = 200
    error: float = 0.0
    seed: int = 0
    tangent_steps: int = TANGENT_STEPS

    def __post_init__(self) -> None:
        if not self.noise >= 0.0:
            raise FlowError(f"eps = {self.noise:g}, eps must be >= 0")
        if self.steps < 1:
            raise FlowError(f"steps = {self.steps}, steps must be 1..1000")


class BridgeFlow(
    Flow, Differentiable, Tangent, Refinable, Bounded, Generating, Probable, Described
):
    r"""x' = b(x, t), which carries one mixture of Gaussians to another.

    `sampled` adds the noise of dX = (b + eps s) dt + sqrt(2 eps) dW, going back with b - eps s; the
    law at each moment is that of the bridge, whatever eps.

    Args:
        bridge: The bridge.
        shaking: Noise, steps, and an error of the drift.
        live: Name of a declared parameter to its value, for the equations.

    Source:
        Albergo, Boffi & Vanden-Eijnden (2023), arXiv:2303.08797.
    """

    steady = False
    time_unit = ""
    duration = 1.0

    def __init__(
        self,
        bridge: MixtureBridge,
        shaking: Shaking | None = None,
        live: Mapping[str, float] | None = None,
    ) -> None:
        self.bridge, self.shaking = bridge, shaking or Shaking()
        self.live = dict(live or {})
        self.dimension = bridge.first.dimension
        self.states = tuple(f"x_{i}" for i in range(1, self.dimension + 1))
        reach = max(reach_of(bridge.first), reach_of(bridge.last))
        self.box: Box = box_around(reach, self.dimension)
        self._off = np.zeros(self.dimension)
        self._off[0] = self.shaking.error

    @property
    def integrator(self) -> str:
        s = self.shaking
        walked = f"{HEUN.name}, {s.steps} steps"
        if s.noise > 0.0:
            walked += f"; clouds Euler-Maruyama, noise {s.noise:g}"
        return f"{walked}; tangents {RK4.name}, {s.tangent_steps} steps"

    def refined(self) -> BridgeFlow:
        s = self.shaking
        finer = replace(s, steps=2 * s.steps, tangent_steps=2 * s.tangent_steps)
        return BridgeFlow(self.bridge, finer, self.live)

    def noise(self, count: int, draw: np.random.Generator) -> np.ndarray:
        return self.bridge.first.drawn(count, draw)

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        return self.bridge.drift(np.asarray(states, dtype=np.float64), _inside(time)) + self._off

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        return self.bridge.at(_inside(time)).jacobian(np.asarray(states, dtype=np.float64))

    def log_density(
        self, states: np.ndarray, time: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.bridge.at(min(max(float(time), 0.0), 1.0)).log_density(states)

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.record(states, np.array([start, stop]), ticket)[:, -1]

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        begin, moments = np.asarray(states, dtype=np.float64), np.clip(times, 0.0, 1.0)
        return recorded(self.velocity, begin, moments, 1.0 / self.shaking.steps, HEUN, ticket)

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
            count = max(1, round(abs(moments[k] - moments[k - 1]) * s.steps))
            nodes = np.linspace(moments[k - 1], moments[k], count + 1)
            here = shaken(self._tilted, here, nodes, lambda _: s.noise, draw, ticket)
            out[:, k] = here
        return out

    def advance_tangent(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        def pushed(x: np.ndarray, m: np.ndarray, time: float) -> tuple[np.ndarray, np.ndarray]:
            velocity, slopes = self.bridge.at(_inside(time)).derived(x)
            return velocity + self._off, np.einsum("nij,knj->kni", slopes, m)

        begin = np.asarray(states, dtype=np.float64)
        first, last = np.clip((start, stop), 0.0, 1.0)
        return carried(pushed, begin, first, last, 1.0 / self.shaking.tangent_steps, RK4, ticket)

    def _tilted(self, states: np.ndarray, time: float, eps: float) -> np.ndarray:
        return self.bridge.tilted(states, _inside(time), eps) + self._off

    def tex(self) -> tuple[str, ...]:
        s = self.shaking
        lines = [
            r"dX = (b + \varepsilon s)\, dt + \sqrt{2 \varepsilon}\, dW,\quad "
            rf"\varepsilon = \live{{eps}}{{{s.noise:g}}}",
            r"x_t = \alpha\, x_0 + \beta\, x_1 + \gamma\, z,\quad "
            rf"A = \live{{amplitude}}{{{self.bridge.interpolant.amplitude:g}}}",
        ]
        return tuple(lines)


def _inside(time: float) -> float:
    return min(max(float(time), EDGE), 1.0 - EDGE)
