"""The track of the timeline: ticks, playhead, and the hand that moves it."""

from __future__ import annotations

import math

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QFontMetricsF, QHideEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from widgets.controls.painted import FAINT, Painted, bar, ring
from widgets.theme.fonts import font
from widgets.theme.look import LOOK
from widgets.theme.numbers import decimals_of, fixed

# Key to the share of the track it moves the playhead by.
SHARES = {
    Qt.Key.Key_Right: 0.01,
    Qt.Key.Key_Left: -0.01,
    Qt.Key.Key_PageUp: 0.1,
    Qt.Key.Key_PageDown: -0.1,
    Qt.Key.Key_Home: -1.0,
    Qt.Key.Key_End: 1.0,
}


class TimeTrack(Painted):
    """A track from `low` to `high` with a playhead.

    Attributes:
        seek: The hand moves the playhead; comes continuously.
        seek_ended: The hand let go, or a key moved it.
        low: Time at the left end.
        high: Time at the right end.
        time: Where the playhead is.
        dragging: Whether a hand holds it.
    """

    seek = pyqtSignal(float)
    seek_ended = pyqtSignal(float)
    own_keys = frozenset(SHARES)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.low, self.high, self.time = 0.0, 10.0, 0.0
        self.dragging = False
        self.setAccessibleName("time")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        return QSize(LOOK.px(400), LOOK.density.timeline)

    def minimumSizeHint(self) -> QSize:
        return QSize(LOOK.px(120), LOOK.px(50))

    def set_range(self, low: float, high: float) -> None:
        """Sets both ends; the playhead stays inside. Without length the track is disabled."""
        self.low, self.high = float(low), float(high)
        self.setEnabled(self.high > self.low)
        self.set_time(self.time)

    def set_time(self, time: float) -> None:
        """Moves the playhead without telling anybody; under the hand it is left alone."""
        if not self.dragging:
            self._take(time)

    def _take(self, time: float) -> None:
        self.time = min(max(float(time), self.low), max(self.high, self.low))
        self.setAccessibleDescription(fixed(self.time, 2))
        self.update()

    def ticks(self) -> tuple[float, ...]:
        """Times at which a tick with its number stands: 1, 2, 5 times a power of ten apart."""
        span = self.high - self.low
        if span <= 0:
            return ()
        count = max(2.0, self._line().width() / LOOK.px(75))
        power = 10.0 ** math.floor(math.log10(span / count))
        step = next(m * power for m in (1.0, 2.0, 5.0, 10.0) if m * power >= span / count * 0.999)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return tuple(i * step for i in range(first, last + 1))

    def x_of(self, time: float) -> float:
        """Horizontal place of a time."""
        line = self._line()
        span = self.high - self.low
        return line.left() + (line.width() * (time - self.low) / span if span > 0 else 0.0)

    def time_at(self, x: float) -> float:
        """Time at a horizontal place, within the ends."""
        line = self._line()
        share = (x - line.left()) / max(line.width(), 1.0)
        return self.low + min(max(share, 0.0), 1.0) * (self.high - self.low)

    def _line(self) -> QRectF:
        side = LOOK.px(16)
        middle = round(self.height() / 2 - LOOK.px(8))
        return QRectF(side, middle - 1, max(self.width() - 2 * side, 1), 2)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self.dragging = True
            self._drag(event)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and self.dragging:
            self._drag(event)

    def _drag(self, event: QMouseEvent) -> None:
        self._take(self.time_at(event.position().x()))
        self.seek.emit(self.time)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        if self.dragging:
            self.dragging = False
            self.update()
            self.seek_ended.emit(self.time)

    def hideEvent(self, event: QHideEvent | None) -> None:
        """The release will not come if the track is hidden under the hand."""
        if self.dragging:
            self.dragging = False
            self.seek_ended.emit(self.time)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is None:
            return
        share = SHARES.get(Qt.Key(event.key()))
        if share is None:
            event.ignore()
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            share *= 10
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            share /= 10
        self._take(self.time + share * (self.high - self.low))
        self.seek.emit(self.time)
        self.seek_ended.emit(self.time)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter, px, colour = self.brush(), LOOK.px, LOOK.colour
        line = self._line()
        if not self.isEnabled():
            painter.setOpacity(FAINT)
        bar(painter, line, colour("edge", 0.8), 1)
        painter.setFont(font("small"))
        metrics = QFontMetricsF(font("small"))
        ticks = self.ticks()
        decimals = decimals_of(ticks[1] - ticks[0]) if len(ticks) > 1 else 0
        base = line.bottom() + px(18)
        for tick in ticks:
            x = self.x_of(tick)
            painter.fillRect(QRectF(round(x), line.top() + 1, 1, 6), colour("edge"))
            text = fixed(tick, decimals)
            width = metrics.horizontalAdvance(text)
            left = min(max(x - width / 2, 0.0), self.width() - width)
            painter.setPen(colour("text3"))
            painter.drawText(QPointF(left, base), text)
        at = self.x_of(self.time)
        bar(painter, QRectF(line.left(), line.top(), at - line.left(), 2), colour("accent"), 1)
        painter.fillRect(QRectF(round(at) - 1, line.top() - px(20), 2, px(20)), colour("accent"))
        knob = QRectF(0, 0, px(12), px(12))
        knob.moveCenter(QPointF(at, line.center().y()))
        painter.setPen(Qt.PenStyle.NoPen)
        if self.dragging:
            painter.setBrush(colour("wash"))
            painter.drawEllipse(knob.adjusted(-4, -4, 4, 4))
        painter.setBrush(colour("accent"))
        painter.drawEllipse(knob)
        if self.ringed:
            ring(painter, knob, px(6))
        painter.end()
