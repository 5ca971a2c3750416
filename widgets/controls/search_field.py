"""A field that filters or jumps."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QLineEdit, QWidget

from widgets.theme.fonts import font
from widgets.theme.icons import icon_pixmap
from widgets.theme.look import LOOK

HEIGHT = 28


class SearchField(QLineEdit):
    """A line with a lens at its left and the key that leads to it at its right.

    Attributes:
        asked: The text changed, with the text; empty after Esc.
        moved: An arrow key asks to move in the list below, -1 or 1.
    """

    asked = pyqtSignal(str)
    moved = pyqtSignal(int)

    def __init__(self, hint: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint, self._key = hint, key
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        if key:
            self.setToolTip(f"{hint}  ({key})")
        self.textChanged.connect(self.asked.emit)
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        return QSize(self.minimumSizeHint().width() + LOOK.px(24), LOOK.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        words = QFontMetricsF(font("body")).horizontalAdvance(self._hint)
        return QSize(round(words) + LOOK.px(32) + self._key_room() + 12, LOOK.px(HEIGHT))

    def _key_room(self) -> int:
        if not self._key:
            return LOOK.px(8)
        return round(QFontMetricsF(font("small")).horizontalAdvance(self._key)) + LOOK.px(14)

    def _restyle(self) -> None:
        self.setFont(font("body"))
        self.setTextMargins(LOOK.px(22), 0, self._key_room() - LOOK.px(8), 0)
        self.setFixedHeight(LOOK.px(HEIGHT))
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        whole = (
            self.width() >= self.minimumSizeHint().width()
        )  # else the lens alone: no word is cut
        self.setPlaceholderText(self._hint if whole else "")

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is None:
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        super().focusInEvent(event)
        if event is not None and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        size = LOOK.px(14)
        picture = icon_pixmap("search", LOOK.theme.text2, size, self.devicePixelRatioF())
        painter.drawPixmap(LOOK.px(10), (self.height() - size) // 2, picture)
        if self._key and not self.text() and self.placeholderText():
            painter.setFont(font("small"))
            painter.setPen(LOOK.colour("text3"))
            area = QRectF(self.rect()).adjusted(0, 0, -LOOK.px(8), 0)
            painter.drawText(
                area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._key
            )
        painter.end()
