"""One instrument: a switch, its name, its latest number."""

from __future__ import annotations

import math

from PyQt6.QtCore import QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QFontMetricsF, QMouseEvent, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QWidget

from engines.layers.frame import Reading
from engines.parameters.declare import Declaration
from widgets.controls.painted import FAINT, Painted
from widgets.controls.switch import Switch
from widgets.theme.fonts import font
from widgets.theme.look import LOOK
from widgets.theme.numbers import fixed, written
from widgets.theme.wrapping import wrapped

MARGIN = 16
LARGE = 0.4  # of the row, from which words beside a number go below it where there is no room


class InstrumentRow(Painted):
    """A switch parameter with the number that its instrument shows.

    Attributes:
        edited: The user turned it: the state, and True because that is final.
        reason: Why it cannot be used; "" if it can.
        reading: The number shown, or None.
    """

    edited = pyqtSignal(object, bool)

    def __init__(self, declaration: Declaration, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.declaration = declaration
        self.reason = ""
        self.reading: Reading | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the switch inside takes it
        self.switch = Switch(declaration.title or declaration.name, bool(declaration.default), self)
        self.switch.toggled.connect(self._turned)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(declaration.help)
        self.restyle()

    def _turned(self, on: bool) -> None:
        self.update()
        self.edited.emit(on, True)

    def set_value(self, on: bool) -> None:
        """Shows a state without telling anybody."""
        self.switch.set_on(bool(on))
        self.update()

    def set_reason(self, reason: str) -> None:
        """Disables the row and shows why; "" enables it."""
        self.reason = reason
        self.switch.setEnabled(not reason)
        about = f"{self.declaration.help}\n{reason}".strip()
        self.setToolTip(about)
        self.switch.setAccessibleDescription(reason)
        self.restyle()

    def set_reading(self, reading: Reading | None) -> None:
        """Shows a number, or none."""
        if reading != self.reading:
            self.reading = reading
            self.restyle()

    @property
    def number(self) -> str:
        """The reading as it is written; "" if none is shown."""
        if self.reading is None or self.reading.value is None or not self.switch.on or self.reason:
            return ""
        value = self.reading.value
        if math.isfinite(value) and float(value).is_integer() and abs(value) < 1e6:
            return fixed(value, 0)
        return written(value)

    def _layout(self, width: int) -> tuple[tuple[str, ...], tuple[str, ...], int]:
        """Lines of the name, lines of what stands below or beside it, height."""
        px = LOOK.px
        body, small = QFontMetricsF(font("body")), QFontMetricsF(font("small"))
        strong = QFontMetricsF(font("body", 500))
        left, right = self._text_left(), width - px(MARGIN)
        end = 0.0
        if self.number and self.reading is not None:
            end = strong.horizontalAdvance(self.number) + px(8)
            if self.reading.text and not self._told_below(width):
                end += small.horizontalAdvance(self.reading.text) + px(8)
        names = wrapped(self.declaration.title or self.declaration.name, body, right - left - end)
        reasons: tuple[str, ...] = ()
        if self._told_below(width) and self.reading is not None:
            reasons = wrapped(self.reading.text, small, right - left)
        height = LOOK.density.instrument_row + (len(names) - 1) * px(18)
        if self.reason:
            room = right - left - max(body.horizontalAdvance(n) for n in names) - px(12)
            if small.horizontalAdvance(self.reason) <= room and len(names) == 1:
                reasons = (self.reason,)
            else:
                reasons = wrapped(self.reason, small, right - left)
                height += len(reasons) * px(15)
        else:
            height += len(reasons) * px(15)
        return names, reasons, height

    def _told_below(self, width: int) -> bool:
        """Whether what the number is takes so much room that its name would be broken."""
        if not self.number or self.reading is None or not self.reading.text:
            return False
        px, room = LOOK.px, width - LOOK.px(MARGIN) - self._text_left()
        told = QFontMetricsF(font("small")).horizontalAdvance(self.reading.text)
        name = QFontMetricsF(font("body")).horizontalAdvance(
            self.declaration.title or self.declaration.name
        )
        number = QFontMetricsF(font("body", 500)).horizontalAdvance(self.number)
        return told > LARGE * room and name + number + told + px(16) > room

    def _text_left(self) -> float:
        return LOOK.px(MARGIN) + LOOK.px(26) + LOOK.px(10)

    def restyle(self) -> None:
        """Takes the current look and the height the words need."""
        self.switch.restyle()
        self._place()
        super().restyle()

    def _place(self) -> None:
        height = self._layout(max(self.width(), 1))[2]
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
        top = (LOOK.density.instrument_row - self.switch.height()) // 2
        self.switch.move(LOOK.px(MARGIN) - 3, top)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        self._place()

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        inside = event is not None and self.rect().contains(event.position().toPoint())
        if inside and not self.reason:
            self.switch.toggle()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None:
            event.accept()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter, px, colour = self.brush(), LOOK.px, LOOK.colour
        names, reasons, _ = self._layout(self.width())
        if self.hovered and not self.reason:
            painter.fillRect(self.rect(), colour("raised"))
        body = QFontMetricsF(font("body"))
        middle = LOOK.density.instrument_row / 2
        base = middle + body.capHeight() / 2
        left, right = self._text_left(), float(self.width() - px(MARGIN))
        painter.setOpacity(FAINT if self.reason else 1.0)
        painter.setFont(font("body"))
        painter.setPen(colour("text"))
        for i, text in enumerate(names):
            painter.drawText(QPointF(left, base + i * px(18)), text)
        painter.setOpacity(1.0)
        painter.setFont(font("small"))
        painter.setPen(colour("text3"))
        if reasons:
            beside = len(reasons) == 1 and self.height() == LOOK.density.instrument_row
            align = Qt.AlignmentFlag.AlignRight if beside else Qt.AlignmentFlag.AlignLeft
            top = middle - px(15) / 2 if beside else middle + px(8) + (len(names) - 1) * px(18)
            for i, text in enumerate(reasons):
                area = QRectF(left, top + i * px(15), right - left, px(15))
                painter.drawText(area, align | Qt.AlignmentFlag.AlignVCenter, text)
        if self.number and self.reading is not None:
            if self.reading.text and not reasons:
                width = QFontMetricsF(font("small")).horizontalAdvance(self.reading.text)
                painter.drawText(QPointF(right - width, base), self.reading.text)
                right -= width + px(8)
            signed = self.reading.sign if self.reading.sign in ("repel", "attract") else "text"
            painter.setFont(font("body", 500))
            painter.setPen(colour(signed))
            width = QFontMetricsF(font("body", 500)).horizontalAdvance(self.number)
            painter.drawText(QPointF(right - width, base), self.number)
        painter.end()
