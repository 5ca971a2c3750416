"""How clean data are made noisy while a denoiser learns: how much, and by which law."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engines.numerics.diffusion.student import student_noise

MIDDLE, WIDTH, USUAL = -1.2, 1.2, 0.5  # of ln sigma, for data whose spread is USUAL


def even(count: int, draw: np.random.Generator) -> np.ndarray:
    """Random ln(s / (a spread)): those of the linear path at evenly spread times, once each.

    Every part of the way from noise to data is seen as often as any other.
    """
    share = (draw.permutation(count) + draw.random(count)) / count
    share = np.clip(share, 1e-4, 1.0 - 1e-4)
    return np.asarray(np.log(share) - np.log1p(-share))


def lognormal(count: int, draw: np.random.Generator) -> np.ndarray:
    """Random ln(sigma / spread) with ln sigma ~ N(-1.2 + ln(spread / 0.5), 1.2^2).

    Source:
        Karras, Aittala, Aila & Laine (2022), arXiv:2206.00364, table 1.
    """
    return MIDDLE - math.log(USUAL) + WIDTH * draw.standard_normal(count)


LEVELS = {"even": even, "lognormal": lognormal}


@dataclass(frozen=True, slots=True)
class Perturbation:
    """Noise of the strength of one law and the shape of another.

    Attributes:
        levels: Name of the law of ln(s / (a spread)), "even" or "lognormal".
        hidden: D of Student's t, the noise of a charge in D hidden dimensions; inf is normal.
    """

    levels: str = "even"
    hidden: float = math.inf

    def strengths(self, count: int, draw: np.random.Generator) -> np.ndarray:
        """Random ln(s / (a spread)), shape (count,)."""
        return LEVELS[self.levels](count, draw)

    def noise(self, count: int, dimension: int, draw: np.random.Generator) -> np.ndarray:
        """Random z of scale 1, shape (count, dimension)."""
        return student_noise(count, dimension, self.hidden, 1.0, draw)


PLAIN = Perturbation()
