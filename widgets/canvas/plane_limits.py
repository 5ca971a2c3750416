"""Arithmetic of the visible rectangle: zoom about a point, pan, pixels to world and back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Limits = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PlaneFrame:
    """A rectangle of the world that fills a rectangle of logical pixels.

    Attributes:
        limits: (x_low, x_high, y_low, y_high), world units.
        width: Logical pixels across.
        height: Logical pixels down.
    """

    limits: Limits
    width: float
    height: float

    def world(self, x: float, y: float) -> tuple[float, float]:
        """World coordinates of the pixel position (x, y), y counted downwards."""
        x_low, x_high, y_low, y_high = self.limits
        return (
            x_low + (x_high - x_low) * x / self.width,
            y_high - (y_high - y_low) * y / self.height,
        )

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Pixel position, y downwards, of world coordinates (x, y)."""
        x_low, x_high, y_low, y_high = self.limits
        return (
            (x - x_low) / (x_high - x_low) * self.width,
            (y_high - y) / (y_high - y_low) * self.height,
        )

    def zoomed(self, factor: float, x: float, y: float) -> Limits:
        """Limits after magnifying by `factor`; what lies under the pixel (x, y) stays there."""
        at_x, at_y = self.world(x, y)
        x_low, x_high, y_low, y_high = self.limits
        return (
            at_x + (x_low - at_x) / factor,
            at_x + (x_high - at_x) / factor,
            at_y + (y_low - at_y) / factor,
            at_y + (y_high - at_y) / factor,
        )

    def moved(self, dx: float, dy: float) -> Limits:
        """Limits after the picture was pulled by (dx, dy) pixels, y downwards."""
        x_low, x_high, y_low, y_high = self.limits
        by_x = -(x_high - x_low) * dx / self.width
        by_y = (y_high - y_low) * dy / self.height
        return x_low + by_x, x_high + by_x, y_low + by_y, y_high + by_y

    def matrix(self) -> np.ndarray:
        """World to clip coordinates, shape (4, 4)."""
        x_low, x_high, y_low, y_high = self.limits
        made = np.diag([2.0 / (x_high - x_low), 2.0 / (y_high - y_low), 0.0, 1.0])
        made[0, 3] = -(x_high + x_low) / (x_high - x_low)
        made[1, 3] = -(y_high + y_low) / (y_high - y_low)
        return made


def usable(limits: Limits) -> bool:
    """Whether numbers of 64 bits can still tell the ends apart, and nothing overflows."""
    x_low, x_high, y_low, y_high = limits
    if not np.all(np.isfinite(limits)) or x_low >= x_high or y_low >= y_high:
        return False
    ends = ((x_low, x_high), (y_low, y_high))
    return all(1e-12 * max(abs(low), abs(high)) < high - low < 1e12 for low, high in ends)
