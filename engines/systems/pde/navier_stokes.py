"""A viscous planar fluid that carries dye, solved by waves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.systems.pde.periodic_plane import PeriodicPlane


@dataclass(frozen=True, slots=True)
class Fluid:
    """A fluid at one moment.

    Attributes:
        waves: Of the vorticity w and of the dye c, shape (2, n, n / 2 + 1).
        time: The moment.
    """

    waves: np.ndarray
    time: float


class NavierStokes:
    """Vorticity and dye on a periodic square.

        w_t + div(v w) = nu Laplacian(w),   c_t + div(v c) = kappa Laplacian(c)
        v = mean + (-psi_y, psi_x),   Laplacian(psi) = w

    Products are formed on the nodes and cut off at two thirds of the waves; viscosity is exact
    (an integrating factor), the rest is stepped by a strong-stability-preserving Runge-Kutta
    method of order three.

    Args:
        plane: The grid.
        viscosity: nu, in units of length^2 / time.
        diffusivity: kappa of the dye.
        mean: Mean velocity, which nothing in a periodic square can change.

    Source:
        Shu & Osher (1988), J. Comput. Phys. 77, 439-471, eq. (2.18).
    """

    def __init__(
        self,
        plane: PeriodicPlane,
        viscosity: float,
        diffusivity: float,
        mean: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        self.plane = plane
        self.mean = mean
        self._decay = np.stack([viscosity * plane.k_squared, diffusivity * plane.k_squared])
        self._factors: tuple[float, np.ndarray, np.ndarray, np.ndarray] | None = None

    def at(self, vorticity: np.ndarray, dye: np.ndarray, time: float = 0.0) -> Fluid:
        """The fluid with these fields, shape (n, n) each, without waves that are not resolved."""
        waves = self.plane.waves(np.stack([vorticity, dye]))
        return Fluid(np.where(self.plane.resolved, waves, 0.0), time)

    def velocity(self, fluid: Fluid) -> np.ndarray:
        """Velocity u, v on the nodes, shape (2, n, n)."""
        moving = self.plane.fields(self.plane.velocity(fluid.waves[0]))
        return moving + np.reshape(self.mean, (2, 1, 1))

    def vorticity(self, fluid: Fluid) -> np.ndarray:
        """Vorticity on the nodes, shape (n, n)."""
        return self.plane.fields(fluid.waves[0])

    def dye(self, fluid: Fluid) -> np.ndarray:
        """Dye on the nodes, shape (n, n)."""
        return self.plane.fields(fluid.waves[1])

    def stepped(self, fluid: Fluid, step: float) -> Fluid:
        """The fluid a time `step` later."""
        whole, half, back = self._damping(step)
        begun = fluid.waves
        first = begun + step * self._carried(begun)
        # the middle stage stands at half a step, where viscosity has done half its work
        second = 0.75 * half * begun + 0.25 * (
            half * first + step * back * self._carried(whole * first)
        )
        third = second + step * self._carried(second)
        return Fluid(whole * begun / 3.0 + 2.0 / 3.0 * half * third, fluid.time + step)

    def _damping(self, step: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        if self._factors is None or self._factors[0] != step:
            half = np.exp(-0.5 * step * self._decay)
            self._factors = step, half**2, half, 1.0 / half
        return self._factors[1:]

    def _carried(self, waves: np.ndarray) -> np.ndarray:
        """Waves of -div(v w) and -div(v c)."""
        plane = self.plane
        fields = plane.fields(np.concatenate([plane.velocity(waves[0]), waves]))
        u, v = fields[0] + self.mean[0], fields[1] + self.mean[1]
        flux = plane.waves(np.stack([u * fields[2:], v * fields[2:]]))
        return -np.where(plane.resolved, plane.ik_x * flux[0] + plane.ik_y * flux[1], 0.0)
