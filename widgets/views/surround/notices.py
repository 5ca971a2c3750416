"""The bar under a view's header that says what went wrong, or what is worth a note."""

from __future__ import annotations

from PyQt6.QtCore import QRect, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QWidget

from widgets.controls.buttons import Button, IconButton
from widgets.theme.fonts import font
from widgets.theme.icons import icon_pixmap
from widgets.theme.look import LOOK
from widgets.theme.tokens import Theme

KEPT = "The last good picture stays."
EDGE = 3
# icon and colour by kind: a note is calm, a warning warm, trouble red
KINDS = {"error": ("cross", "error"), "warn": ("warning", "warn"), "note": ("info", "edge")}
_WRAP = Qt.TextFlag.TextWordWrap


class TroubleBar(QWidget):
    """A coloured edge, an icon, one sentence, what happens next, Details."""

    details_requested = pyqtSignal(str)
    dismissed = pyqtSignal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.sentence = self.detail = ""
        self.next = KEPT
        self.kind = "error"
        self.details = Button("Details", "text")
        self.details.setParent(self)
        self.details.clicked.connect(self._tell)
        self.close_button = IconButton("close", "Dismiss", "Esc", parent=self)
        self.close_button.clicked.connect(self.dismissed)
        self.hide()

    def say(
        self, sentence: str, detail: str = "", next_step: str = KEPT, kind: str = "error"
    ) -> None:
        """Show a sentence as "error", "warn" or "note"; an empty one hides the bar."""
        self.sentence, self.detail, self.next, self.kind = sentence, detail, next_step, kind
        self.details.setVisible(bool(detail))
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
        self._arrange()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._arrange()
        self.update()

    def height_for(self, width: int) -> int:
        """Height that the sentence needs at this width."""
        first, second = self._lines(width)
        return max(first.height() + second.height(), LOOK.px(22)) + 2 * 8

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        self._arrange()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.panel))
        icon, token = KINDS[self.kind]
        colour = str(getattr(theme, token))
        painter.fillRect(0, 0, EDGE, self.height(), QColor(colour))
        mark = icon_pixmap(icon, colour, LOOK.px(16), self.devicePixelRatioF())
        painter.drawPixmap(EDGE + 8, 8 + LOOK.px(1), mark)
        first, second = self._lines(self.width())
        painter.setPen(QColor(theme.text))
        painter.setFont(font("body"))
        painter.drawText(first, int(_WRAP), self.sentence)
        painter.setPen(QColor(theme.text3))
        painter.setFont(font("small"))
        painter.drawText(second, int(_WRAP), self.next)

    def _lines(self, width: int) -> tuple[QRect, QRect]:
        left = EDGE + 8 + LOOK.px(16) + 8
        room = max(80, width - left - self._buttons_width() - 8)
        sheet = QRect(left, 8, room, 10000)
        first = QFontMetrics(font("body")).boundingRect(sheet, int(_WRAP), self.sentence)
        below = QRect(left, first.bottom() + 3, room, 10000)
        second = QFontMetrics(font("small")).boundingRect(below, int(_WRAP), self.next)
        first.setWidth(room)
        second.setWidth(room)
        return first, second

    def _buttons_width(self) -> int:
        details = self.details.sizeHint().width() + 8 if self.detail else 0
        return details + LOOK.px(24) + 7

    def _arrange(self) -> None:
        side = LOOK.px(24)
        self.close_button.setGeometry(self.width() - side - 7, 6, side, side)
        hint = self.details.sizeHint()
        x = self.close_button.x() - hint.width() - 8
        self.details.setGeometry(x, 6 + (side - hint.height()) // 2, hint.width(), hint.height())

    def _tell(self) -> None:
        self.details_requested.emit(self.detail)
