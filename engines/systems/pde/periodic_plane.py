"""A square that repeats in both directions, and derivatives on it that are exact for its waves."""

from __future__ import annotations

import math

import numpy as np
from scipy import fft


class PeriodicPlane:
    """n x n nodes on [0, 2 pi)^2 and the waves they carry.

    Fields are arrays (..., n, n) indexed [y, x]; their waves have the shape (..., n, n / 2 + 1).

    Attributes:
        n: Nodes per side.
        nodes: Coordinates of the nodes along either axis, shape (n,).
        ik_x: i times the wave number along x, shape (1, n / 2 + 1).
        ik_y: i times the wave number along y, shape (n, 1).
        k_squared: Squared length of the wave vector, shape (n, n / 2 + 1).
        resolved: Waves kept by the rule of two thirds, shape (n, n / 2 + 1): of those that a
            product of two fields makes, none comes back disguised as another.
    """

    def __init__(self, n: int) -> None:
        self.n = n
        self.nodes = 2.0 * math.pi / n * np.arange(n)
        kx = fft.rfftfreq(n, 1.0 / n)[None, :]
        ky = fft.fftfreq(n, 1.0 / n)[:, None]
        self.ik_x, self.ik_y = 1j * kx, 1j * ky
        self.k_squared = kx**2 + ky**2
        self.resolved = (np.abs(kx) < n / 3.0) & (np.abs(ky) < n / 3.0)
        self._inverse = np.divide(
            1.0, self.k_squared, out=np.zeros_like(self.k_squared), where=self.k_squared > 0.0
        )

    def waves(self, fields: np.ndarray) -> np.ndarray:
        """Amplitudes of the waves of `fields`."""
        found: np.ndarray = fft.rfft2(fields)
        return found

    def fields(self, waves: np.ndarray) -> np.ndarray:
        """The fields made of `waves`."""
        found: np.ndarray = fft.irfft2(waves, s=(self.n, self.n))
        return found

    def velocity(self, vorticity: np.ndarray) -> np.ndarray:
        """Waves of the velocity of waves of `vorticity`, without its mean: shape (2, ...).

        u = -psi_y, v = psi_x, where Laplacian(psi) = w.
        """
        stream = -self._inverse * vorticity
        return np.stack([-self.ik_y * stream, self.ik_x * stream])

    def resampled(self, fields: np.ndarray) -> np.ndarray:
        """`fields` of another periodic grid (..., m, m) on the nodes of this one.

        Exact as long as the coarser of the two grids carries all waves there are.
        """
        m = fields.shape[-1]
        waves = np.asarray(fft.rfft2(fields))
        half = min(m, self.n) // 2
        kept = np.zeros((*fields.shape[:-2], self.n, self.n // 2 + 1), complex)
        # waves beyond the coarser grid, its highest one too, have no place in both of them
        kept[..., :half, :half] = waves[..., :half, :half]
        kept[..., 1 - half :, :half] = waves[..., 1 - half :, :half]
        return self.fields(kept) * (self.n / m) ** 2
