"""The flow along field lines of charges, with any number of hidden dimensions."""

from __future__ import annotations

import math
from typing import Self

import numpy as np

from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Path, Scaled, VarianceExploding
from engines.numerics.hidden_dimensions.declared import SOLVERS
from engines.numerics.hidden_dimensions.generation import (
    ChargedGeneration,
    checked_shaking,
)
from engines.numerics.within import carried_within
from engines.protocols.capabilities import Box, Described
from engines.running.ticket import Ticket
from engines.systems.clouds.charges import Charges
from engines.systems.clouds.probability_flow import box_around

LOW, HIGH = 0.002, 80.0


class ChargedFlow(ChargedGeneration, Described):
    r"""dx/dsigma = (x - E[y | x]) / sigma, from sigma = 80 down to 0.002.

    The posterior over the charges is that of Student noise with D degrees of freedom: field lines of
    D = 1 are those of electrostatics, D = inf is diffusion. It is drawn at x / sqrt(1 + sigma^2).

    Args:
        charges: Data and D.
        sampler: How it is followed.
        low: Smallest sigma.
        high: Largest sigma.
        alpha: How strongly a cloud is shaken before each step.
        box: Where to look; fits the charges if None.

    Raises:
        FlowError: If alpha is negative, or sigma does not fall.

    Source:
        Xu et al. (2023), arXiv:2302.04265.
    """

    def __init__(
        self,
        charges: Charges,
        sampler: Sampler | None = None,
        low: float = LOW,
        high: float = HIGH,
        alpha: float = 0.0,
        box: Box | None = None,
    ) -> None:
        self.hidden, self.alpha = charges.hidden, checked_shaking(alpha)
        path: Path = Scaled(VarianceExploding(low, high))
        super().__init__(charges.field(path), sampler or Sampler(SOLVERS[0], 18, "time"))
        self.charges, self.low, self.high = charges, low, high
        self.dimension = charges.dimension
        self.states = tuple(f"x_{i}" for i in range(1, self.dimension + 1))
        far = float(np.abs(charges.points).max())
        fitting = box_around(max(3.2, math.ceil(2.0 * 1.2 * far) / 2.0), self.dimension)
        self.box = fitting if box is None else box

    def followed_by(self, sampler: Sampler) -> Self:
        return type(self)(self.charges, sampler, self.low, self.high, self.alpha, self.box)

    def pushed(
        self, states: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        m = self.path.at(min(max(float(time), 0.0), 1.0))
        clean, slopes = self.charges.derived(states / m.a, m.s / m.a)
        pace = m.ds / m.s
        gain = m.da - m.a * pace
        rates = pace * tangents + (gain / m.a) * np.einsum("nij,knj->kni", slopes, tangents)
        return pace * states + gain * clean, rates

    def advance_tangent(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Carried in ln sigma, in which field lines bend evenly from far away to the charges."""
        path = self.path

        def pushed(
            states: np.ndarray, tangents: np.ndarray, lam: float
        ) -> tuple[np.ndarray, np.ndarray]:
            t = float(path.time_of(lam))
            m = path.at(t)
            pace = m.a * m.s / m.wronskian  # dt / dlam
            velocity, rates = self.pushed(states, tangents, t)
            return pace * velocity, pace * rates

        begin = np.asarray(states, dtype=np.float64)
        first, last = (path.at(min(max(t, 0.0), 1.0)).lam for t in (start, stop))
        return carried_within(pushed, begin, first, last, self.sampler.tolerance, ticket)

    def log_density(
        self, states: np.ndarray, time: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        """In closed form: the mean of the densities about each charge."""
        m = self.path.at(time)
        return self.charges.log_density(np.asarray(states) / m.a, m.s / m.a, ticket) - (
            self.dimension * math.log(m.a)
        )

    def tex(self) -> tuple[str, ...]:
        hidden = self.charges.hidden
        told = r"\infty" if math.isinf(hidden) else rf"\live{{hidden}}{{{hidden:g}}}"
        return (
            r"\frac{dx}{d\sigma} = \frac{x - E[y \mid x]}{\sigma},\quad D = " + told,
            r"w_i \propto (|x - y_i|^2 + D \sigma^2)^{-(N + D)/2}",
        )
