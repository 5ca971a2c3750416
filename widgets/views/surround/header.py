"""The row above a view: its number, its title, what it shows, and three icons."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PyQt6.QtWidgets import QWidget

from widgets.controls.buttons import IconButton
from widgets.theme.fonts import font
from widgets.theme.look import LOOK
from widgets.theme.motion import LESSON, animate
from widgets.theme.tokens import Theme

HIT = 24
CHIP = 16
MARGIN = 10
KEYS = {"layers": "Shift+L", "export": "Ctrl+E", "maximise": "M"}


class ViewHeader(QWidget):
    """Number chip, title, subtitle and the icons for layers, export and maximise.

    The subtitle gives way when there is no room: it is never cut, only moved into the tooltip.
    """

    layers_clicked = pyqtSignal()
    export_clicked = pyqtSignal()
    maximise_clicked = pyqtSignal()
    pressed = pyqtSignal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = self._subtitle = ""
        self._number = 1
        self._focused = self._maximised = False
        self._flash = 0.0
        self._right = 0
        self.buttons = {
            "layers": IconButton("layers", "Layers of this view", KEYS["layers"], parent=self),
            "export": IconButton("export", "Export this view", KEYS["export"], parent=self),
            "maximise": IconButton("maximise", "Maximise", KEYS["maximise"], parent=self),
        }
        self.buttons["layers"].clicked.connect(self.layers_clicked)
        self.buttons["export"].clicked.connect(self.export_clicked)
        self.buttons["maximise"].clicked.connect(self.maximise_clicked)

    def set_words(self, title: str, subtitle: str) -> None:
        """Set title and subtitle."""
        self._title, self._subtitle = title, subtitle
        self.setAccessibleName(f"View {self._number}: {title}")
        self._fit()

    def set_number(self, number: int) -> None:
        """Set the number on the chip: the key that focuses the view."""
        self._number = number
        self.set_words(self._title, self._subtitle)

    def set_focused(self, focused: bool) -> None:
        """Mark the view as the one that has the keys."""
        self._focused = focused
        self.update()

    def set_maximised(self, maximised: bool) -> None:
        """Let the last icon offer the way back."""
        self._maximised = maximised
        self.buttons["maximise"].set_icon("restore" if maximised else "maximise")
        self.buttons["maximise"].set_hint("Restore" if maximised else "Maximise", KEYS["maximise"])

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._fit()

    def flash(self) -> None:
        """Light up once, when a lesson points at the view."""
        animate(self, 1.0, 0.0, LESSON, self._faded)

    def subtitle_shown(self) -> bool:
        """Whether there is room for the subtitle."""
        return bool(self._subtitle) and self._words()[1] <= self._room()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        self._fit()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        self.pressed.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        self.maximise_clicked.emit()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(theme.canvas))
        if self._flash > 0:
            glow = QColor(theme.wash)
            glow.setAlphaF(self._flash)
            painter.fillRect(self.rect(), glow)
        side = LOOK.px(CHIP)
        chip = QRectF(MARGIN, (self.height() - side) / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent if self._focused else theme.control))
        painter.drawRoundedRect(chip, 3, 3)
        painter.setPen(QColor(theme.ink if self._focused else theme.text2))
        painter.setFont(font("small", 600))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, str(self._number))
        line = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        title_width, _ = self._words()
        x = chip.right() + 8
        painter.setPen(QColor(theme.text))
        painter.setFont(font("body", 600))
        painter.drawText(QRectF(x, 0, self._room(), self.height()), line, self._title)
        if self.subtitle_shown():
            painter.setPen(QColor(theme.text3))
            painter.setFont(font("body"))
            place = QRectF(x + title_width + 8, 0, self.width(), self.height())
            painter.drawText(place, line, self._subtitle)

    def _words(self) -> tuple[float, float]:
        """Widths of the title, and of title and subtitle together."""
        title = QFontMetricsF(font("body", 600)).horizontalAdvance(self._title)
        return title, title + 8 + QFontMetricsF(font("body")).horizontalAdvance(self._subtitle)

    def _room(self) -> float:
        return self._right - 8 - (MARGIN + LOOK.px(CHIP) + 8)

    def _fit(self) -> None:
        """Place the icons; those that the title needs room of give way, their keys remain."""
        side = LOOK.px(HIT)
        shown = 3
        while True:
            self._right = self.width() - 7 - shown * side - 8 * (shown - 1)
            if shown == 1 or self._words()[0] <= self._room():
                break
            shown -= 1
        x = self.width() - 7
        for i, name in enumerate(("maximise", "export", "layers")):
            x -= side
            self.buttons[name].setGeometry(x, (self.height() - side) // 2, side, side)
            self.buttons[name].setVisible(i < shown)
            x -= 8
        hidden = bool(self._subtitle) and not self.subtitle_shown()
        self.setToolTip(self._subtitle if hidden else "")
        self.update()

    def _faded(self, level: float) -> None:
        self._flash = level
        self.update()
