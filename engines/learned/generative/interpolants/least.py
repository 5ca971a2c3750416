"""A learned Schroedinger bridge: the interpolant itself was bent until its sampler cost least."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.learned.generative.interpolants.flow import CLOSER, DRIFT, Learned, LearnedBridge
from engines.learned.nets.mlp import Mlp
from engines.learned.nets.mlp import shapes as mlp_shapes

FORWARD, BEND = "forward.", "bend."


def shapes(d: int, hidden: tuple[int, ...], bend: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    """Name to shape of the arrays: of b, of the forward drift, and of what bends the ways."""
    found = mlp_shapes((d + 1, *hidden, d), DRIFT) | mlp_shapes((d + 1, *hidden, d), FORWARD)
    return found | mlp_shapes((2 * d + 1, *bend, d), BEND)


class LeastBridge(LearnedBridge):
    r"""x' = b(x, t) and dX = u dt + sqrt(2 eps) dW with trained b and u, for the eps of training.

        I = (1 - t) x_0 + t x_1 + t (1 - t) N(t, x_0, x_1),   gamma^2 = 2 eps t (1 - t)
        u = b_F = b + eps s,   so that   s = (u - b) / eps

    The score has no division by gamma, so that it is finite at both ends. Arguments as in
    `LearnedBridge`.

    Source:
        Albergo, Boffi & Vanden-Eijnden (2023), arXiv:2303.08797, section 3.5.
    """

    one_sided = False

    def __init__(self, arrays: Mapping[str, np.ndarray], spread: float, *how: Any) -> None:
        super().__init__(arrays, spread, *how)
        self._forward = Learned(arrays, FORWARD, spread, spread, np.float32)
        self._bend = Mlp(arrays, BEND)

    @property
    def trained_noise(self) -> float:
        """The diffusion eps of the training."""
        return 0.5 * self.interpolant.amplitude

    def tex(self) -> tuple[str, ...]:
        return super().tex()[0], r"x_t = I_\theta(t, x_0, x_1) + \gamma\, z"

    def score(self, states: np.ndarray, time: float) -> np.ndarray:
        ahead = self._forward.value(states, time) - self.drift(states, time)
        return np.asarray(ahead / self.trained_noise)

    def tilted(self, states: np.ndarray, time: float, eps: float) -> np.ndarray:
        if eps == self.trained_noise:
            return self._forward.value(states, time)  # as it was learned
        return super(LearnedBridge, self).tilted(states, time, eps)

    def between(
        self, first: np.ndarray, last: np.ndarray, noise: np.ndarray, times: np.ndarray
    ) -> np.ndarray:
        ways = super().between(first, last, noise, times)
        ends = np.concatenate([first, last], axis=1) * (CLOSER / self.spread)
        for k, t in enumerate(times):
            seen = np.concatenate([ends, np.full((len(ends), 1), float(t))], axis=1)
            ways[:, k] += self.spread * float(t) * (1.0 - float(t)) * self._bend.value(seen)
        return ways
