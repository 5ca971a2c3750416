"""A chart: numbers over one variable, with bands, names at the ends of lines, and a playhead."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from PyQt6.QtCore import QPointF, QRect, QRectF, Qt
from PyQt6.QtGui import QPainter
from PyQt6.QtWidgets import QWidget

from engines.layers.frame import Frame, Layer
from engines.layers.points import Points
from engines.layers.series import Series
from engines.protocols.views import Axis, ViewSpec
from widgets.theme.tokens import Theme
from widgets.views.chart_canvas import ChartCanvas
from widgets.views.surround.axes import Ticks, find_ticks, left_needed, paint_axes
from widgets.views.surround.line_names import LineName, margin_needed, paint_names
from widgets.views.ticks import friendly_step
from widgets.views.view import TOP, View

PLAIN = (Axis("", low=0.0, high=1.0), Axis("", low=0.0, high=1.0))
UNSAID = (0.0, 1.0)  # ends of an axis of which the experiment said nothing


class ChartView(View):
    """Shows `Series` and, as dots, `Points`."""

    def __init__(self, spec: ViewSpec, theme: Theme, parent: QWidget | None = None) -> None:
        self._limits = (0.0, 1.0, 0.0, 1.0)
        self._ticks = Ticks((), ())
        self._by_hand = False
        self._time: float | None = None
        self._data = QRectF()
        self._body = QRect()
        self._beside: list[LineName] = []
        self.canvas = ChartCanvas(theme)
        super().__init__(spec, theme, parent)
        self.canvas.setParent(self)
        box = self.canvas.getPlotItem().getViewBox()
        box.sigRangeChangedManually.connect(self._moved_by_hand)
        box.sigRangeChanged.connect(self._range_changed)
        self.canvas.scene().sigMouseMoved.connect(self._pointed)
        self.canvas.scene().sigMouseClicked.connect(self._clicked)
        self._fit({})

    @property
    def data_rect(self) -> QRectF:
        """Where the data stand, logical pixels."""
        return QRectF(self._data)

    def show_layers(self, layers: Mapping[str, Layer], frame: Frame) -> None:
        drawn = {n: v for n, v in layers.items() if isinstance(v, Series | Points)}
        self.canvas.show_layers(drawn)
        if not self._by_hand:
            self._fit(drawn)
        if self._beside or self.canvas.names_beside():
            self._range_changed()  # names move with the ends of their lines

    def set_time(self, t: float | None) -> None:
        """Move the playhead, if the axis across is time."""
        self._time = t
        self.canvas.set_time(t if self.tells_time() else None)

    def tells_time(self) -> bool:
        """Whether the axis across is the time the clock shows."""
        axis = self._axes()[0]
        return axis.symbol == "t" or axis.label in ("t", "time", "flow time")

    def reset_view(self) -> None:
        """Show all data again after moving by hand."""
        self._by_hand = False
        self._fit({n: v for n, v in self._layers.items() if isinstance(v, Series | Points)})

    def spec_changed(self, before: ViewSpec) -> None:
        if (before.id, before.layers) != (self.spec.id, self.spec.layers):
            self._layers = {}
            self.canvas.show_layers({})
        if (before.id, before.axes) != (self.spec.id, self.spec.axes):
            self.reset_view()
        if self._time is not None:
            self.set_time(self._time)

    def theme_changed(self) -> None:
        self.canvas.set_theme(self._theme)

    def arrange_body(self, body: QRect, empty: bool) -> None:
        self._body = QRect(body)
        self.canvas.setVisible(not empty)
        left, right, bottom = self.insets()
        height = body.height() - TOP - bottom
        guess = find_ticks(self._limits, (body.width(), height), self._axes(), False)
        left = max(left, math.ceil(left_needed(guess, self._axes()[1])))
        self._beside = self.canvas.names_beside()
        right = max(right, margin_needed(self._beside))
        self._data = QRectF(
            left, body.top() + TOP, max(1, body.width() - left - right), max(1, height)
        )
        self.canvas.setGeometry(self._data.toRect())
        self._find_ticks()
        self._beside = self.canvas.names_beside()  # their rows, in the canvas as it is now

    def paint_body(self, painter: QPainter) -> None:
        paint_axes(painter, self._data, self._limits, self._axes(), self._ticks, self._theme)
        paint_names(painter, self._beside, self._data)

    def close_view(self) -> None:
        super().close_view()
        self.canvas.close()

    def _axes(self) -> tuple[Axis, ...]:
        return self.spec.axes[:2] if len(self.spec.axes) >= 2 else PLAIN

    def _fit(self, layers: Mapping[str, Series | Points]) -> None:
        xs, ys = [], []
        for layer in layers.values():
            if isinstance(layer, Series):
                xs.append(layer.x)
                ys += [a for a in (layer.y, layer.low, layer.high) if a is not None]
            else:
                xs.append(layer.positions[:, 0])
                ys.append(layer.positions[:, 1])
        x, y = self._axes()
        across = _across(x, _span(xs))
        down = _down(y, _span(ys))
        self.canvas.setRange(xRange=across, yRange=down, padding=0)

    def _range_changed(self) -> None:
        (x_low, x_high), (y_low, y_high) = self.canvas.viewRange()
        self._limits = (x_low, x_high, y_low, y_high)
        self.arrange_body(self._body, bool(self.empty.missing))
        self.update()

    def _find_ticks(self) -> None:
        size = (self._data.width(), self._data.height())
        self._ticks = find_ticks(self._limits, size, self._axes(), False)
        self.canvas.set_ticks(self._ticks)

    def _moved_by_hand(self, *_: object) -> None:
        self._by_hand = True

    def _pointed(self, place: QPointF) -> None:
        inside = QRectF(self.canvas.rect()).contains(place)
        self.hovered.emit(self.canvas.to_world(place) if inside else None)

    def _clicked(self, event: object) -> None:
        self.focus_requested.emit()
        if event.double():  # type: ignore[attr-defined]
            self.reset_view()
        elif self.spec.clicks and event.button() == Qt.MouseButton.LeftButton:  # type: ignore[attr-defined]
            self.tell("launch", self.canvas.to_world(event.scenePos()))  # type: ignore[attr-defined]


def _span(arrays: list[np.ndarray]) -> tuple[float, float] | None:
    kept = [a[np.isfinite(a)] for a in arrays]
    kept = [a for a in kept if len(a)]
    if not kept:
        return None
    return min(float(a.min()) for a in kept), max(float(a.max()) for a in kept)


def _across(axis: Axis, span: tuple[float, float] | None) -> tuple[float, float]:
    """What the axis says, widened to the data; the data alone if it says nothing that holds them."""
    if span is None:
        return axis.low, axis.high
    said = (axis.low, axis.high)
    if said == UNSAID and not (span[0] >= 0 and span[1] <= 1):
        return span if span[1] > span[0] else (span[0] - 0.5, span[1] + 0.5)
    return min(said[0], span[0]), max(said[1], span[1])


def _down(axis: Axis, span: tuple[float, float] | None) -> tuple[float, float]:
    """As `_across`, but an axis that says nothing ends at friendly numbers, and at 0 if near."""
    if span is None:
        return axis.low, axis.high
    if (axis.low, axis.high) != UNSAID:
        return min(axis.low, span[0]), max(axis.high, span[1])
    low, high = span
    if high <= low:
        reach = abs(low) * 0.5 or 0.5
        low, high = low - reach, high + reach
    if 0 < low < 0.5 * (high - low):
        low = 0.0
    if -0.5 * (high - low) < high < 0:
        high = 0.0
    step = friendly_step(high - low, 4)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
