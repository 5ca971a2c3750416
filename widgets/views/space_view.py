"""Space: no axes, but a cross at the left that says where they point, and numbers at the right."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from PyQt6.QtCore import QPointF, QRect, QRectF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PyQt6.QtWidgets import QWidget

from engines.layers.curves import Curves
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.points import Points
from engines.layers.series import Series
from engines.layers.tracks import Tracks
from engines.protocols.gesture import Gesture
from engines.protocols.views import ViewSpec
from widgets.canvas.space import SpaceCanvas
from widgets.theme.fonts import font
from widgets.theme.look import LOOK
from widgets.theme.numbers import fixed
from widgets.theme.tokens import Theme
from widgets.views.surface_view import SurfaceView
from widgets.views.surround.axes import symbol_text
from widgets.views.view import TOP

ARM = 22  # pixels of an arm of the cross that is seen from the side
EDGE = 16
SAMPLE = 20_000  # places from which the extent of a layer is told
SPECTRUM = "lyapunov_spectrum"  # the series of this name holds exponents, the largest first
NEUTRAL = 2e-3  # share of the largest exponent below which one counts as zero


class SpaceView(SurfaceView):
    """Shows layers of space on a GL canvas."""

    def __init__(
        self,
        spec: ViewSpec,
        theme: Theme,
        parent: QWidget | None = None,
        canvas: Any = None,
    ) -> None:
        self._readings: tuple[tuple[str, Reading], ...] = ()
        self._places = np.zeros((0, 3))
        self._complete = False
        made = canvas or SpaceCanvas(theme=theme, equal=spec.equal)
        super().__init__(spec, theme, made, parent)
        self._look_at_home()

    def tell(self, kind: str, place: tuple[float, ...]) -> None:
        """Pass a gesture on, with the eye that saw it."""
        place = tuple(float(c) for c in place)
        self.gesture.emit(Gesture(kind, self._spec.id, place, eye=self.canvas.eye))

    def set_readings(self, readings: Sequence[tuple[str, Reading]]) -> None:
        """Show numbers at the lower right, each behind its symbol in TeX, e.g. the exponents."""
        if tuple(readings) != self._readings:
            self._readings = tuple(readings)
            self.arrange()

    def show_layers(self, layers: Mapping[str, Layer], frame: Frame) -> None:
        super().show_layers(layers, frame)
        for name, layer in frame.layers.items():
            if name == SPECTRUM and isinstance(layer, Series):
                self.set_readings(exponents(layer.y))
        # what is seen before anything is computed says little about what will fill the picture;
        # after it is complete the picture stands still, however the data grow
        if not self._complete and frame.progress > 0.0:
            self._complete = frame.progress >= 1.0
            self._places = extent([layers[n] for n in self.spec.layers if n in layers])
            self._fit()

    def clear(self) -> None:
        self._readings = ()
        self._complete = False
        super().clear()

    def spec_changed(self, before: ViewSpec) -> None:
        if (before.id, before.axes) != (self.spec.id, self.spec.axes):
            self._look_at_home()

    def arrange_body(self, body: QRect, empty: bool) -> None:
        left, right, _ = self.insets()
        right = max(right, math.ceil(self._readings_width()))
        data = QRectF(
            left,
            body.top() + TOP,
            max(1, body.width() - left - right),
            max(1, body.height() - TOP - EDGE),
        )
        self.place_canvas(data, empty)
        self._fit()

    def paint_body(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_cross(painter)
        self._paint_readings(painter)

    def cross(self) -> list[tuple[str, QPointF, QPointF]]:
        """Name, start and end of each arm of the axis cross, in the column at the left."""
        arm = min(ARM, (self._data.left() - 20) / 2)
        centre = QPointF(self._data.left() / 2, self._data.bottom() - ARM - 10)
        names = [symbol_text(a.symbol) or a.label for a in self.spec.axes[:3]]
        names = [n if 0 < len(n) <= 2 else k for n, k in zip(names, "xyz", strict=False)]
        names = names if len(names) == 3 else list("xyz")
        arms = []
        for name, key in zip(names, "xyz", strict=True):
            right, up = self.canvas.axes_directions()[key]
            arms.append((name, centre, centre + QPointF(right * arm, -up * arm)))
        return arms

    def _look_at_home(self) -> None:
        axes = self.spec.axes
        if len(axes) >= 3:
            self.canvas.set_limits(tuple(v for a in axes[:3] for v in (a.low, a.high)))
        self._places, self._complete = np.zeros((0, 3)), False

    def _fit(self) -> None:
        """Let the data fill the picture as long as nobody has turned it."""
        if len(self._places) and self.canvas.at_home:
            self.canvas.fit(self._places)

    def _paint_cross(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(font("small"))
        painter.setFont(font("small"))
        taken: list[QRectF] = []
        for name, start, end in self.cross():
            painter.setPen(QPen(QColor(self._theme.text3), 1.2))
            painter.drawLine(start, end)
            way = end - start
            length = math.hypot(way.x(), way.y())
            if length < 3:
                continue  # points at the eye
            tip = end + way * (7 / length)
            width = metrics.horizontalAdvance(name) + 2
            place = QRectF(
                tip.x() - width / 2, tip.y() - metrics.height() / 2, width, metrics.height()
            )
            for other in taken:
                if place.intersects(other):  # both arms point about the same way
                    above = place.center().y() < other.center().y()
                    edge = other.top() - place.height() if above else other.bottom()
                    place.moveTop(edge + (3 if above else -3))
            taken.append(place)
            painter.setPen(QColor(self._theme.text2))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, name)

    def _rows(self) -> list[tuple[str, str, str]]:
        rows = []
        for symbol, reading in self._readings:
            value = "–" if reading.value is None else fixed(reading.value, 3)
            tone = reading.sign if reading.sign in ("repel", "attract") else "centre"
            rows.append((symbol_text(symbol), value, tone))
        return rows

    def _readings_width(self) -> float:
        if not self._readings:
            return 0.0
        names, values = QFontMetricsF(font("body")), QFontMetricsF(font("body", 500))
        rows = self._rows()
        name = max(names.horizontalAdvance(r[0]) for r in rows)
        return name + 12 + max(values.horizontalAdvance(r[1]) for r in rows) + EDGE + 4

    def _paint_readings(self, painter: QPainter) -> None:
        line = LOOK.px(18)
        rows = self._rows()
        left = self.width() - self._readings_width()
        y = self._data.bottom() - line * len(rows)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for name, value, tone in rows:
            painter.setFont(font("body"))
            painter.setPen(QColor(self._theme.text2))
            painter.drawText(QRectF(left, y, 60, line), Qt.AlignmentFlag.AlignVCenter, name)
            painter.setFont(font("body", 500))
            painter.setPen(QColor(str(getattr(self._theme, tone))))
            painter.drawText(QRectF(left, y, self.width() - EDGE - left, line), right, value)
            y += line


def extent(layers: Sequence[Layer]) -> np.ndarray:
    """A sample of the places that tracks, clouds and curves in space visit, shape (n, 3)."""
    parts = []
    for layer in layers:
        for flat in _visited(layer):
            flat = flat[:: len(flat) // SAMPLE + 1]
            parts.append(flat[np.isfinite(flat).all(axis=1)])
    return np.concatenate(parts) if parts else np.zeros((0, 3))


def _visited(layer: Layer) -> list[np.ndarray]:
    if isinstance(layer, Tracks | Points) and layer.positions.shape[-1] == 3:
        return [layer.positions.reshape(-1, 3)]
    if isinstance(layer, Curves):
        named = zip(layer.lines, layer.roles, strict=True)
        return [a for a, role in named if a.shape[1] == 3 and not role.endswith("_axis")]
    return []


def exponents(values: np.ndarray) -> list[tuple[str, Reading]]:
    """Readings of a spectrum: warm if it repels, cool if it attracts, grey if it is about zero."""
    largest = float(np.abs(values).max(initial=0.0))
    rows = []
    for i, value in enumerate(values):
        small = abs(value) < max(NEUTRAL * largest, 5e-4)
        sign = "" if small else "repel" if value > 0 else "attract"
        rows.append((f"\\lambda_{i + 1}", Reading(float(value), sign=sign)))
    return rows
