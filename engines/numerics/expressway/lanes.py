"""Samplers that go the whole way, from much noise to data, on levels that end above zero."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import RHO, Path
from engines.numerics.expressway.latents import LOWEST
from engines.numerics.expressway.stepped import Stepped
from engines.numerics.expressway.tail import Tail
from engines.protocols.capabilities import Box
from engines.running.ticket import Ticket


@dataclass(frozen=True, slots=True)
class LevelSampler(Sampler):
    """Steps over noise levels s/a from the first moment down to `lowest`, and from there to none.

    "Karras" levels are even in (s/a)^(1/7), all others in ln(s/a). In s/a Euler's step is DDIM's.

    Attributes:
        lowest: The last level.
    """

    lowest: float = LOWEST

    def nodes(self, path: Path) -> np.ndarray:
        high = math.exp(-float(path.lam(0.0)))
        if self.grid == "Karras":
            ends = high ** (1.0 / RHO), self.lowest ** (1.0 / RHO)
            sigmas = np.linspace(*ends, self.steps) ** RHO
        else:
            sigmas = np.geomspace(high, self.lowest, self.steps)
        times = np.append(path.time_of(-np.log(sigmas)), 1.0)
        times[0] = 0.0
        return times


class Lane(Stepped):
    """A tail alone, from the noise of its first level to data: annealed Langevin from far away.

    States are drawn at a scale that keeps their spread, x / sqrt(1 + sigma^2).

    Args:
        tail: Its steps.
        box: Where to look.
    """

    def __init__(self, tail: Tail, box: Box) -> None:
        self.tail, self.box = tail, box
        self.dimension = len(box.low)
        self.states = tuple(f"x_{i}" for i in range(1, self.dimension + 1))
        self.nodes = np.linspace(0.0, 1.0, tail.evaluations + 1)
        sigmas = np.repeat(tail.sigmas, tail.each if tail.noisy else 1)
        # a step ends on the level of the next one; after the last one there is no noise
        ends = np.append(sigmas, np.zeros(tail.evaluations + 1 - len(sigmas)))
        if tail.noisy:
            ends[-2] = tail.sigmas[-1]
        self._scales = 1.0 / np.sqrt(1.0 + ends**2)

    @property
    def evaluations(self) -> int:
        """NFE from noise to data."""
        return self.tail.evaluations

    def noise(self, count: int, draw: np.random.Generator) -> np.ndarray:
        high = float(self.tail.sigmas[0]) * self._scales[0]
        return np.asarray(high * draw.standard_normal((count, self.dimension)))

    def noisy(self, i: int) -> bool:
        return self.tail.noisy and i < self.tail.evaluations - 1

    def ended(
        self,
        states: np.ndarray,
        i: int,
        share: float,
        noise: np.ndarray | None = None,
        ticket: Ticket | None = None,
    ) -> np.ndarray:
        before, after = self._scales[i], self._scales[i + 1]
        x = states / ((1.0 - share) * before + share * after)
        return np.asarray(after * (x + (1.0 - share) * (self.tail.stepped(x, i, noise) - x)))
