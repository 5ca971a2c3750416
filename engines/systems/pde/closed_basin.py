"""An ocean basin driven by wind on a turning planet: one layer, quasi-geostrophic."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import fft


@dataclass(frozen=True, slots=True)
class Waters:
    """Constants of a basin, SI.

    Attributes:
        side: Length of its sides, m.
        beta: How the planetary vorticity grows northwards, 1/(m s).
        wind: Vorticity that the wind makes where it is strongest, 1/s^2.
        drag: Decay of the vorticity by friction at the bottom, 1/s.
        viscosity: Lateral viscosity, m^2/s.
    """

    side: float
    beta: float
    wind: float
    drag: float
    viscosity: float


class ClosedBasin:
    """Relative vorticity in a square basin with walls along which water slips freely.

        w_t + J(psi, w) + beta psi_x = -W sin(2 pi y / L) - r w + A Laplacian(w)
        Laplacian(psi) = w,   u = -psi_y, v = psi_x,   psi = w = 0 on the walls

    The Jacobian is the one that keeps energy and enstrophy on the grid; the rest are central
    differences, and time is stepped by a strong-stability-preserving Runge-Kutta method of
    order three.

    Args:
        waters: Constants.
        n: Cells per side; the n - 1 inner nodes carry the vorticity.

    Source:
        Arakawa (1966), J. Comput. Phys. 1, 119-143, eq. (46).
    """

    def __init__(self, waters: Waters, n: int) -> None:
        self.waters, self.n = waters, n
        self.cell = waters.side / n
        self.nodes = self.cell * np.arange(n + 1)
        k = np.arange(1, n)
        root = -((2.0 / self.cell * np.sin(0.5 * math.pi * k / n)) ** 2)
        self._inverse = 1.0 / (root[:, None] + root[None, :])
        turn = np.sin(2.0 * math.pi * self.nodes[1:-1] / waters.side)
        self._wind = -waters.wind * np.broadcast_to(turn[:, None], (n - 1, n - 1))

    def stream(self, vorticity: np.ndarray) -> np.ndarray:
        """Stream function, shape (n + 1, n + 1), of a vorticity on the inner nodes."""
        inner = fft.idstn(fft.dstn(vorticity, type=1) * self._inverse, type=1)
        return np.pad(inner, 1)

    def velocity(self, vorticity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Velocity u, v on all nodes, shape (n + 1, n + 1) each.

        Beyond a wall the stream function is minus its mirror image, as where water slips freely.
        """
        wide = np.pad(self.stream(vorticity), 1, mode="reflect", reflect_type="odd")
        u = -(wide[2:, 1:-1] - wide[:-2, 1:-1]) / (2.0 * self.cell)
        v = (wide[1:-1, 2:] - wide[1:-1, :-2]) / (2.0 * self.cell)
        return u, v

    def rates(self, vorticity: np.ndarray) -> np.ndarray:
        """What changes the vorticity on the inner nodes, 1/s^2."""
        psi, w, waters = self.stream(vorticity), np.pad(vorticity, 1), self.waters
        planetary = waters.beta * (psi[1:-1, 2:] - psi[1:-1, :-2]) / (2.0 * self.cell)
        around = w[1:-1, 2:] + w[1:-1, :-2] + w[2:, 1:-1] + w[:-2, 1:-1] - 4.0 * vorticity
        return (
            self._wind
            - jacobian(psi, w, self.cell)
            - planetary
            - waters.drag * vorticity
            + waters.viscosity / self.cell**2 * around
        )

    def stepped(self, vorticity: np.ndarray, step: float) -> np.ndarray:
        """The vorticity a time `step` later, s."""
        first = vorticity + step * self.rates(vorticity)
        second = 0.75 * vorticity + 0.25 * (first + step * self.rates(first))
        found: np.ndarray = vorticity / 3.0 + 2.0 / 3.0 * (second + step * self.rates(second))
        return found


def jacobian(a: np.ndarray, b: np.ndarray, cell: float) -> np.ndarray:
    """a_x b_y - a_y b_x on the inner nodes: the mean of three forms, which keeps what the exact
    one keeps.
    """
    east, west, north, south = _sides(a)
    n_e, n_w, s_e, s_w = a[2:, 2:], a[2:, :-2], a[:-2, 2:], a[:-2, :-2]
    b_east, b_west, b_north, b_south = _sides(b)
    b_ne, b_nw, b_se, b_sw = b[2:, 2:], b[2:, :-2], b[:-2, 2:], b[:-2, :-2]
    plain = (east - west) * (b_north - b_south) - (north - south) * (b_east - b_west)
    outer = (
        east * (b_ne - b_se) - west * (b_nw - b_sw) - north * (b_ne - b_nw) + south * (b_se - b_sw)
    )
    inner = (
        b_north * (n_e - n_w) - b_south * (s_e - s_w) - b_east * (n_e - s_e) + b_west * (n_w - s_w)
    )
    found: np.ndarray = (plain + outer + inner) / (12.0 * cell**2)
    return found


def _sides(a: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """East, west, north and south neighbours of the inner nodes."""
    return a[1:-1, 2:], a[1:-1, :-2], a[2:, 1:-1], a[:-2, 1:-1]
