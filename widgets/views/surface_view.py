"""What plane and space share: a GL canvas inside the view, its gestures, its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QImage, QPainter
from PyQt6.QtWidgets import QWidget

from engines.layers.frame import Frame, Layer
from engines.protocols.gesture import Gesture
from engines.protocols.views import ViewSpec
from widgets.theme.tokens import Theme
from widgets.views.surround.labels import LabelOverlay, label_places, obstacles, paint_labels
from widgets.views.view import View


class SurfaceView(View):
    """A view round a `PlaneCanvas` or a `SpaceCanvas`, which is made once and kept."""

    def __init__(
        self, spec: ViewSpec, theme: Theme, canvas: Any, parent: QWidget | None = None
    ) -> None:
        """Take a canvas and put it inside.

        Args:
            spec: How to show the frames.
            theme: Colours.
            canvas: The surface that draws; it is closed with the view.
            parent: Parent in Qt's sense.
        """
        self.canvas = canvas
        self._data = QRectF()
        self._closed = False
        super().__init__(spec, theme, parent)
        canvas.native.setParent(self)
        self.overlay = LabelOverlay(theme, canvas.native)
        canvas.hand.pressed.connect(lambda *_: self.focus_requested.emit())
        canvas.clicked.connect(self._clicked)
        canvas.unclicked.connect(self._unclicked)
        canvas.dragged.connect(self._dragged)
        canvas.brushed.connect(self._brushed)
        canvas.released.connect(self.released)
        canvas.hovered.connect(self._pointed)
        canvas.asked.connect(self.asked)
        # told while a picture is being drawn, when the canvas must not be moved
        queued = Qt.ConnectionType.QueuedConnection
        canvas.trouble.connect(self.set_trouble, queued)
        canvas.limits_changed.connect(self._limits_changed)
        canvas.ranges_changed.connect(self._ranges_told, queued)

    @property
    def data_rect(self) -> QRectF:
        """Where the data stand, logical pixels."""
        return QRectF(self._data)

    def show_layers(self, layers: Mapping[str, Layer], frame: Frame) -> None:
        self.canvas.set_layers(layers, self.spec.layers)
        self.ranges_changed()
        self._place_labels()

    def set_uniforms(self, values: Mapping[str, float]) -> bool:
        return bool(self.canvas.set_uniforms(values))

    def set_time(self, t: float | None) -> None:
        self.canvas.set_time(t)

    def set_clock(self, time: float) -> None:
        self.canvas.set_clock(time)

    def set_playing(self, playing: bool) -> None:
        self.canvas.set_playing(playing)

    def reset_view(self) -> None:
        self.canvas.reset()

    def theme_changed(self) -> None:
        self.canvas.set_theme(self._theme)

    def _ranges_told(self) -> None:
        if not self._closed:
            self.ranges_changed()

    def ranges_changed(self) -> None:
        """The canvas colours by another range."""

    def pointed_at(self, place: tuple[float, ...] | None) -> None:
        """The pointer is over this place of the world."""

    def paint_canvas(self, painter: QPainter, settled: bool = True) -> None:
        if self.empty.missing or min(self._data.width(), self._data.height()) < 1:
            return
        pixels = np.ascontiguousarray(self.canvas.grab_image(settled))
        height, width = pixels.shape[:2]
        image = QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBA8888)
        painter.drawImage(self._data, image)
        painter.save()
        painter.translate(self._data.topLeft())
        paint_labels(painter, self.overlay.places(), self._theme)
        painter.restore()

    def close_view(self) -> None:
        if not self._closed:
            self._closed = True
            super().close_view()
            self.canvas.close()

    def place_canvas(self, data: QRectF, empty: bool) -> None:
        """Give the canvas its rectangle."""
        self._data = data
        self.canvas.native.setVisible(not empty)
        self.canvas.native.setGeometry(data.toRect())
        self.overlay.setGeometry(0, 0, round(data.width()), round(data.height()))
        self._place_labels()

    def _place_labels(self) -> None:
        size = (self._data.width(), self._data.height())
        place = self.canvas.place
        taken = obstacles(self.canvas.crossings(), place)
        labels = self.canvas.labels() if self.canvas.draws else []
        places = label_places(labels, place, size, taken)
        self.overlay.show_places(places, self._theme)

    def _limits_changed(self, limits: object) -> None:
        self._place_labels()
        self.limits_moved()
        self.update()

    def limits_moved(self) -> None:
        """Another part of the world is shown."""

    def _clicked(self, place: tuple[float, ...]) -> None:
        if self.spec.clicks:
            self.tell("launch", place)

    def _unclicked(self) -> None:
        if self.spec.clicks:
            self.tell("unlaunch", ())

    def _dragged(self, place: tuple[float, ...]) -> None:
        self.tell("drag", place)

    def _brushed(self, place: tuple[float, ...]) -> None:
        if self.spec.clicks:
            where = tuple(float(c) for c in place)
            self.gesture.emit(Gesture("brush", self.spec.id, where, stroke=self.canvas.strokes))

    def _pointed(self, place: tuple[float, ...] | None) -> None:
        self.pointed_at(place)
        self.hovered.emit(place)
