"""Field lines at one moment: where they would rest, and what parts them, if sigma stood still."""

from __future__ import annotations

import numpy as np

from engines.numerics.diffusion.frozen import FrozenFlow
from engines.numerics.diffusion.generation import GenerationFlow

# Instruments that look at one moment of a field, that of the clock.
OF_MOMENT = ("directions", "fixed_points", "manifolds", "nullclines", "streamlines")


class AtMoment(FrozenFlow):
    r"""dx/d(-ln sigma) = E[y | x] - x with sigma held, drawn at a x, a = 1 / sqrt(1 + sigma^2).

    It rests at places that are their own mean of the data: far above the data at their middle,
    and close to them at each charge and between them. Its saddles' manifolds part the charges.

    Source:
        Xu et al. (2023), arXiv:2302.04265; Karras et al. (2022), arXiv:2206.00364, eq. (3).
    """

    def __init__(self, inner: GenerationFlow, moment: float) -> None:
        super().__init__(inner, moment)
        m = inner.path.at(self.moment)
        # u = (s'/s) x + (a' - a s'/s) D of a path, from which a D - x is taken back
        self._share = m.ds / m.s
        self._gain = m.a / (m.da - m.a * self._share)

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        x = np.asarray(states, dtype=np.float64)
        return self._gain * (super().velocity(x, time) - self._share * x) - x

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        unit = np.eye(self.dimension)
        slope = super().jacobian(states, time) - self._share * unit
        return np.asarray(self._gain * slope - unit)

    def tex(self) -> tuple[str, ...]:
        return (r"\frac{dx}{d \ln \sigma} = x - E[y \mid x]",)
