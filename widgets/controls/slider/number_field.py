"""The field in which a number is typed."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QLineEdit, QWidget

from widgets.controls.slider.keys import pace
from widgets.controls.slider.slider_scale import SliderScale
from widgets.theme.fonts import font
from widgets.theme.look import LOOK
from widgets.theme.numbers import read


class NumberField(QLineEdit):
    """Enter takes the number, Esc restores, up and down move one step.

    Attributes:
        taken: A number inside the range was confirmed.
        closed: The field is no longer wanted.
        wrong: Whether what stands there is not a number of the range.
    """

    taken = pyqtSignal(float)
    closed = pyqtSignal()

    def __init__(self, parent: QWidget, scale: SliderScale, value: float) -> None:
        super().__init__(scale.text(value), parent)
        self._scale, self._last, self._done = scale, value, False
        self.wrong = False
        self.setProperty("bare", True)
        self.setFont(font("body", 500))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setTextMargins(LOOK.px(4), 0, LOOK.px(4), 0)
        self.setAccessibleName(f"{parent.accessibleName()}, number")
        self.textEdited.connect(self._judge)

    def _judge(self) -> None:
        try:
            value = read(self.text())
            outside = not self._scale.low <= value <= self._scale.high
            self.wrong = outside or (self._scale.whole and not value.is_integer())
        except ValueError:
            self.wrong = True
        low, high = self._scale.text(self._scale.low), self._scale.text(self._scale.high)
        kind = "a whole number, " if self._scale.whole else ""
        self.setToolTip(f"allowed: {kind}{low} to {high}" if self.wrong else "")
        self.update()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is None:
            return
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._judge()
            if not self.wrong:
                self._close(read(self.text()))
        elif key == Qt.Key.Key_Escape:
            self._close(None)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            by = pace(event.modifiers()) * (1.0 if key == Qt.Key.Key_Up else -1.0)
            self._judge()
            start = self._last if self.wrong else read(self.text())
            self._last = self._scale.moved(start, by)
            self.setText(self._scale.text(self._last))
            self._judge()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent | None) -> bool:
        # Esc and Enter mean this field while it is open, not a shortcut of the window.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        super().focusOutEvent(event)
        self._judge()
        self._close(None if self.wrong else read(self.text()))

    def _close(self, value: float | None) -> None:
        if self._done:  # losing the focus closes too
            return
        self._done = True
        if value is not None:
            self.taken.emit(value)
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(LOOK.colour("canvas"))
        painter.setPen(QPen(LOOK.colour("error" if self.wrong else "accent"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()
        super().paintEvent(event)
