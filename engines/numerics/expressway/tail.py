"""The last steps of a sampler, from a low level of noise to none."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engines.errors import FlowError, near_miss
from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.solvers import ddim

TailName = Literal["Langevin", "PF-ODE"]
TAILS: tuple[TailName, ...] = ("Langevin", "PF-ODE")
RATE = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Tail:
    r"""Steps over falling noise levels of a path x + sigma z.

    "Langevin", at each level `each` times, then once without noise:

        z <- z + alpha S(z, sigma) + sqrt(2 alpha) w,   alpha = rate sigma^2
        z <- z + sigma_L^2 S(z, sigma_L)

    "PF-ODE": DDIM from level to level, and from the last one to no noise.

    Attributes:
        field: The scores, on a path with a = 1.
        sigmas: Noise levels, falling.
        kind: "Langevin" or "PF-ODE".
        each: Steps at each level.
        rate: alpha / sigma^2; the paper's eps_0 is rate sigma_L^2.

    Raises:
        FlowError: If levels do not fall or there is no such tail.

    Source:
        Song & Ermon (2019), NeurIPS, algorithm 1; Song, Meng & Ermon (2021), arXiv:2010.02502.
    """

    field: Field
    sigmas: np.ndarray
    kind: TailName = "Langevin"
    each: int = 1
    rate: float = RATE

    def __post_init__(self) -> None:
        if self.kind not in TAILS:
            raise FlowError(f"tail = '{self.kind}', {near_miss(self.kind, TAILS)}")
        if not len(self.sigmas) or not (np.diff(self.sigmas) < 0.0).all() or self.sigmas[-1] <= 0.0:
            raise FlowError(f"noise levels {self.sigmas}, allowed are positive ones that fall")
        if self.each < 1 or not self.rate > 0.0:
            raise FlowError(f"{self.each} steps of {self.rate:g} sigma^2, both must be positive")

    @property
    def evaluations(self) -> int:
        """Steps, each of which asks for the score once."""
        many = len(self.sigmas)
        return many * self.each + 1 if self.kind == "Langevin" else many

    @property
    def noisy(self) -> bool:
        """Whether steps but the last one draw noise."""
        return self.kind == "Langevin"

    def stepped(self, z: np.ndarray, i: int, noise: np.ndarray | None) -> np.ndarray:
        """States after step `i`, counted from 0.

        Args:
            z: States before it, shape (n, d).
            i: Which step.
            noise: Normal numbers w, shape (n, d); none for the drift alone.
        """
        if self.kind == "PF-ODE":
            until = self._time(i + 1) if i + 1 < len(self.sigmas) else 1.0
            return ddim(self.field, z, self._time(i), until)
        level = i // self.each
        if level == len(self.sigmas):
            sigma = float(self.sigmas[-1])
            return z + sigma**2 * self.field.score(z, self._time(level - 1))
        alpha = self.rate * float(self.sigmas[level]) ** 2
        moved = z + alpha * self.field.score(z, self._time(level))
        return moved if noise is None else moved + math.sqrt(2.0 * alpha) * noise

    def _time(self, level: int) -> float:
        return float(self.field.path.time_of(-math.log(self.sigmas[level])))


def levels(evaluations: int, high: float, low: float, kind: TailName) -> np.ndarray:
    """Noise levels from `high` to `low` for that many evaluations, each the same part of the last.

    Raises:
        FlowError: If there is no evaluation for a level.
    """
    count = evaluations - 1 if kind == "Langevin" else evaluations
    if count < 1:
        raise FlowError(f"{evaluations} evaluations leave no noise level for a {kind} tail")
    return np.geomspace(high, low, count) if count > 1 and high > low else np.array([high])
