"""The flow along a bridge between two mixtures, with nothing learned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

import numpy as np

from engines.numerics.interpolants.bridging import BridgingFlow, Shaking, inside
from engines.protocols.capabilities import Box, Probable
from engines.running.ticket import Ticket
from engines.systems.clouds.gaussian_mixture import GaussianMixture
from engines.systems.clouds.joined.bridge import MixtureBridge
from engines.systems.clouds.probability_flow import box_around, reach_of


class BridgeFlow(BridgingFlow, Probable):
    r"""x' = b(x, t), which carries one mixture of Gaussians to another, in closed form.

    Args:
        bridge: The bridge.
        shaking: Noise, steps, and an error of the drift.
        live: Name of a declared parameter to its value, for the equations.
        box: Where to look; fits both clouds if None.

    Source:
        Albergo, Boffi & Vanden-Eijnden (2023), arXiv:2303.08797.
    """

    def __init__(
        self,
        bridge: MixtureBridge,
        shaking: Shaking | None = None,
        live: Mapping[str, float] | None = None,
        box: Box | None = None,
    ) -> None:
        super().__init__(bridge.interpolant, shaking)
        self.bridge, self.live = bridge, dict(live or {})
        self.dimension = bridge.first.dimension
        self.states = tuple(f"x_{i}" for i in range(1, self.dimension + 1))
        reach = max(reach_of(bridge.first), reach_of(bridge.last))
        self.box: Box = box_around(reach, self.dimension) if box is None else box

    def followed_by(self, shaking: Shaking) -> Self:
        return type(self)(self.bridge, shaking, self.live, self.box)

    def noise(self, count: int, draw: np.random.Generator) -> np.ndarray:
        return self.bridge.first.drawn(count, draw)

    def ends(self, count: int, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        return self.bridge.first.drawn(count, draw), self.bridge.last.drawn(count, draw)

    def shadow(self) -> BridgeFlow:
        first, last = (_flattened(one) for one in (self.bridge.first, self.bridge.last))
        return BridgeFlow(MixtureBridge(first, last, self.interpolant), self.shaking)

    def drift(self, states: np.ndarray, time: float) -> np.ndarray:
        return self.bridge.drift(states, time)

    def score(self, states: np.ndarray, time: float) -> np.ndarray:
        return self.bridge.score(states, time)

    def tilted(self, states: np.ndarray, time: float, eps: float) -> np.ndarray:
        return self.bridge.tilted(states, time, eps) if eps else self.drift(states, time)

    def pushed(
        self, states: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        velocity, slopes = self.bridge.at(time).derived(states)
        return velocity, np.einsum("nij,knj->kni", slopes, tangents)

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        return self.bridge.at(inside(time)).jacobian(np.asarray(states, dtype=np.float64))

    def log_density(
        self, states: np.ndarray, time: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.bridge.at(min(max(float(time), 0.0), 1.0)).log_density(states)

    def tex(self) -> tuple[str, ...]:
        s = self.shaking
        return (
            r"dX = (b + \varepsilon s)\, dt + \sqrt{2 \varepsilon}\, dW,\quad "
            rf"\varepsilon = \live{{eps}}{{{s.noise:g}}}",
            r"x_t = \alpha\, x_0 + \beta\, x_1 + \gamma\, z,\quad "
            rf"A = \live{{amplitude}}{{{self.bridge.interpolant.amplitude:g}}}",
        )


def _flattened(cloud: GaussianMixture) -> GaussianMixture:
    """The shadow of a cloud on the first axis."""
    return GaussianMixture(cloud.weights, cloud.means[:, :1], cloud.covariances[:, :1, :1])
