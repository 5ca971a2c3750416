"""Flows on a schedule of which the kinetic energy is known."""

from __future__ import annotations

from abc import ABC
from collections.abc import Callable
from functools import cached_property, lru_cache

import numpy as np

from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.generation import GenerationFlow, Sampler
from engines.numerics.diffusion.path import Linear, Path, Trig, VariancePreserving
from engines.numerics.kinetic.chord import KineticOptimal
from engines.numerics.kinetic.energy import kinetic_energy
from engines.numerics.kinetic.separation import Blobs, Separation
from engines.protocols.capabilities import Box, Described

OTHERS: dict[str, Path] = {"linear": Linear(), "trig": Trig(), "VP": VariancePreserving()}
NEAR = 1e-4  # noise below which a quotient by it is rounding


@lru_cache(maxsize=32)
def optimal_for(separation: Separation) -> KineticOptimal:
    """The schedule of least energy, found once for the same data."""
    return KineticOptimal(separation)


@lru_cache(maxsize=32)
def energies_for(separation: Separation) -> dict[str, float]:
    """Name of a usual schedule to its energy, found once for the same data."""
    return {name: kinetic_energy(path, separation) for name, path in OTHERS.items()}


class Scheduling(ABC):
    """Goes from noise to data on a schedule, for data of which lambda is known.

    Attributes:
        schedule: a and s for data that are normalised.
        separation: lambda of the data.
        source: How lambda was found, e.g. "exact".
    """

    schedule: Path
    separation: Separation
    source: str

    @cached_property
    def optimal(self) -> KineticOptimal:
        """The schedule of least energy for these data."""
        return optimal_for(self.separation)

    @cached_property
    def energies(self) -> dict[str, float]:
        """Name of a schedule to its kinetic energy per dimension, this one's first."""
        found = {"least": self.optimal.energy, **energies_for(self.separation)}
        own = self.schedule
        here = found.get(own.name)
        if here is None:
            here = kinetic_energy(own, self.separation)
            here = found["least"] if own.name == "kinetic-optimal" else max(here, found["least"])
        return {"this one": here, **found}


class PointsFlow(GenerationFlow, Scheduling, Described):
    r"""x' = u(x, t) to a few points, or round blobs, in any number of dimensions.

        D = sum_i w_i y_i,   w = softmax_i(rho <x/m, y_i> - rho^2 |y_i|^2 / 2)

    Args:
        blobs: Normalised data, without variance.
        schedule: a and s.
        separation: lambda of the data.
        source: How lambda was found.
        sampler: How the flow is followed.
        openings: A number of dimensions to the angle Phi of as many points drawn in these; None if
            they were not drawn.
    """

    def __init__(
        self,
        blobs: Blobs,
        schedule: Path,
        separation: Separation,
        source: str,
        sampler: Sampler,
        openings: Callable[[int], float] | None = None,
    ) -> None:
        def cleaned(x: np.ndarray, t: float) -> np.ndarray:
            m = schedule.at(t)
            return blobs.cleaned(x / max(m.s, NEAR), m.a / max(m.s, NEAR))

        super().__init__(Field(schedule, "x", cleaned), sampler)
        self.blobs, self.schedule = blobs, schedule
        self.separation, self.source, self.openings = separation, source, openings
        d = self.dimension = blobs.dimension
        self.states = tuple(f"x_{{{i}}}" for i in range(1, d + 1))
        far = float(np.ceil(2.0 * max(3.2, 1.2 * np.abs(blobs.means).max())) / 2.0)
        plane = ("first coordinate", "second coordinate")
        self.box = Box(
            low=(-far,) * d,
            high=(far,) * d,
            periodic=(False,) * d,
            labels=plane[:d] if d <= 2 else tuple(f"coordinate {i + 1}" for i in range(d)),
            symbols=self.states,
            units=("",) * d,
            start=((0.7, 1.05) + (0.0,) * d)[:d],
        )

    def on(self, schedule: Path) -> PointsFlow:
        """The flow to the same points on another schedule."""
        how = (self.separation, self.source, self.sampler, self.openings)
        return PointsFlow(self.blobs, schedule, *how)

    def followed_by(self, sampler: Sampler) -> PointsFlow:
        how = (self.separation, self.source, sampler, self.openings)
        return PointsFlow(self.blobs, self.schedule, *how)

    def pushed(
        self, states: np.ndarray, tangents: np.ndarray, time: float
    ) -> tuple[np.ndarray, np.ndarray]:
        m, y = self.schedule.at(time), self.blobs.means
        if m.s <= NEAR:
            m = self.schedule.at(float(self.schedule.time_of(-np.log(NEAR))))
        rho = m.a / m.s
        shares = self.blobs.shares(states / m.s, rho)
        data = shares @ y
        # dD/dx v = (a / s^2) Cov_w(y) v
        along = tangents @ y.T
        mean = np.einsum("nk,tnk->tn", shares, along)
        rates = (rho / m.s) * ((shares * along) @ y - mean[..., None] * data)
        share = m.ds / m.s
        of_data = m.da - m.a * share
        return share * states + of_data * data, share * tangents + of_data * rates

    def tex(self) -> tuple[str, ...]:
        return (
            r"\dot{x} = E[\dot{a}\, x_1 + \dot{m}\, x_0 \mid x_t = x]",
            r"x_t = a\, x_1 + m\, x_0",
        )
