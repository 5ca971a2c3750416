"""Running, pausing, and where in time the picture is."""

from __future__ import annotations

import math

from PyQt6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PyQt6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QWidget

from engines.protocols.views import Clock
from widgets.controls.buttons import Button, IconButton
from widgets.controls.labels import ground
from widgets.controls.painted import ring
from widgets.panels.time_track import TimeTrack
from widgets.theme.fonts import font
from widgets.theme.icons import icon_pixmap
from widgets.theme.look import LOOK
from widgets.theme.numbers import fixed, unit_words

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)


class PlayButton(QAbstractButton):
    """The round button of the transport."""

    def __init__(self) -> None:
        super().__init__()
        self.playing = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_playing(False)
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def set_playing(self, playing: bool) -> None:
        """Shows a pause sign while it plays."""
        self.playing = playing
        words = "Pause" if playing else "Play"
        self.setAccessibleName(words)
        self.setToolTip(f"{words}  (Space)")
        self.update()

    def _restyle(self) -> None:
        side = LOOK.px(32) + 6
        self.setFixedSize(side, side)

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        if self.hasFocus():
            ring(painter, disc, disc.width() / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(LOOK.colour("accent"))
        painter.drawEllipse(disc)
        size = LOOK.px(16)
        name = "pause" if self.playing else "play"
        picture = icon_pixmap(name, LOOK.theme.ink, size, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - size) // 2, (self.height() - size) // 2, picture)


class ClockFace(QWidget):
    """The time in large figures, the end beside it, what it counts below."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.time = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        LOOK.changed.connect(self._restyle)

    def _restyle(self) -> None:
        self.updateGeometry()

    def texts(self) -> tuple[str, str, str]:
        """Time, end, and label with its unit."""
        decimals = clock_decimals(self.clock.high - self.clock.low)
        unit = f", {unit_words(self.clock.unit)}" if self.clock.unit else ""
        return (
            fixed(self.time, decimals),
            f"/ {fixed(self.clock.high, decimals)}",
            f"{self.clock.label}{unit}",
        )

    def sizeHint(self) -> QSize:
        decimals = clock_decimals(self.clock.high - self.clock.low)
        large, body = QFontMetricsF(font("title", 500)), QFontMetricsF(font("body"))
        small = QFontMetricsF(font("small"))
        ends = (fixed(v, decimals) for v in (self.clock.low, self.clock.high, self.time))
        first = max(large.horizontalAdvance(t) for t in ends)
        _, end, label = self.texts()
        width = max(
            first + LOOK.px(6) + body.horizontalAdvance(end), small.horizontalAdvance(label)
        )
        return QSize(math.ceil(width) + 2, LOOK.px(44))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        time, end, label = self.texts()
        base = self.height() / 2 + LOOK.px(1)
        painter.setFont(font("title", 500))
        painter.setPen(LOOK.colour("text"))
        painter.drawText(QPointF(0, base), time)
        x = QFontMetricsF(font("title", 500)).horizontalAdvance(time) + LOOK.px(5)
        painter.setFont(font("body"))
        painter.setPen(LOOK.colour("text3"))
        painter.drawText(QPointF(x, base), end)
        painter.setFont(font("small"))
        painter.drawText(QPointF(0, base + LOOK.px(18)), label)


class Timeline(QWidget):
    """Transport, clock, track, speed, export.

    Attributes:
        play: It shall run.
        pause: It shall stop.
        step: One step, -1 back or 1 forward.
        seek: The hand moves the playhead; comes continuously.
        seek_ended: The hand let go of it.
        speed: Times as fast as the clock's own rate.
        restart: From the start again.
        looped: Whether it shall begin again at the end.
        export: Export is wanted.
    """

    play = pyqtSignal()
    pause = pyqtSignal()
    step = pyqtSignal(int)
    seek = pyqtSignal(float)
    seek_ended = pyqtSignal(float)
    speed = pyqtSignal(float)
    restart = pyqtSignal()
    looped = pyqtSignal(bool)
    export = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        ground(self, "panel")
        self.clock = Clock()
        self.current_speed = 1.0
        again = IconButton("restart", "From the start again", "R")
        back = IconButton("previous", "One step back", "Shift+Left")
        self.play_button = PlayButton()
        ahead = IconButton("next", "One step forward", "Shift+Space")
        self.loop_button = IconButton("loop", "Begin again at the end")
        self.loop_button.setCheckable(True)
        self.face = ClockFace()
        self.track = TimeTrack()
        self.speed_button = Button("1 \N{MULTIPLICATION SIGN}", hint="Speed")
        self.speed_button.setAccessibleName("Speed")
        out = IconButton("export", "Export", "Ctrl+E")
        again.clicked.connect(self.restart.emit)
        back.clicked.connect(lambda: self.step.emit(-1))
        ahead.clicked.connect(lambda: self.step.emit(1))
        self.play_button.clicked.connect(self._toggle)
        self.loop_button.toggled.connect(self.looped.emit)
        self.track.seek.connect(self._sought)
        self.track.seek_ended.connect(self.seek_ended.emit)
        self.speed_button.clicked.connect(self._open_speeds)
        out.clicked.connect(self.export.emit)
        self._row = QHBoxLayout(self)
        for part in (again, back, self.play_button, ahead, self.loop_button):
            self._row.addWidget(part)
        self._row.addSpacing(16)
        self._row.addWidget(self.face)
        self._row.addSpacing(16)
        self._row.addWidget(self.track, 1)
        self._row.addSpacing(8)
        self._row.addWidget(self.speed_button)
        self._row.addWidget(out)
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def set_clock(self, clock: Clock) -> None:
        """Takes the ends, the unit and the label; the time goes to the start."""
        self.clock = clock
        self.face.clock = clock
        self.track.set_range(clock.low, clock.high)
        self.track.set_time(clock.low)
        self.face.time = clock.low
        self.track.setToolTip("" if clock.high > clock.low else "Nothing here depends on time.")
        self.face.updateGeometry()
        self.face.update()

    def set_time(self, time: float) -> None:
        """Shows a time without telling anybody."""
        self.track.set_time(time)
        self.face.time = self.track.time
        self.face.update()

    def set_playing(self, playing: bool) -> None:
        """Shows whether it runs, without telling anybody."""
        self.play_button.set_playing(playing)

    def set_speed(self, times: float) -> None:
        """Shows a speed without telling anybody."""
        self.current_speed = times
        self.speed_button.setText(speed_text(times))

    def choose_speed(self, times: float) -> None:
        """Sets a speed as the menu does."""
        self.set_speed(times)
        self.speed.emit(times)

    def _toggle(self) -> None:
        self.set_playing(not self.play_button.playing)
        (self.play if self.play_button.playing else self.pause).emit()

    def _sought(self, time: float) -> None:
        self.face.time = time
        self.face.update()
        self.seek.emit(time)

    def _open_speeds(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for times in SPEEDS:
            action = menu.addAction(speed_text(times))
            if action is not None:
                action.setCheckable(True)
                action.setChecked(times == self.current_speed)
                action.triggered.connect(lambda _=False, t=times: self.choose_speed(t))
        above = QPoint(0, -menu.sizeHint().height() - 4)
        menu.popup(self.speed_button.mapToGlobal(above))

    def _restyle(self) -> None:
        px = LOOK.px
        self._row.setContentsMargins(px(12), 0, px(16), 0)
        self._row.setSpacing(px(6))
        self.setFixedHeight(LOOK.density.timeline)


def speed_text(times: float) -> str:
    """How a speed is written on its button."""
    return f"{times:g} \N{MULTIPLICATION SIGN}"


def clock_decimals(span: float) -> int:
    """Decimals of a clock that runs over `span`: about a thousandth of it can be told apart."""
    if span <= 0 or not math.isfinite(span):
        return 2
    power = math.floor(math.log10(span))
    return max(0, min(2, 3 - power)) if power >= 0 else 2 - power
