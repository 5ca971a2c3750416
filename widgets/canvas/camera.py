"""A camera that turns about the middle of a box."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

FIELD_OF_VIEW = math.radians(30.0)
RADIUS = 1.08  # of the ball round the box that the height of the view holds, in half box sides
LENS = 1.0 / math.tan(FIELD_OF_VIEW / 2)
DISTANCE = RADIUS * LENS
FILLED = 0.94  # share of the view that fitted places take
ALONG = {"x": (0.0, 0.0), "y": (-90.0, 0.0), "z": (-90.0, 90.0)}


@dataclass(frozen=True, slots=True)
class Camera:
    """Where one looks from.

    The box is brought to side 2 about the origin; the eye is at distance `DISTANCE` in the
    direction (cos e cos a, cos e sin a, sin e).

    Attributes:
        azimuth: a, degrees.
        elevation: e, degrees, from -90 to 90.
        zoom: Magnification.
        pan: Shift of the picture to the right and up, in halves of the shorter side.
    """

    azimuth: float = -45.0
    elevation: float = 12.0
    zoom: float = 1.0
    pan: tuple[float, float] = (0.0, 0.0)

    def axes(self) -> np.ndarray:
        """Rows: the directions right, up and towards the eye, shape (3, 3)."""
        a, e = math.radians(self.azimuth), math.radians(self.elevation)
        right = np.array([-math.sin(a), math.cos(a), 0.0])
        towards = np.array([math.cos(e) * math.cos(a), math.cos(e) * math.sin(a), math.sin(e)])
        return np.stack([right, np.cross(towards, right), towards])

    def eye(self, box: Box) -> tuple[float, float, float]:
        """World coordinates of the eye."""
        first, second, third = DISTANCE * self.axes()[2] * box.half + box.middle
        return float(first), float(second), float(third)

    def matrix(self, box: Box, width: float, height: float) -> np.ndarray:
        """World to clip coordinates for a view of this size, shape (4, 4)."""
        axes = self.axes()
        shorter = min(width, height)
        seen = np.zeros((4, 4))
        seen[3, :3], seen[3, 3] = -axes[2], DISTANCE
        for row, side in ((0, width), (1, height)):
            seen[row, :3] = LENS * self.zoom * shorter / side * axes[row]
            seen[row] += self.pan[row] * shorter / side * seen[3]
        return seen @ box.matrix()

    def turned(self, dx: float, dy: float) -> Camera:
        """After a pull by (dx, dy) pixels, y downwards: half a degree each."""
        elevation = min(90.0, max(-90.0, self.elevation + 0.5 * dy))
        azimuth = (self.azimuth - 0.5 * dx + 180.0) % 360.0 - 180.0
        return replace(self, azimuth=azimuth, elevation=elevation)

    def shifted(self, dx: float, dy: float, width: float, height: float) -> Camera:
        """After the picture was pulled by (dx, dy) pixels, y downwards."""
        half = 0.5 * min(width, height)
        return replace(self, pan=(self.pan[0] + dx / half, self.pan[1] - dy / half))

    def magnified(self, factor: float, x: float, y: float, width: float, height: float) -> Camera:
        """After zooming; what lies under the pixel (x, y) on the middle plane stays there."""
        zoom = min(1e4, max(1e-2, self.zoom * factor))
        kept = zoom / self.zoom
        at = _centred(x, y, width, height)
        pan = tuple(a + (p - a) * kept for a, p in zip(at, self.pan, strict=True))
        return replace(self, zoom=zoom, pan=(pan[0], pan[1]))

    def fitted(self, places: np.ndarray, box: Box, width: float, height: float) -> Camera:
        """The same direction, magnified and shifted until `places` fill the view.

        Args:
            places: World coordinates, shape (n, 3), n at least 1.
            box: The part of space that is looked at.
            width: Of the view, pixels.
            height: Of the view, pixels.
        """
        rest = replace(self, zoom=1.0, pan=(0.0, 0.0))
        ends = np.column_stack([places, np.ones(len(places))])
        seen = ends @ rest.matrix(box, width, height).T
        room = np.array([width, height]) / min(width, height)
        flat = seen[:, :2] / np.maximum(seen[:, 3:], 1e-9) * room
        low, high = flat.min(axis=0), flat.max(axis=0)
        wide = np.maximum(high - low, 1e-6)
        zoom = float(np.clip((2.0 * FILLED * room / wide).min(), 1e-2, 1e2))
        pan = -0.5 * zoom * (low + high)
        return replace(self, zoom=zoom, pan=(float(pan[0]), float(pan[1])))

    def on_middle_plane(
        self, x: float, y: float, box: Box, width: float, height: float
    ) -> tuple[float, float, float]:
        """The place under the pixel (x, y) on the plane through the middle that faces the eye."""
        at = _centred(x, y, width, height)
        axes = self.axes()
        reach = DISTANCE / (LENS * self.zoom)
        local = sum((a - p) * reach * axis for a, p, axis in zip(at, self.pan, axes, strict=False))
        first, second, third = np.asarray(local) * box.half + box.middle
        return float(first), float(second), float(third)


@dataclass(frozen=True, slots=True)
class Box:
    """The part of space that is looked at.

    Attributes:
        low: Lower corner.
        high: Upper corner.
        equal: One scale for all axes.
    """

    low: tuple[float, float, float]
    high: tuple[float, float, float]
    equal: bool = True

    @property
    def middle(self) -> np.ndarray:
        """Centre, shape (3,)."""
        return 0.5 * (np.array(self.low) + np.array(self.high))

    @property
    def half(self) -> np.ndarray:
        """World units per unit of the camera, shape (3,)."""
        halves = 0.5 * (np.array(self.high) - np.array(self.low))
        return np.full(3, halves.max()) if self.equal else halves

    def matrix(self) -> np.ndarray:
        """World to the cube from -1 to 1, shape (4, 4)."""
        made = np.diag([*(1.0 / self.half), 1.0])
        made[:3, 3] = -self.middle / self.half
        return made


def _centred(x: float, y: float, width: float, height: float) -> tuple[float, float]:
    """A pixel as halves of the shorter side from the middle, y upwards."""
    half = 0.5 * min(width, height)
    return (x - 0.5 * width) / half, (0.5 * height - y) / half
