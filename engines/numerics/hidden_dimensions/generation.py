"""What flows to data share whose noise is Student's t: their beginning, and shaking on the way."""

from __future__ import annotations

import math

import numpy as np

from engines.errors import FlowError
from engines.numerics.diffusion.generation import GenerationFlow
from engines.numerics.diffusion.solvers import Past, Step
from engines.numerics.diffusion.student import log_density, student_noise
from engines.running.randomness import stream
from engines.running.ticket import Ticket


def checked_shaking(alpha: float) -> float:
    """alpha, once noise can be that strong.

    Raises:
        FlowError: If it is negative or no number.
    """
    if not (math.isfinite(alpha) and alpha >= 0.0):
        raise FlowError(f"alpha = {alpha:g}, allowed 0 and above")
    return alpha


class ChargedGeneration(GenerationFlow):
    r"""Begins with noise of D hidden dimensions; a hand may shake it before each step.

        x <- x + alpha s z,   z ~ N(0, I),   s the noise of the path at this moment

    A child sets both attributes, before it is asked for anything.

    Attributes:
        hidden: D, inf for normal noise.
        alpha: How strongly states are shaken while a cloud is carried to the data.
    """

    hidden: float = math.inf
    alpha: float = 0.0

    @property
    def integrator(self) -> str:
        shaken = f", shaken by {self.alpha:g} of the noise before each step"
        return super().integrator + (shaken if self.alpha > 0.0 else "")

    def noise(self, count: int, draw: np.random.Generator) -> np.ndarray:
        """Draws of the noise at the largest sigma, heavy-tailed for small D."""
        scale = float(self.path.at(0.0).s)
        return student_noise(count, self.dimension, self.hidden, scale, draw)

    def log_noise(self, states: np.ndarray) -> np.ndarray:
        """Student's density at the largest sigma."""
        return log_density(states, self.hidden, float(self.path.at(0.0).s))

    def sampled(
        self,
        states: np.ndarray,
        times: np.ndarray,
        ticket: Ticket | None = None,
        first: int = 0,
    ) -> np.ndarray:
        """As without shaking, but that state i of a cloud is shaken by the i-th draws of the seed."""
        if self.alpha <= 0.0 or times[-1] < times[0]:
            return super().sampled(states, times, ticket, first)
        s, plain = self.sampler, self.step()
        shape = (first + len(states), self.dimension)
        z = [stream(s.seed, f"shaken {i}").standard_normal(shape)[first:] for i in range(s.steps)]

        def step_for(begin: int, end: int) -> Step:
            def step(
                x: np.ndarray, t: float, until: float, past: Past | None
            ) -> tuple[np.ndarray, Past | None]:
                i = int(np.searchsorted(self._nodes, t + 1e-12)) - 1
                part = z[min(max(i, 0), s.steps - 1)][begin:end]
                return plain(x + self.alpha * self.path.at(t).s * part, t, until, past)

            return step

        return self._moved(states, times, step_for, ticket)
