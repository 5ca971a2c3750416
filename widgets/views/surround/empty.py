"""What stands in a view that has nothing to show: what is missing and what to do."""

from __future__ import annotations

from PyQt6.QtCore import QRect, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QWidget

from widgets.controls.buttons import Button
from widgets.theme.fonts import font
from widgets.theme.tokens import Theme

_FLAGS = int(Qt.AlignmentFlag.AlignHCenter) | int(Qt.TextFlag.TextWordWrap)


class EmptyState(QWidget):
    """One line, one smaller line, at most one button, centred."""

    acted = pyqtSignal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.missing = self.todo = ""
        self.button = Button("")
        self.button.setParent(self)
        self.button.clicked.connect(self.acted)
        self.hide()

    def say(self, missing: str, todo: str = "", action: str = "") -> None:
        """Say what is missing, what to do, and what the button does; nothing hides all of it."""
        self.missing, self.todo = missing, todo
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self.setAccessibleName(f"{missing} {todo}".strip())
        self.setVisible(bool(missing))
        self._arrange()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._arrange()
        self.update()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        self._arrange()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.canvas))
        first, second, _ = self._places()
        painter.setPen(QColor(self._theme.text))
        painter.setFont(font("body", 500))
        painter.drawText(first, _FLAGS, self.missing)
        painter.setPen(QColor(self._theme.text3))
        painter.setFont(font("small"))
        painter.drawText(second, _FLAGS, self.todo)

    def _places(self) -> tuple[QRect, QRect, QRect]:
        room = QRect(16, 0, max(60, self.width() - 32), 10000)
        heights = [
            QFontMetrics(font("body", 500)).boundingRect(room, _FLAGS, self.missing).height(),
            QFontMetrics(font("small")).boundingRect(room, _FLAGS, self.todo or " ").height(),
            self.button.sizeHint().height() if self.button.text() else 0,
        ]
        whole = heights[0] + 4 + heights[1] + (12 + heights[2] if heights[2] else 0)
        y = max(0, (self.height() - whole) // 2)
        first = QRect(16, y, room.width(), heights[0])
        second = QRect(16, first.bottom() + 5, room.width(), heights[1])
        wide = self.button.sizeHint().width()
        button = QRect((self.width() - wide) // 2, second.bottom() + 13, wide, heights[2])
        return first, second, button

    def _arrange(self) -> None:
        self.button.setGeometry(self._places()[2])
