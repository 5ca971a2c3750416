"""The widget of a picture that a graphics card draws and lays into the window."""

from __future__ import annotations

import time

from PyQt6.QtGui import QImage, QSurfaceFormat
from PyQt6.QtOpenGLWidgets import QOpenGLWidget
from PyQt6.QtWidgets import QWidget

from widgets.canvas.native.artist import Artist


class Composed(QOpenGLWidget):
    """Nothing leaves the memory of the card; the whole window is composed there."""

    def __init__(self, artist: Artist, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._artist = artist
        self._closed = False
        self._patient = True
        wanted = self.format()  # some platforms would rather give OpenGL ES
        wanted.setRenderableType(QSurfaceFormat.RenderableType.OpenGL)
        self.setFormat(wanted)

    def redraw(self) -> None:
        """Draw again soon."""
        self.update()

    def picture(self, patient: bool = False) -> QImage:
        """The picture as it is now, drawn for the purpose; whole, unless who asks is `patient`."""
        self._patient = patient
        try:
            return self.grabFramebuffer()
        finally:
            self._patient = True

    def finish(self) -> None:
        """Draw no more."""
        self._closed = True

    def initializeGL(self) -> None:
        if self._closed:
            return
        context = self.context()
        if context is not None:
            context.aboutToBeDestroyed.connect(self._artist.release)
        self._artist.begin()

    def paintGL(self) -> None:
        began = time.perf_counter()
        moment = None if self._closed else self._artist.prepare(self._patient)
        if moment is not None:
            self._artist.draw(moment, self.defaultFramebufferObject())
            self._artist.drawn(time.perf_counter() - began)
