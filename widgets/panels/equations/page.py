"""The field with its line numbers on the ground of a page."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from widgets.panels.equations.editor import EquationEditor
from widgets.theme.fonts import editor_font, font
from widgets.theme.look import LOOK

NUMBERS = 30  # px at the left of the text
RIGHT = 21  # px at which the numbers end


class Page(QWidget):
    """A rounded field of the canvas colour; numbers of lines at its left, a ring when typed in.

    Attributes:
        editor: The text.
        hint: What stands fainter where nothing is typed yet.
    """

    def __init__(self) -> None:
        super().__init__()
        self.editor = EquationEditor()
        self.hint = ""
        self._column = QHBoxLayout(self)
        self._column.addWidget(self.editor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.editor.cursorPositionChanged.connect(self.update)
        self.editor.textChanged.connect(self.update)
        self.editor.left.connect(self.update)
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if not self.editor.isReadOnly():
            self.editor.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.editor.hasFocus() and not self.editor.isReadOnly()
        painter.setPen(QPen(LOOK.colour("accent" if focused else "line"), 2 if focused else 1))
        painter.setBrush(LOOK.colour("canvas"))
        inset = 1.0 if focused else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 5, 5)
        painter.setFont(font("small"))
        painter.setPen(LOOK.colour("text3"))
        digits, top = QFontMetricsF(font("small")), self.editor.y()
        for number, base in self.editor.line_bases():
            left = LOOK.px(RIGHT) - digits.horizontalAdvance(str(number))
            painter.drawText(QPointF(left, top + base), str(number))
            if self.hint and self.editor.empty:
                painter.setFont(editor_font())
                painter.drawText(QPointF(self.editor.x(), top + base), self.hint)
        painter.end()

    def _restyle(self) -> None:
        px = LOOK.px
        self._column.setContentsMargins(px(NUMBERS), px(6), px(6), px(6))
        self.update()
