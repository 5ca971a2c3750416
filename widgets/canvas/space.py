"""Space: left drag orbits, wheel zooms, middle or right drag pans."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QWidget

from widgets.canvas.camera import ALONG, Box, Camera
from widgets.canvas.surface import Surface
from widgets.theme.tokens import DARK, Theme


class SpaceCanvas(Surface):
    """Draws layers of space, and planar ones at height 0."""

    def __init__(
        self, parent: QWidget | None = None, theme: Theme = DARK, equal: bool = True
    ) -> None:
        super().__init__(parent, theme)
        self._box = Box((-1.0, -1.0, -1.0), (1.0, 1.0, 1.0), equal)
        self._camera = Camera()
        self._home = Camera()

    @property
    def limits(self) -> tuple[float, ...]:
        """Six numbers of the box (low and high per axis), five of the camera (azimuth and
        elevation in degrees, zoom, pan right, pan up).
        """
        sides = [v for pair in zip(self._box.low, self._box.high, strict=True) for v in pair]
        camera = self._camera
        return (*sides, camera.azimuth, camera.elevation, camera.zoom, *camera.pan)

    def set_limits(self, limits: tuple[float, ...]) -> None:
        """Look at a box (6 numbers), or at a box from somewhere (11 numbers, as `limits`)."""
        values = [float(v) for v in limits]
        if len(values) not in (6, 11) or not np.all(np.isfinite(values)):
            return
        x_low, x_high, y_low, y_high, z_low, z_high = values[:6]
        if x_low >= x_high or y_low >= y_high or z_low >= z_high:
            return
        box = replace(self._box, low=(x_low, y_low, z_low), high=(x_high, y_high, z_high))
        camera = self._camera
        if len(values) == 11:
            camera = Camera(values[6], values[7], values[8], (values[9], values[10]))
        self._show(box, camera)

    @property
    def camera(self) -> Camera:
        """Where one looks from."""
        return self._camera

    def set_camera(self, camera: Camera) -> None:
        """Look from somewhere else."""
        self._show(self._box, camera)

    @property
    def at_home(self) -> bool:
        """Whether nobody has turned, moved or magnified the picture."""
        return self._camera == self._home

    def fit(self, places: np.ndarray) -> None:
        """Look at `places`, shape (n, 3), so that they fill the picture; this becomes home."""
        if not len(places):
            return
        low, high = places.min(axis=0), places.max(axis=0)
        least = 1e-3 * max(float((high - low).max()), 1e-9)
        half = np.maximum(0.5 * (high - low), least)
        middle = 0.5 * (low + high)
        sides = [(float(v[0]), float(v[1]), float(v[2])) for v in (middle - half, middle + half)]
        box = replace(self._box, low=sides[0], high=sides[1])
        self._home = self._camera.fitted(places, box, *self._size())
        self._show(box, self._home)

    def look_along(self, axis: str, other: bool = False) -> None:
        """Look along "x", "y" or "z", or from the other side; zoom and pan go back to rest."""
        if axis in ALONG:
            azimuth, elevation = ALONG[axis]
            if other:
                azimuth, elevation = (azimuth, -elevation) if elevation else (azimuth + 180.0, 0.0)
            self.set_camera(Camera(azimuth, elevation))

    def flatten(self) -> None:
        """Look straight down at the plane of the first two axes, or home again from there."""
        down = Camera(*ALONG["z"])
        if self._camera == down:
            self.reset()
        else:
            self.set_camera(down)

    def axes_directions(self) -> dict[str, tuple[float, float]]:
        """Where each axis points on the screen, right and up, length 1 if seen from the side."""
        right, up, _ = self._camera.axes()
        return {name: (float(right[i]), float(up[i])) for i, name in enumerate("xyz")}

    def reset(self) -> None:
        self.set_camera(self._home)

    def world(self, x: float, y: float) -> tuple[float, ...]:
        return self._camera.on_middle_plane(x, y, self._box, *self._size())

    @property
    def eye(self) -> tuple[float, ...]:
        """World coordinates of the eye."""
        return self._camera.eye(self._box)

    def place(self, world: tuple[float, ...]) -> tuple[float, float]:
        width, height = self._size()
        at = self._matrix() @ np.array([*world[:3], *(0.0,) * (3 - len(world)), 1.0])
        across, up = at[:2] / max(float(at[3]), 1e-9)
        return 0.5 * (across + 1.0) * width, 0.5 * (1.0 - up) * height

    def _size(self) -> tuple[float, float]:
        return float(max(self.native.width(), 1)), float(max(self.native.height(), 1))

    def _matrix(self) -> np.ndarray:
        return self._camera.matrix(self._box, *self._size())

    def _visible(self) -> None:
        return None

    def _move(self, button: Qt.MouseButton, dx: float, dy: float) -> None:
        if button == Qt.MouseButton.LeftButton:
            self.set_camera(self._camera.turned(dx, dy))
        else:
            self.set_camera(self._camera.shifted(dx, dy, *self._size()))

    def _turn(self, factor: float, x: float, y: float) -> None:
        self.set_camera(self._camera.magnified(factor, x, y, *self._size()))

    def _show(self, box: Box, camera: Camera) -> None:
        if (box, camera) != (self._box, self._camera):
            self._box, self._camera = box, camera
            self.limits_changed.emit(self.limits)
            self.native.redraw()
