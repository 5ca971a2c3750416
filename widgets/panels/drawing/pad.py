"""A sheet of a few pixels to draw on."""

from __future__ import annotations

import math

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, qRgb
from PyQt6.QtWidgets import QSizePolicy, QWidget

from widgets.theme.look import LOOK
from widgets.theme.maps import colour_table

SIDE = 32
CELL = 9  # pixels of the screen for one of the sheet, at 100 %
STEP = 0.4  # of a pixel between two dabs of a stroke
KEPT = 50  # strokes that can be taken back


class DrawingPad(QWidget):
    """Ink from 0 (ground) to 1; the left button draws, the right one rubs out.

    Attributes:
        drawn: A stroke has ended, or the sheet was changed otherwise.
        ink: The sheet, shape (32, 32), the top row first, float32.
        radius: Of the brush, pixels of the sheet.
    """

    drawn = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ink = np.zeros((SIDE, SIDE), dtype=np.float32)
        self.radius = 2.0
        self._before: list[np.ndarray] = []
        self._last: tuple[float, float] | None = None
        self._rubbing = False
        self.setAccessibleName("Drawing pad")
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        LOOK.changed.connect(self._restyle)
        self._restyle()

    @property
    def can_undo(self) -> bool:
        """Whether a stroke can be taken back."""
        return bool(self._before)

    def set_ink(self, ink: np.ndarray) -> None:
        """Show another picture, as one act that can be taken back.

        Args:
            ink: Shape (32, 32), from 0 to 1.
        """
        self._keep()
        self.ink = np.clip(np.asarray(ink, dtype=np.float32), 0.0, 1.0).copy()
        self._changed()

    def clear(self) -> None:
        """An empty sheet."""
        self.set_ink(np.zeros_like(self.ink))

    def undo(self) -> None:
        """Take the last stroke back."""
        if self._before:
            self.ink = self._before.pop()
            self._changed()

    def sizeHint(self) -> QSize:
        return QSize(SIDE * LOOK.px(CELL) + 2, SIDE * LOOK.px(CELL) + 2)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is None or event.button() == Qt.MouseButton.MiddleButton:
            return
        self._keep()
        self._rubbing = event.button() == Qt.MouseButton.RightButton
        self._last = self._at(event.position())
        self._stroke(*self._last)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and self._last is not None:
            self._stroke(*self._at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        if self._last is not None:
            self._last = None
            self._changed()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        control = Qt.KeyboardModifier.ControlModifier
        if event is not None and event.key() == Qt.Key.Key_Z and event.modifiers() & control:
            self.undo()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        levels = np.ascontiguousarray((self.ink * 255 + 0.5).astype(np.uint8))
        image = QImage(levels.tobytes(), SIDE, SIDE, SIDE, QImage.Format.Format_Indexed8)
        table = colour_table("grey", LOOK.theme.name)
        picked = table[np.linspace(0, len(table) - 1, 256).astype(int)]
        image.setColorTable([qRgb(*(round(c * 255) for c in row[:3])) for row in picked])
        painter.drawImage(QRectF(1, 1, self.width() - 2, self.height() - 2), image)
        painter.setPen(QPen(QColor(LOOK.theme.edge), 1))
        painter.drawRect(0, 0, self.width() - 1, self.height() - 1)

    def _at(self, place: QPointF) -> tuple[float, float]:
        """Column and row of a place on the screen, pixels of the sheet."""
        return (
            (place.x() - 1) / max(self.width() - 2, 1) * SIDE,
            (place.y() - 1) / max(self.height() - 2, 1) * SIDE,
        )

    def _stroke(self, x: float, y: float) -> None:
        from_x, from_y = self._last or (x, y)
        count = max(1, math.ceil(math.hypot(x - from_x, y - from_y) / STEP))
        for share in np.linspace(0.0, 1.0, count + 1)[1:]:
            self._dab(from_x + share * (x - from_x), from_y + share * (y - from_y))
        self._last = (x, y)
        self.update()

    def _dab(self, x: float, y: float) -> None:
        """A disc whose edge is as soft as one pixel."""
        centres = np.arange(SIDE) + 0.5
        gaps = np.hypot(centres[None, :] - x, centres[:, None] - y)
        disc = np.clip(self.radius + 0.5 - gaps, 0.0, 1.0).astype(np.float32)
        self.ink = np.minimum(self.ink, 1.0 - disc) if self._rubbing else np.maximum(self.ink, disc)

    def _keep(self) -> None:
        self._before = [*self._before, self.ink][-KEPT:]

    def _changed(self) -> None:
        self.update()
        self.drawn.emit()

    def _restyle(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()
