"""What the plane and space share: a vispy canvas that shows a scene, and draws only when asked."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections import deque
from collections.abc import Mapping

import numpy as np
from PyQt6 import sip
from PyQt6.QtCore import QObject, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QImage, QOpenGLContext, QSurfaceFormat
from PyQt6.QtOpenGLWidgets import QOpenGLWidget
from PyQt6.QtWidgets import QWidget
from vispy import app
from vispy.gloo import gl

from engines.errors import SeparatrixError
from engines.layers.frame import Layer
from widgets.canvas.hand import Hand
from widgets.canvas.scene import Scene
from widgets.painters.gl.buffer import UNIT_SQUARE, Buffer
from widgets.painters.gl.facts import OpenGLFacts, current_facts
from widgets.painters.painter import ColourRange, Moment
from widgets.theme.tokens import DARK, Theme, channels

FRAME = 16  # ms between frames while something moves
NEXT_TILE = 3  # ms for the window between two tiles of a refinement
GRIP = 12.0  # logical pixels round a handle that still grip it
SETTLE = 5.0  # s a picture may take to become fine before it is photographed


# Widgets that wait for the event loop to delete them. Were they left to Python's collector, it
# could destroy one, and with it switch the current context, in the middle of another's draw.
_leaving: list[QOpenGLWidget] = []


def _gone() -> None:
    _leaving[:] = [widget for widget in _leaving if not sip.isdeleted(widget)]


class Surface(QObject):
    """A widget that draws layers. It asks for frames only while something moves.

    Signals:
        clicked: World coordinates of a left click, a tuple.
        asked: The same for a right click, for a menu.
        dragged: World coordinates of the handle under the hand, a tuple.
        released: The handle was let go.
        hovered: World coordinates under the pointer, or None when it leaves.
        limits_changed: What `limits` is now.
        ranges_changed: Some `colour_range` is new.
        trouble: One sentence about a layer that cannot be drawn.
    """

    clicked = pyqtSignal(tuple)
    asked = pyqtSignal(tuple)
    dragged = pyqtSignal(tuple)
    released = pyqtSignal()
    hovered = pyqtSignal(object)
    limits_changed = pyqtSignal(object)
    ranges_changed = pyqtSignal()
    trouble = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None, theme: Theme = DARK) -> None:
        super().__init__(parent)
        self._scene = Scene()
        self._theme = theme
        self._time: float | None = None
        self._playing = True
        self._square: Buffer | None = None
        self._told: tuple[str, ...] = ()
        self._ranges: dict[str, ColourRange | None] = {}
        self._gripped = False
        self.device: OpenGLFacts | None = None
        self.frame_seconds: deque[float] = deque(maxlen=120)
        self._canvas = app.Canvas(
            app="pyqt6",
            keys=None,
            show=False,
            size=(320, 240),
            parent=parent,
            vsync=True,
            autoswap=False,
        )
        self.native: QOpenGLWidget = self._canvas.native
        self.native.setMinimumSize(1, 1)
        wanted = self.native.format()  # some platforms would rather give OpenGL ES
        wanted.setRenderableType(QSurfaceFormat.RenderableType.OpenGL)
        self.native.setFormat(wanted)
        self._canvas.events.initialize.connect(self._on_initialize)
        self._canvas.events.draw.connect(self._on_draw)
        self._canvas.events.resize.disconnect()
        for emitter in (self._canvas.events.initialize, self._canvas.events.draw):
            emitter.ignore_callback_errors = False  # they belong to the application's hook
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tick)
        self._drawn = 0.0
        self.hand = Hand(self.native)
        self.hand.pressed.connect(self._press)
        self.hand.clicked.connect(self._click)
        self.hand.dropped.connect(self._drop)
        self.hand.dragged.connect(self._drag)
        self.hand.turned.connect(self._turn)
        self.hand.hovered.connect(lambda x, y: self.hovered.emit(self.world(x, y)))
        self.hand.left.connect(lambda: self.hovered.emit(None))
        self.hand.doubled.connect(self.reset)

    # what is shown

    def set_layers(self, layers: Mapping[str, Layer], order: tuple[str, ...]) -> None:
        """Show these layers, bottom first; a layer that is the same object costs nothing."""
        if self._scene.set_layers(layers, order):
            self._tell_ranges()
            self.native.update()

    def set_uniforms(self, values: Mapping[str, float]) -> bool:
        """Push values into shader layers and draw at once; whether any layer uses one of them."""
        used = self._scene.set_uniforms(values)
        if used:
            self.native.update()
        return used

    def set_time(self, time: float | None) -> None:
        """Move the playhead."""
        if time != self._time:
            self._time = time
            self.native.update()

    def set_playing(self, playing: bool) -> None:
        """Whether time runs; while it does not, tracers stand still and cost nothing."""
        if playing != self._playing:
            self._playing = playing
            self.native.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        if theme != self._theme:
            self._theme = theme
            self.native.update()

    def colour_range(self, name: str = "") -> ColourRange | None:
        """What the colour bar of layer `name` shows, or of the topmost layer that has one."""
        return self._scene.colour_range(name)

    def labels(self) -> list[tuple[str, tuple[float, ...]]]:
        """Texts beside points and their world coordinates."""
        return self._scene.labels()

    @property
    def refining(self) -> bool:
        """Whether the picture is still becoming finer."""
        return self._scene.pending

    def grab_image(self, settled: bool = True) -> np.ndarray:
        """The picture in device pixels, shape (h, w, 4), uint8, top row first.

        With `settled`, shader fields are first computed as finely as they will be.
        """
        image = self.native.grabFramebuffer()
        if settled and self._scene.pending:
            until = time.perf_counter() + SETTLE
            while self._scene.pending and time.perf_counter() < until:
                self._refine()
            self._scene.settle()
            image = self.native.grabFramebuffer()
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
        self._release()
        self._canvas.events.draw.disconnect()
        self._canvas.events.initialize.disconnect()
        self.native.removeEventFilter(self.hand)
        self._canvas.close()
        self.native.setParent(None)
        _leaving.append(self.native)
        self.native.destroyed.connect(_gone)
        self.native.deleteLater()

    # where things are

    @abstractmethod
    def world(self, x: float, y: float) -> tuple[float, ...]:
        """World coordinates of a place in logical pixels, y downwards."""

    @abstractmethod
    def place(self, world: tuple[float, ...]) -> tuple[float, float]:
        """Logical pixels, y downwards, of world coordinates."""

    @abstractmethod
    def reset(self) -> None:
        """The view as it was at first."""

    @abstractmethod
    def _matrix(self) -> np.ndarray:
        """World to clip coordinates."""

    @abstractmethod
    def _visible(self) -> tuple[float, float, float, float] | None:
        """Visible rectangle of a plane."""

    @abstractmethod
    def _move(self, button: Qt.MouseButton, dx: float, dy: float) -> None:
        """The hand pulls the picture."""

    @abstractmethod
    def _turn(self, factor: float, x: float, y: float) -> None:
        """The wheel asks for magnification."""

    # acts

    def _press(self, button: Qt.MouseButton, x: float, y: float) -> None:
        handles = self._scene.handles()
        if button != Qt.MouseButton.LeftButton or not len(handles):
            self._gripped = False
            return
        gaps = [np.hypot(px - x, py - y) for px, py in (self.place(tuple(h)) for h in handles)]
        self._gripped = bool(min(gaps) <= GRIP)

    def _click(self, button: Qt.MouseButton, x: float, y: float) -> None:
        if button == Qt.MouseButton.LeftButton and not self._gripped:
            self.clicked.emit(self.world(x, y))
        elif button == Qt.MouseButton.RightButton:
            self.asked.emit(self.world(x, y))
        self._gripped = False

    def _drag(self, button: Qt.MouseButton, x: float, y: float, dx: float, dy: float) -> None:
        if self._gripped:
            self.dragged.emit(self.world(x, y))
        else:
            self._move(button, dx, dy)

    def _drop(self, button: Qt.MouseButton) -> None:
        if self._gripped:
            self._gripped = False
            self.released.emit()

    # the driver

    def _on_initialize(self, event: object) -> None:
        """A new context, at first or after the widget went to another window."""
        self._scene.lost()
        self._square = Buffer(UNIT_SQUARE)
        self.device = current_facts()
        gl.glDisable(gl.GL_DEPTH_TEST)
        context: QOpenGLContext | None = self.native.context()
        if context is not None:
            context.aboutToBeDestroyed.connect(self._release)

    def _release(self) -> None:
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

    def _on_draw(self, event: object) -> None:
        if self._square is None:
            return
        began = time.perf_counter()
        moment = self._moment(self._square)
        if min(moment.size) < 1:
            return
        gl.glDisable(gl.GL_DEPTH_TEST)
        self._scene.prepare(moment)
        gl.glBindFramebuffer(gl.GL_FRAMEBUFFER, self.native.defaultFramebufferObject())
        gl.glViewport(0, 0, *moment.size)
        gl.glClearColor(*channels(self._theme.canvas), 1.0)
        gl.glClear(gl.GL_COLOR_BUFFER_BIT)
        self._scene.draw(moment)
        gl.glDisable(gl.GL_BLEND)
        gl.glUseProgram(0)
        if moment.software:
            gl.glFinish()  # so that `frame_seconds` tells the truth
        self._drawn = time.perf_counter()
        self.frame_seconds.append(self._drawn - began)
        self._after_draw()

    def _moment(self, square: Buffer) -> Moment:
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
        )

    def _tick(self) -> None:
        """Time for a frame, or for one tile of a refinement between two frames."""
        if not self._scene.pending:
            self.native.update()
            return
        whole = self._refine()
        rest = time.perf_counter() - self._drawn
        if whole or (self._scene.restless and rest > 2.0 * self.frame_seconds[-1]):
            self.native.update()
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
        self._tell_ranges()

    def _tell_ranges(self) -> None:
        ranges = self._scene.ranges()
        if ranges != self._ranges:
            self._ranges = ranges
            self.ranges_changed.emit()
