"""Schedules that are given in polar coordinates of the plane of data and noise."""

from __future__ import annotations

from abc import abstractmethod

import numpy as np

from engines.numerics.diffusion.path import Path


class PolarPath(Path):
    """a = r sin theta, s = r cos theta; theta rises from 0, noise alone, to pi/2, data alone."""

    @abstractmethod
    def polar(self, t: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """r, theta, r' and theta' at times from 0 to 1."""

    def _polar(self, t: np.ndarray | float) -> tuple[np.ndarray, ...]:
        return self.polar(np.clip(np.asarray(t, dtype=np.float64), 0.0, 1.0))

    def a(self, t: np.ndarray | float) -> np.ndarray:
        r, theta, _, _ = self._polar(t)
        return np.asarray(r * np.sin(theta))

    def s(self, t: np.ndarray | float) -> np.ndarray:
        r, theta, _, _ = self._polar(t)
        return np.asarray(r * np.sin(0.5 * np.pi - theta))

    def da(self, t: np.ndarray | float) -> np.ndarray:
        r, theta, dr, turn = self._polar(t)
        return np.asarray(dr * np.sin(theta) + r * np.cos(theta) * turn)

    def ds(self, t: np.ndarray | float) -> np.ndarray:
        r, theta, dr, turn = self._polar(t)
        return np.asarray(dr * np.cos(theta) - r * np.sin(theta) * turn)

    def sds(self, t: np.ndarray | float) -> np.ndarray:
        return self.s(t) * self.ds(t)
