"""Rooms with the number of presets in each."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt6.QtCore import QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from widgets.controls.painted import Painted, ring
from widgets.theme.fonts import font
from widgets.theme.look import LOOK

EVERYTHING = "Everything"
ROW = 30


class RoomList(Painted):
    """One row per room, the first for all.

    Attributes:
        chosen: Another room was chosen; "" stands for everything.
        current: Name of the lit row.
        rows: Names and counts.
    """

    chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[tuple[str, int], ...] = ((EVERYTHING, 0),)
        self.current = EVERYTHING
        self._under = -1
        self.setAccessibleName("rooms")
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()

    def set_rooms(self, rooms: Mapping[str, int]) -> None:
        """Shows rooms and counts; everything is chosen again if the room is gone."""
        self.rows = ((EVERYTHING, sum(rooms.values())), *((r, n) for r, n in rooms.items() if r))
        if self.current not in {name for name, _ in self.rows}:
            self.current = EVERYTHING
        self.restyle()

    def restyle(self) -> None:
        """Takes the current scale."""
        self.setFixedHeight(LOOK.px(ROW) * len(self.rows))
        super().restyle()

    def choose(self, name: str) -> None:
        """Chooses as a click does."""
        if name != self.current:
            self.current = name
            self.setAccessibleDescription(name)
            self.update()
            self.chosen.emit("" if name == EVERYTHING else name)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None:
            self.choose(self.rows[self._at(event.position())][0])

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is not None:
            self._under = self._at(event.position())
            self.update()

    def _at(self, point: QPointF) -> int:
        return min(max(int(point.y() // LOOK.px(ROW)), 0), len(self.rows) - 1)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is None:
            return
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in moves:
            names = [name for name, _ in self.rows]
            at = names.index(self.current) + moves[key]
            self.choose(names[min(max(at, 0), len(names) - 1)])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter, px = self.brush(), LOOK.px
        small = QFontMetricsF(font("small"))
        for i, (name, count) in enumerate(self.rows):
            area = QRectF(0, i * px(ROW), self.width(), px(ROW))
            lit = name == self.current
            if lit or (self.hovered and i == self._under):
                painter.fillRect(area, LOOK.colour("wash" if lit else "raised"))
            painter.setFont(font("body", 500 if lit else 400))
            painter.setPen(LOOK.colour("text" if lit else "text2"))
            painter.drawText(area.adjusted(px(16), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, name)
            painter.setFont(font("small"))
            painter.setPen(LOOK.colour("text3"))
            base = area.center().y() + small.capHeight() / 2
            width = small.horizontalAdvance(str(count))
            painter.drawText(QPointF(self.width() - px(16) - width, base), str(count))
            if lit and self.ringed:
                ring(painter, area.adjusted(4, 3, -4, -3), 3)
        painter.end()
