"""The variational view: a chain of small Gaussian steps, and what each of them costs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engines.errors import FlowError
from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.path import Path
from engines.running.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Posterior:
    """q(x_{k-1} | x_k, x) = N(from_noisy x_k + from_data x, variance I).

    Attributes:
        from_noisy: Factor of x_k.
        from_data: Factor of the clean data x.
        variance: Of each coordinate.
    """

    from_noisy: float
    from_data: float
    variance: float

    def mean(self, noisy: np.ndarray, data: np.ndarray) -> np.ndarray:
        """Its mean, shape (n, d)."""
        return self.from_noisy * noisy + self.from_data * data


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """Levels k = 0 (clean) to K (noise) on a path.

    Attributes:
        path: The path.
        times: Generation time of each level, shape (K + 1,), falling.
    """

    path: Path
    times: np.ndarray

    def __post_init__(self) -> None:
        lam = self.path.lam(self.times)
        if len(self.times) < 2 or not (np.diff(lam) < 0.0).all():
            raise FlowError(f"{len(self.times)} levels, SNR must fall from each to the next")

    @property
    def levels(self) -> int:
        """K."""
        return len(self.times) - 1

    def snr(self) -> np.ndarray:
        """SNR_k = a_k^2 / s_k^2, shape (K + 1,)."""
        return np.asarray(np.exp(2.0 * self.path.lam(self.times)))

    def posterior(self, k: int) -> Posterior:
        r"""q(x_{k-1} | x_k, x).

            mean = a_{k|k-1} (s_{k-1}^2 / s_k^2) x_k + a_{k-1} (s_{k|k-1}^2 / s_k^2) x
            variance = s_{k|k-1}^2 s_{k-1}^2 / s_k^2
            a_{k|k-1} = a_k / a_{k-1},   s_{k|k-1}^2 = s_k^2 - a_{k|k-1}^2 s_{k-1}^2

        Raises:
            FlowError: If there is no such level.

        Source:
            Ho, Jain & Abbeel (2020), arXiv:2006.11239; Kingma et al. (2021), arXiv:2107.00630.
        """
        if not 1 <= k <= self.levels:
            raise FlowError(f"k = {k}, allowed 1 to {self.levels}")
        noisy, before = self.path.at(self.times[k]), self.path.at(self.times[k - 1])
        share = noisy.a / before.a
        fresh = max(noisy.s**2 - (share * before.s) ** 2, 0.0)
        return Posterior(
            share * before.s**2 / noisy.s**2,
            before.a * fresh / noisy.s**2,
            fresh * before.s**2 / noisy.s**2,
        )

    def divergence(self, k: int, squared_error: float) -> float:
        """KL of the true step k from the model's: (SNR_{k-1} - SNR_k) E|x - D|^2 / 2.

        Args:
            k: Level, 1 to K.
            squared_error: E|x - D(x_k)|^2, summed over coordinates.
        """
        snr = self.snr()
        return float(0.5 * (snr[k - 1] - snr[k]) * squared_error)

    def drawn(
        self,
        field: Field,
        x: np.ndarray,
        draw: np.random.Generator,
        ticket: Ticket | None = None,
    ) -> np.ndarray:
        """Ancestral samples: x, shape (n, d), at level K, led to level 0.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        for k in range(self.levels, 0, -1):
            if ticket is not None:
                ticket.check()
            step = self.posterior(k)
            mean = step.mean(x, field.denoiser(x, float(self.times[k])))
            x = mean + math.sqrt(step.variance) * draw.standard_normal(x.shape)
        return x
