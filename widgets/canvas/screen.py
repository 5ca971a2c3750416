"""A surface that shows a scene, and draws only when asked or while something moves."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections import deque
from collections.abc import Mapping

import numpy as np
from PyQt6 import sip
from PyQt6.QtCore import QObject, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QImage
from PyQt6.QtWidgets import QWidget
from vispy.gloo import gl

from engines.errors import SeparatrixError
from engines.layers.frame import Layer
from widgets.canvas.native.choice import Native, native_for
from widgets.canvas.native.missing import Missing
from widgets.canvas.scene import Scene
from widgets.painters.gl.buffer import UNIT_SQUARE, Buffer
from widgets.painters.gl.facts import OpenGLFacts, current_facts
from widgets.painters.gl.rehearsal import REHEARSAL
from widgets.painters.painter import ColourRange, Moment
from widgets.theme.tokens import DARK, Theme, channels

FRAME = 16  # ms between frames while something moves
NEXT_TILE = 3  # ms for the window between two tiles of a refinement
TELLING = 0.25  # s between two ranges told while a picture moves: each costs the window a repaint
SETTLE = 5.0  # s a picture may take to become fine before it is photographed


# Widgets that wait for the event loop to delete them. Were they left to Python's collector, it
# could destroy one, and with it switch the current context, in the middle of another's draw.
_leaving: list[Native] = []


def _gone() -> None:
    _leaving[:] = [widget for widget in _leaving if not sip.isdeleted(widget)]


class Screen(QObject):
    """The driver's side of a surface: layers go in, pictures come out.

    Attributes:
        native: The widget.
        device: What the driver says about itself; None before the first picture.
        frame_seconds: How long the last frames took.

    Signals:
        ranges_changed: Some `colour_range` is new.
        trouble: One sentence about a layer that cannot be drawn.
    """

    ranges_changed = pyqtSignal()
    trouble = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None, theme: Theme = DARK) -> None:
        super().__init__(parent)
        self._scene = Scene()
        self._theme = theme
        self._time: float | None = None
        self._clock: float | None = None
        self._playing = True
        self._square: Buffer | None = None
        self._told: tuple[str, ...] = ()
        self._ranges: dict[str, ColourRange | None] = {}
        self.device: OpenGLFacts | None = None
        self.frame_seconds: deque[float] = deque(maxlen=120)
        self.native: Native = native_for()(self, parent)
        self.native.setMinimumSize(1, 1)
        self.native.setFocusPolicy(Qt.FocusPolicy.WheelFocus)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tick)
        self._drawn = 0.0
        self._ranges_told = 0.0

    def set_layers(self, layers: Mapping[str, Layer], order: tuple[str, ...]) -> None:
        """Show these layers, bottom first; a layer that is the same object costs nothing."""
        if self._scene.set_layers(layers, order):
            self._tell_ranges()
            self.native.redraw()

    def set_uniforms(self, values: Mapping[str, float]) -> bool:
        """Push values into shader layers and draw at once; whether any layer uses one of them."""
        used = self.draws and self._scene.set_uniforms(values)
        if used:
            self.native.redraw()
        return used

    def set_time(self, time: float | None) -> None:
        """Move the playhead."""
        if time != self._time:
            self._time = time
            self.native.redraw()

    def set_clock(self, time: float) -> None:
        """Where the clock of the window stands; only dye moves with it."""
        if time != self._clock:
            self._clock = time
            if self._scene.dyed:
                self.native.redraw()

    def set_playing(self, playing: bool) -> None:
        """Whether time runs; while it does not, tracers stand still and cost nothing."""
        if playing != self._playing:
            self._playing = playing
            self.native.redraw()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        if theme != self._theme:
            self._theme = theme
            self.native.redraw()

    def colour_range(self, name: str = "") -> ColourRange | None:
        """What the colour bar of layer `name` shows, or of the topmost layer that has one."""
        return self._scene.colour_range(name)

    def labels(self) -> list[tuple[str, tuple[float, ...]]]:
        """Texts beside points and their world coordinates."""
        return self._scene.labels()

    def crossings(self) -> list[tuple[tuple[float, ...], tuple[float, ...] | None]]:
        """Marks and eigenvectors that labels should not lie over."""
        return self._scene.crossings()

    @property
    def refining(self) -> bool:
        """Whether the picture is still becoming finer."""
        return self.draws and self._scene.pending

    @property
    def draws(self) -> bool:
        """Whether this display can show pictures at all."""
        return not isinstance(self.native, Missing)

    def grab_image(self, settled: bool = True) -> np.ndarray:
        """The picture in device pixels, shape (h, w, 4), uint8, top row first.

        With `settled`, shader fields are first computed as finely as they will be.
        """
        image = self.native.picture(patient=not settled)
        if settled and self.refining:
            until = time.perf_counter() + SETTLE
            while self._scene.pending and time.perf_counter() < until:
                self._refine()
            self._scene.settle()
            image = self.native.picture()
        image = image.convertToFormat(QImage.Format.Format_RGBA8888)
        bits = image.constBits()
        if bits is None:
            raise SeparatrixError("The picture is empty; the view has no size.")
        rows = np.frombuffer(bits.asstring(image.sizeInBytes()), np.uint8)
        shape = (image.height(), image.bytesPerLine() // 4, 4)
        return rows.reshape(shape)[:, : image.width()].copy()

    def close(self) -> None:
        """Give everything back: driver objects, timer, widget."""
        self._timer.stop()
        self.release()
        if sip.isdeleted(self.native):
            return
        self.native.finish()
        self.native.hide()
        self.native.setParent(None)
        _leaving.append(self.native)
        self.native.destroyed.connect(_gone)
        self.native.deleteLater()

    @abstractmethod
    def _matrix(self) -> np.ndarray:
        """World to clip coordinates."""

    @abstractmethod
    def _visible(self) -> tuple[float, float, float, float] | None:
        """Visible rectangle of a plane."""

    # what the widget asks for

    def begin(self) -> None:
        """A new context, at first or after the widget went to another window."""
        self._scene.lost()
        self._square = Buffer(UNIT_SQUARE)
        self.device = current_facts()
        gl.glDisable(gl.GL_DEPTH_TEST)

    def release(self) -> None:
        """Give everything back to the driver; the context may or may not be current."""
        if self._square is None:
            return
        if sip.isdeleted(self.native):  # destroyed by its parent: the driver has taken all back
            self._square = None
            return
        self.native.makeCurrent()
        self._scene.release()
        self._square.release()
        self._square = None
        self.native.doneCurrent()

    def prepare(self, patient: bool = False) -> Moment | None:
        """Let painters compute; None while the surface has no size.

        If nobody waits for the picture, `patient`, new shaders are translated aside.
        """
        if self._square is None:
            return None
        moment = self._moment(self._square, patient)
        if min(moment.size) < 1:
            return None
        gl.glDisable(gl.GL_DEPTH_TEST)
        self._scene.prepare(moment)
        return moment

    def draw(self, moment: Moment, framebuffer: int) -> None:
        """Clear, and draw all layers."""
        gl.glBindFramebuffer(gl.GL_FRAMEBUFFER, framebuffer)
        gl.glViewport(0, 0, *moment.size)
        gl.glClearColor(*channels(moment.theme.canvas), 1.0)
        gl.glClear(gl.GL_COLOR_BUFFER_BIT)
        self._scene.draw(moment)
        gl.glDisable(gl.GL_BLEND)
        gl.glUseProgram(0)

    def drawn(self, seconds: float) -> None:
        """Go on with what moves or is not yet fine, and tell what is new."""
        self._drawn = time.perf_counter()
        self.frame_seconds.append(seconds)
        self._after_draw()

    def _moment(self, square: Buffer, patient: bool = False) -> Moment:
        ratio = self.native.devicePixelRatioF()
        return Moment(
            self._matrix(),
            (round(self.native.width() * ratio), round(self.native.height() * ratio)),
            ratio,
            self._theme,
            square,
            self._visible(),
            self._time,
            time.monotonic(),
            self._playing,
            self.device is not None and self.device.software,
            clock=self._clock,
            rehearsal=REHEARSAL if patient else None,
        )

    def _tick(self) -> None:
        """Time for a frame, or for one tile of a refinement between two frames."""
        if not self._scene.pending:
            self.native.redraw()
            return
        whole = self._refine()
        rest = time.perf_counter() - self._drawn
        if whole or (self._scene.restless and rest > 2.0 * self.frame_seconds[-1]):
            self.native.redraw()
        else:
            self._timer.start(NEXT_TILE)

    def _refine(self) -> bool:
        if self._square is None:
            return False
        self.native.makeCurrent()
        whole = self._scene.refine(self._moment(self._square))
        self.native.doneCurrent()
        return whole

    def _after_draw(self) -> None:
        if self._scene.restless or self._scene.pending:
            self._timer.start(NEXT_TILE if self._scene.pending else FRAME)
        for sentence in self._scene.troubles():
            if sentence not in self._told:
                self.trouble.emit(sentence)
        self._told = self._scene.troubles()
        if not self._scene.restless or self._drawn - self._ranges_told > TELLING:
            self._tell_ranges()

    def _tell_ranges(self) -> None:
        ranges = self._scene.ranges()
        if ranges != self._ranges:
            self._ranges = ranges
            self._ranges_told = time.perf_counter()
            self.ranges_changed.emit()
