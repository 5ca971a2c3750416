"""The scale of a field: a thin bar with its unit, made from the table that colours the field."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PyQt6.QtCore import QRect, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
)
from PyQt6.QtWidgets import QWidget

from widgets.theme.fonts import font
from widgets.theme.look import LOOK
from widgets.theme.maps import area_colours, bar_table
from widgets.theme.numbers import unit_words
from widgets.theme.tokens import Theme
from widgets.views.ticks import bar_ticks

WIDTH = 10
TICK = 4
GRIP = 10  # pixels from an end within which a press takes that end
HEADROOM = 8  # pixels above the data the unit may use
KIND = 28  # pixels of one kind
LETTERS = "ABCDEFGH"  # of kinds, as their places are called in the picture
SHARES = (0.85, 0.62)  # of the height of the data: when small, when large


class ColourBar(QWidget):
    """Shows a range; its ends can be dragged to clip, a double click makes it automatic again.

    Attributes:
        clipped: (low, high) while an end is dragged.
        automatic: The range should follow the data again.
    """

    clipped = pyqtSignal(float, float)
    automatic = pyqtSignal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.low, self.high, self.scale, self.unit = 0.0, 1.0, "amount", ""
        self.below = self.above = False
        self._kinds: tuple[int, ...] = ()
        self._value: float | None = None
        self._held = ""
        self._from = (0.0, 1.0, 0.0)
        self.setMouseTracking(True)

    def set_range(
        self,
        low: float,
        high: float,
        scale: str,
        unit: str,
        below: bool = False,
        above: bool = False,
    ) -> None:
        """Show another range.

        Args:
            low: Value at the lower end.
            high: Value at the upper end.
            scale: Kind of quantity, as in `ScalarField.scale`.
            unit: Unit of the values.
            below: Whether data lie below `low`.
            above: Whether data lie above `high`.
        """
        fresh = (low, high, scale, unit, below, above)
        if fresh != (self.low, self.high, self.scale, self.unit, self.below, self.above):
            self.low, self.high, self.scale, self.unit, self.below, self.above = fresh
            words = [text for _, text in self.ticks()]
            self.setAccessibleName(
                f"Colour bar, {' to '.join(words[:: max(1, len(words) - 1)])} {unit}"
            )
            self.update()

    def set_kinds(self, kinds: Sequence[int]) -> None:
        """Show these kinds only, counted from 0, with their letters; none for all there are."""
        if tuple(kinds) != self._kinds:
            self._kinds = tuple(kinds)
            self.update()

    def set_value(self, value: float | None) -> None:
        """Place the caret at the value under the pointer, or take it away."""
        if value != self._value:
            self._value = value if value is not None and math.isfinite(value) else None
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def width_needed(self) -> int:
        """Pixels for bar, ticks, and the widest number or unit."""
        metrics = QFontMetricsF(font("small"))
        words = max((metrics.horizontalAdvance(t) for _, t in self.ticks()), default=0.0)
        unit = metrics.horizontalAdvance(unit_words(self.unit))
        return math.ceil(max(WIDTH + TICK + 4 + words, unit) + 2)

    def bar(self) -> QRect:
        """The coloured rectangle, inside the widget."""
        line = math.ceil(QFontMetricsF(font("small")).height())
        return QRect(0, line + 6, WIDTH, max(20, self.height() - 2 * line))

    def height_for(self, data_height: int) -> tuple[int, int]:
        """Offset below the top of the data, and height of the widget, for data this high."""
        large = min(1.0, max(0.0, (data_height - 250) / 450))
        bar = round(data_height * (SHARES[0] + (SHARES[1] - SHARES[0]) * large))
        if self.scale == "kinds" and self._kinds:
            bar = min(bar, LOOK.px(KIND) * len(self._kinds))
        line = math.ceil(QFontMetricsF(font("small")).height())
        top = max(-HEADROOM, (data_height - bar) // 2 - (line + 6))
        return top, min(bar + 2 * line, data_height + line - top)

    def value_at(self, y: float) -> float:
        """The value whose colour stands at the widget's row `y`."""
        bar = self.bar()
        return self.low + (bar.bottom() + 1 - y) / bar.height() * (self.high - self.low)

    def row_of(self, value: float) -> float:
        """The row at which `value` stands, held inside the bar."""
        bar = self.bar()
        share = (value - self.low) / max(self.high - self.low, 1e-300)
        return bar.bottom() + 1 - min(1.0, max(0.0, share)) * bar.height()

    def ticks(self) -> list[tuple[float, str]]:
        """Values and their texts; a clipped end says so."""
        if self.scale == "kinds":
            ends = np.linspace(self.low, self.high, len(self._kinds) + 1)
            middles = (ends[1:] + ends[:-1]) / 2
            return [(float(v), LETTERS[k]) for v, k in zip(middles, self._kinds, strict=True)]
        if self.scale == "cyclic" and abs(self.high - self.low - 2 * math.pi) < 1e-6:
            names = ("−π", "0", "π") if self.low < -1 else ("0", "π", "2π")
            middle = (self.low + self.high) / 2
            return list(zip((self.low, middle, self.high), names, strict=True))
        found = bar_ticks(self.low, self.high, max(1, min(4, self.bar().height() // LOOK.px(40))))
        if found and self.below:
            found[0] = (found[0][0], f"≤ {found[0][1]}")
        if found and self.above:
            found[-1] = (found[-1][0], f"≥ {found[-1][1]}")
        return found

    def paintEvent(self, event: QPaintEvent | None) -> None:
        theme, bar = self._theme, QRectF(self.bar())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.canvas))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rounded = QPainterPath()
        rounded.addRoundedRect(bar, 2, 2)
        painter.setClipPath(rounded)
        painter.drawImage(bar, self._strip())
        painter.setClipping(False)
        painter.setFont(font("small"))
        line = QFontMetricsF(font("small")).height()
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(theme.text3))
        painter.drawText(QRectF(0, 0, self.width(), line), left, unit_words(self.unit))
        for value, text in self.ticks():
            y = self.row_of(value)
            row = min(round(y), int(bar.bottom()) - 1)
            if self.scale != "kinds":
                painter.fillRect(QRectF(bar.right(), row, TICK, 1), QColor(theme.edge))
            place = QRectF(bar.right() + TICK + 4, y - line / 2, self.width(), line)
            painter.drawText(place, left, text)
        if self._value is not None and self.scale != "kinds":
            row = min(round(self.row_of(self._value)), int(bar.bottom()) - 1)
            painter.fillRect(QRectF(bar.left() - 3, row, bar.width() + 6, 1), QColor(theme.text))

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self._held = self._end_at(event.position().y())
            self._from = (self.low, self.high, event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is None:
            return
        y = event.position().y()
        grip = Qt.CursorShape.SizeVerCursor if self._end_at(y) else Qt.CursorShape.ArrowCursor
        self.setCursor(grip)
        if not self._held:
            return
        low, high, start = self._from
        moved = (start - y) / self.bar().height() * (high - low)
        least = (high - low) * 0.02
        if self._held == "high":
            high = max(low + least, high + moved)
        else:
            low = min(high - least, low + moved)
        self.clipped.emit(low, high)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        self._held = ""

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        self._held = ""
        self.automatic.emit()

    def _end_at(self, y: float) -> str:
        if self.scale in ("kinds", "cyclic"):
            return ""
        bar = self.bar()
        if abs(y - bar.top()) <= GRIP:
            return "high"
        return "low" if abs(y - bar.bottom()) <= GRIP else ""

    def _strip(self) -> QImage:
        if self.scale == "kinds":
            known = area_colours(self._theme.name)
            known = tuple(known[kind % len(known)] for kind in self._kinds) or known
            image = QImage(1, len(known), QImage.Format.Format_RGB32)
            for i, colour in enumerate(known):
                image.setPixelColor(0, len(known) - 1 - i, QColor(colour))
            return image
        table = bar_table(self.scale, self._theme.name)[::-1]
        pixels = np.ascontiguousarray((table * 255 + 0.5).astype(np.uint8))
        rows, columns = pixels.shape[:2]
        form = QImage.Format.Format_RGBA8888
        return QImage(pixels.tobytes(), columns, rows, 4 * columns, form).copy()
