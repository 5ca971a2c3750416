"""On or off."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PyQt6.QtWidgets import QWidget

from widgets.controls.painted import FAINT, PRESSES, Painted, ring
from widgets.theme.look import LOOK
from widgets.theme.motion import FOLD, animate

WIDTH, HEIGHT = 26, 14


class Switch(Painted):
    """A switch of 26 x 14; click, Space and Enter turn it.

    Attributes:
        toggled: The user turned it, with the new state.
        on: The current state.
    """

    toggled = pyqtSignal(bool)
    own_keys = PRESSES

    def __init__(self, name: str, on: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.on = on
        self._place = 1.0 if on else 0.0
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.restyle()

    def restyle(self) -> None:
        """Takes the current scale; 3 px of room for the focus ring on each side."""
        self.setFixedSize(self.sizeHint())
        super().restyle()

    def sizeHint(self) -> QSize:
        return QSize(LOOK.px(WIDTH) + 6, LOOK.px(HEIGHT) + 6)

    def set_on(self, on: bool) -> None:
        """Shows a state without telling anybody."""
        if on != self.on:
            self.on = on
            animate(self, self._place, 1.0 if on else 0.0, FOLD, self._slide)
        self.setAccessibleDescription("on" if on else "off")

    def toggle(self) -> None:
        """Turns it as a click does."""
        self.set_on(not self.on)
        self.toggled.emit(self.on)

    def _slide(self, place: float) -> None:
        self._place = place
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and self.rect().contains(event.position().toPoint()):
            self.toggle()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None:
            event.accept()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() in PRESSES:
            self.toggle()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = self.brush()
        area = QRectF(3, 3, LOOK.px(WIDTH), LOOK.px(HEIGHT))
        radius = area.height() / 2
        if self.ringed:
            ring(painter, area, radius)
        if not self.isEnabled():
            painter.setOpacity(FAINT)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.on:
            painter.setBrush(LOOK.colour("accent"))
            painter.drawRoundedRect(area, radius, radius)
        else:
            painter.setBrush(LOOK.colour("edge" if not self.hovered else "text3"))
            painter.drawRoundedRect(area, radius, radius)
            painter.setBrush(LOOK.colour("control"))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), radius - 1, radius - 1)
        knob = LOOK.px(8)
        gap = (area.height() - knob) / 2
        x = area.left() + gap + self._place * (area.width() - knob - 2 * gap)
        painter.setBrush(LOOK.colour("ink" if self.on else "text2"))
        painter.drawEllipse(QRectF(x, area.top() + gap, knob, knob))
        painter.end()
