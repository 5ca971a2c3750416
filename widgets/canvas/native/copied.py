"""The widget of a picture that the processor draws."""

from __future__ import annotations

import time
from enum import Enum, auto

from PyQt6.QtCore import QSize, QTimer, pyqtSignal
from PyQt6.QtGui import (
    QImage,
    QOffscreenSurface,
    QOpenGLContext,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QSurfaceFormat,
)
from PyQt6.QtOpenGL import QOpenGLFramebufferObject
from PyQt6.QtWidgets import QWidget

from engines.errors import SeparatrixError
from widgets.canvas.native.artist import Artist
from widgets.painters.gl.fence import Fence
from widgets.painters.painter import Moment

LOOK = 1  # ms between two looks whether the picture is done


class Step(Enum):
    """What comes next on the way to a picture."""

    REST = auto()
    PREPARE = auto()
    DRAW = auto()
    FETCH = auto()


class Copied(QWidget):
    """Draws aside and copies what is done into the window, as any other widget paints itself.

    Where there is no graphics card, a picture inside a composed window costs the processor a
    composition of the whole window. Here it costs its own rectangle, and it comes about in steps,
    between which the window lives: prepared, asked for, and fetched when the driver has done it.

    Signals:
        frameSwapped: A picture has come into the window.
    """

    frameSwapped = pyqtSignal()  # noqa: N815 (the name it has in Qt's own widget)

    def __init__(self, artist: Artist, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._artist = artist
        self._surface = QOffscreenSurface()
        self._context: QOpenGLContext | None = None
        self._target: QOpenGLFramebufferObject | None = None
        self._fence: Fence | None = None
        self._image = QImage()
        self._stale = True
        self._step = Step.REST
        self._moment: Moment | None = None
        self._began = 0.0
        self._asked = self._shown = (QSize(), 0.0)
        self._closed = False
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._advance)

    def redraw(self) -> None:
        """Draw again soon."""
        self._stale = True
        seen = self.isVisible() and not self.window().isMinimized()  # type: ignore[union-attr]
        if self._step is Step.REST and seen and not self._closed:
            self._go(Step.PREPARE)

    def picture(self, patient: bool = False) -> QImage:
        """The picture as it is now, drawn for the purpose; whole, unless who asks is `patient`."""
        self.make(patient)
        return self._image.copy()

    def make(self, patient: bool = False) -> None:
        """Go all the way to a picture at once."""
        self._turn.stop()
        self._step = Step.REST
        self.makeCurrent()
        try:
            if self._prepare(patient):
                self._draw()
                self._fetch()
        finally:
            self.doneCurrent()
        if self._stale:
            self.redraw()

    def finish(self) -> None:
        """Draw no more."""
        self._turn.stop()
        self._step = Step.REST
        if self._context is not None:
            self.makeCurrent()
            if self._fence is not None:
                self._fence.release()
            self._target = None
            self.doneCurrent()
        self._context = None
        self._closed = True
        self._surface.destroy()

    def makeCurrent(self) -> None:
        """Let calls into the driver belong to this picture."""
        if self._closed:
            return
        context = self._context or self._made()
        context.makeCurrent(self._surface)
        if self._fence is None:
            self._fence = Fence(lambda name: int(context.getProcAddress(name) or 0))
            self._artist.begin()

    def doneCurrent(self) -> None:
        """Calls into the driver belong to nobody."""
        if self._context is not None:
            self._context.doneCurrent()

    def showEvent(self, event: QShowEvent | None) -> None:
        if self._stale:
            self.redraw()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        self._stale = True

    def paintEvent(self, event: QPaintEvent | None) -> None:
        if self._image.isNull() and not self._closed:
            self.make(patient=True)
        painter = QPainter(self)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        if self._shown == self._room():
            painter.drawImage(0, 0, self._image)
        else:  # for the moment until there is one of this size
            painter.drawImage(self.rect(), self._image)
            self._stale = True
        painter.end()
        if self._stale:  # of another size, or not seen until now
            self.redraw()

    def _room(self) -> tuple[QSize, float]:
        return self.size(), self.devicePixelRatioF()

    def _go(self, step: Step, wait: int = 0) -> None:
        self._step = step
        self._turn.start(wait)

    def _advance(self) -> None:
        step, self._step = self._step, Step.REST  # rests if an error ends the step
        self.makeCurrent()
        try:
            if step is Step.PREPARE and self._prepare(patient=True):
                self._go(Step.DRAW)
            elif step is Step.DRAW:
                self._draw()
                self._go(Step.FETCH, LOOK)
            elif step is Step.FETCH:
                if self._fence is not None and not self._fence.passed():
                    self._go(Step.FETCH, LOOK)
                else:
                    self._fetch()
                    self.update()
        finally:
            self.doneCurrent()
        if self._stale and self._step is Step.REST:
            self.redraw()

    def _prepare(self, patient: bool) -> bool:
        self._began = time.perf_counter()
        self._stale = False
        self._asked = self._room()
        self._moment = self._artist.prepare(patient)
        return self._moment is not None

    def _draw(self) -> None:
        moment, self._moment = self._moment, None
        if moment is None:
            return
        size = QSize(*moment.size)
        if self._target is None or self._target.size() != size:
            self._target = QOpenGLFramebufferObject(size)
        self._artist.draw(moment, self._target.handle())
        if self._fence is not None:
            self._fence.set()

    def _fetch(self) -> None:
        if self._target is not None:
            image = self._target.toImage()
            image.reinterpretAsFormat(QImage.Format.Format_RGB32)  # the canvas covers everything
            image.setDevicePixelRatio(self._asked[1])
            self._image, self._shown = image, self._asked
        self._artist.drawn(time.perf_counter() - self._began)
        self.frameSwapped.emit()

    def _made(self) -> QOpenGLContext:
        form = QSurfaceFormat.defaultFormat()
        form.setRenderableType(QSurfaceFormat.RenderableType.OpenGL)
        self._surface.setFormat(form)
        self._surface.create()
        # It shares nothing: pictures have nothing in common, and the driver (Mesa, on the processor)
        # has once crashed where a program was deleted while contexts that share it came and went.
        context = QOpenGLContext()
        context.setFormat(form)
        if not context.create():
            raise SeparatrixError("The display gives no OpenGL context for a picture.")
        self._context = context
        return context
