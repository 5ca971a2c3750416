"""The plane: limits that fill the widget exactly, wheel to zoom, drag to pan."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QWidget

from widgets.canvas.plane_limits import Limits, PlaneFrame, usable
from widgets.canvas.surface import Surface
from widgets.theme.tokens import DARK, Theme


class PlaneCanvas(Surface):
    """Draws layers of the plane. Whoever lays it out chooses its size, and so the aspect."""

    def __init__(self, parent: QWidget | None = None, theme: Theme = DARK) -> None:
        super().__init__(parent, theme)
        self._limits: Limits = (0.0, 1.0, 0.0, 1.0)
        self._home: Limits | None = None

    @property
    def limits(self) -> Limits:
        """Visible (x_low, x_high, y_low, y_high), world units."""
        return self._limits

    def set_limits(self, limits: Limits, home: bool = False) -> None:
        """Show this rectangle; the first one, or one marked `home`, is where a double click goes.

        Limits that 64-bit numbers cannot resolve are passed over.
        """
        wanted = tuple(float(v) for v in limits)
        if len(wanted) != 4 or not usable(wanted):  # type: ignore[arg-type]
            return
        if home or self._home is None:
            self._home = wanted  # type: ignore[assignment]
        if wanted != self._limits:
            self._limits = wanted  # type: ignore[assignment]
            self.limits_changed.emit(self._limits)
            self.native.redraw()

    def reset(self) -> None:
        if self._home is not None:
            self.set_limits(self._home)

    def world(self, x: float, y: float) -> tuple[float, ...]:
        return self._frame().world(x, y)

    def place(self, world: tuple[float, ...]) -> tuple[float, float]:
        return self._frame().pixel(world[0], world[1])

    def _frame(self) -> PlaneFrame:
        return PlaneFrame(self._limits, max(self.native.width(), 1), max(self.native.height(), 1))

    def _matrix(self) -> np.ndarray:
        return self._frame().matrix()

    def _visible(self) -> Limits:
        return self._limits

    def _move(self, button: Qt.MouseButton, dx: float, dy: float) -> None:
        self.set_limits(self._frame().moved(dx, dy))

    def _turn(self, factor: float, x: float, y: float) -> None:
        self.set_limits(self._frame().zoomed(factor, x, y))
