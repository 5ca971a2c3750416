"""The drawing surface of a chart: grid below, lines and bands, labels and playhead above."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PyQt6.QtWidgets import QFrame, QGraphicsItem, QWidget

from engines.layers.points import Points
from engines.layers.series import KINDS, Series
from widgets.theme.fonts import font
from widgets.theme.maps import kind_colours
from widgets.theme.tokens import Theme
from widgets.views.surround.axes import Ticks
from widgets.views.surround.labels import label_places, paint_word
from widgets.views.surround.line_names import CROWD, LineName

PIECE = 100  # samples; the cost of a wide smooth line grows faster than its length
SMOOTH = 20_000  # points up to which lines are antialiased
BAND = 0.22  # opacity of a band
BEADS = 240  # places along a line that words keep off


def series_pen(role: str, theme: Theme) -> QPen:
    """The pen of a role of `Series`."""
    if role in KINDS:
        pen = QPen(QColor(kind_colours(theme.name)[KINDS.index(role)]), 1.75)
        pen.setCosmetic(True)
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
        return pen
    token, width, dashes, alpha = {
        "value": ("text", 1.75, (), 1.0),
        "true": ("text", 1.75, (), 1.0),
        "before": ("text3", 1.3, (), 0.5),
        "learned": ("learned", 1.75, (6.0, 4.0), 1.0),
        "reference": ("edge", 1.25, (1.5, 4.0), 1.0),
        "attract": ("attract", 1.75, (), 1.0),
        "repel": ("repel", 1.75, (), 1.0),
        "unstable": ("repel", 1.75, (6.0, 4.0), 1.0),
    }[role]
    colour = QColor(str(getattr(theme, str(token))))
    colour.setAlphaF(alpha)
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)  # round joins leave dots on flat crests
    if dashes:
        pen.setDashPattern([d / width for d in dashes])
    return pen


class _Curve(pg.PlotCurveItem):
    """As its parent, except that a long line is not one outline but many short ones."""

    def paint(self, painter: QPainter, option: Any, widget: Any) -> None:
        if self.xData is None or len(self.xData) == 0:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, bool(self.opts["antialias"]))
        painter.setPen(self.opts["pen"])
        for polygon in self.getPath().toSubpathPolygons():
            for first in range(0, len(polygon) - 1, PIECE):
                painter.drawPolyline(polygon[first : first + PIECE + 1])


class ChartLine(pg.PlotDataItem):
    """A line that keeps its picture until it changes: while time plays, only the playhead moves."""

    curve: pg.PlotCurveItem

    def __init__(self) -> None:
        super().__init__()
        self.curve.setParentItem(None)
        self.curve = _Curve()
        self.curve.setParentItem(self)
        self.curve.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)


class ChartCanvas(pg.PlotWidget):
    """A pyqtgraph plot without axes of its own; the view paints them as on a plane."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, background=theme.canvas)
        self._theme = theme
        self._ticks = Ticks((), ())
        self._time: float | None = None
        self._series: dict[str, Series] = {}
        self._points: dict[str, Points] = {}
        self._lines: dict[str, ChartLine] = {}
        self._bands: dict[str, tuple[pg.FillBetweenItem, pg.PlotCurveItem, pg.PlotCurveItem]] = {}
        self._clouds: dict[str, pg.ScatterPlotItem] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewportUpdateMode(self.ViewportUpdateMode.FullViewportUpdate)
        self.setCacheMode(self.CacheModeFlag.CacheNone)  # the grid moves with the range
        plot = self.getPlotItem()
        for side in ("left", "bottom", "right", "top"):
            plot.hideAxis(side)
        plot.hideButtons()
        plot.setMenuEnabled(False)
        plot.setDownsampling(auto=True, mode="peak")
        plot.setClipToView(True)
        plot.layout.setContentsMargins(0, 0, 0, 0)
        plot.getViewBox().setDefaultPadding(0.0)
        plot.getViewBox().disableAutoRange()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.setBackground(theme.canvas)
        self._restyle()

    def set_ticks(self, found: Ticks) -> None:
        """Where grid lines stand."""
        self._ticks = found
        self.viewport().update()

    def set_time(self, t: float | None) -> None:
        """Move the playhead, or take it away."""
        if t != self._time:
            self._time = t
            self.viewport().update()

    def show_layers(self, layers: Mapping[str, Series | Points]) -> None:
        """Draw these, keeping the items of those that were there before."""
        series = {n: v for n, v in layers.items() if isinstance(v, Series)}
        points = {n: v for n, v in layers.items() if isinstance(v, Points)}
        self._series, self._points = series, points
        for name in set(self._lines) - set(series):
            self.removeItem(self._lines.pop(name))
        for name in set(self._bands) - {n for n, v in series.items() if v.low is not None}:
            self.removeItem(self._bands.pop(name)[0])
        for name in set(self._clouds) - set(points):
            self.removeItem(self._clouds.pop(name))
        for order, (name, layer) in enumerate(layers.items()):
            if isinstance(layer, Series):
                self._show_series(name, layer, order)
            else:
                self._show_points(name, layer, order)
        self.viewport().update()

    def lines(self) -> dict[str, ChartLine]:
        """Name of a layer to its line."""
        return dict(self._lines)

    def to_pixel(self, x: float, y: float) -> QPointF:
        """Position in the widget of a place in the chart."""
        (x_low, x_high), (y_low, y_high) = self.viewRange()
        return QPointF(
            (x - x_low) / (x_high - x_low) * self.width(),
            (y_high - y) / (y_high - y_low) * self.height(),
        )

    def to_world(self, place: QPointF) -> tuple[float, float]:
        """Place in the chart of a position in the widget."""
        (x_low, x_high), (y_low, y_high) = self.viewRange()
        return (
            x_low + place.x() / max(1, self.width()) * (x_high - x_low),
            y_high - place.y() / max(1, self.height()) * (y_high - y_low),
        )

    def label_places(self) -> list[tuple[str, QRectF, str]]:
        """Texts at the ends of the lines, where they stand, and the role of their line."""
        metrics = QFontMetricsF(font("small", 600))
        found: list[tuple[str, QRectF, str]] = []
        named = self._named()
        for layer in named if len(named) < CROWD else []:
            width, height = metrics.horizontalAdvance(layer.label), metrics.height()
            right = self.width() - 4.0
            place = QRectF(right - width, 0, width, height)
            tops, bottoms = self._extent(layer, place.left() - 4, right)
            place.moveBottom(tops - 3)
            if place.top() < 2:
                place.moveTop(min(bottoms + 3, self.height() - height - 2))
            for _, taken, _ in found:
                if place.intersects(taken):
                    below = taken.bottom() + height + 2 < self.height()
                    place.moveTop(taken.bottom() + 1 if below else taken.top() - height - 1)
            inside = QRectF(self.rect()).contains(place)
            if inside and not any(place.intersects(taken) for _, taken, _ in found):
                found.append((layer.label, place, layer.role))
        return found

    def names_beside(self) -> list[LineName]:
        """Names for a margin at the right, where there are too many to stand among the lines."""
        named = self._named()
        if len(named) < CROWD:
            return []
        found = []
        for layer in named:
            colour = QColor(series_pen(layer.role, self._theme).color())
            colour.setAlphaF(1.0)
            found.append(LineName(layer.label, self._end_row(layer), colour))
        return found

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        super().drawBackground(painter, rect)
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        colour = QColor(self._theme.line)
        for value, _ in self._ticks.across:
            x = min(round(self.to_pixel(value, 0).x()), self.width() - 1)
            painter.fillRect(QRectF(x, 0, 1, self.height()), colour)
        for value, _ in self._ticks.down:
            y = min(round(self.to_pixel(0, value).y()), self.height() - 1)
            painter.fillRect(QRectF(0, y, self.width(), 1), colour)
        painter.restore()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_playhead(painter)
        for text, place, role in self.label_places():
            colour = series_pen(role, self._theme).color()
            colour.setAlphaF(1.0)
            paint_word(painter, text, place, font("small", 600), colour, self._theme)
        for text, place in self.point_names():
            paint_word(painter, text, place, font("small"), QColor(self._theme.text2), self._theme)
        painter.restore()

    def point_names(self) -> list[tuple[str, QRectF]]:
        """Texts of points and where they stand."""
        named = [
            (text, (float(x), float(y)))
            for layer in self._points.values()
            if layer.labels
            for text, (x, y) in zip(layer.labels, layer.positions[:, :2], strict=True)
            if text
        ]

        def pixel(world: tuple[float, ...]) -> tuple[float, float]:
            place = self.to_pixel(world[0], world[1])
            return place.x(), place.y()

        size = (self.width(), self.height())
        return label_places(named, pixel, size, self._beads()) if named else []

    def _beads(self) -> list[QRectF]:
        """Small squares along all lines, for words to keep off."""
        found = []
        for layer in self._series.values():
            for part in range(0, len(layer.x), max(1, len(layer.x) // BEADS)):
                y = float(layer.y[part])
                if np.isfinite(y):
                    place = self.to_pixel(float(layer.x[part]), y)
                    found.append(QRectF(place.x() - 2, place.y() - 2, 4, 4))
        return found

    def _paint_playhead(self, painter: QPainter) -> None:
        (x_low, x_high), _ = self.viewRange()
        if self._time is None or not x_low <= self._time <= x_high:
            return
        accent = QColor(self._theme.accent)
        x = self.to_pixel(self._time, 0).x()
        painter.fillRect(
            QRectF(min(max(round(x) - 1, 0), self.width() - 2), 0, 2, self.height()), accent
        )
        for layer in self._series.values():
            if layer.role in ("value", "true", *KINDS) and len(layer.x) > 1:
                y = float(np.interp(self._time, layer.x, layer.y, np.nan, np.nan))
                if np.isfinite(y):
                    painter.setPen(QPen(QColor(self._theme.canvas), 1.5))
                    painter.setBrush(accent)
                    painter.drawEllipse(QPointF(round(x), self.to_pixel(0, y).y()), 4, 4)
                if layer.role not in KINDS:
                    return

    def _named(self) -> list[Series]:
        """Lines that have something to be called by."""
        lone = len(self._series) == 1
        return [
            layer
            for layer in self._series.values()
            if layer.label and len(layer.x) and not (lone and layer.label == "now")
        ]

    def _end_row(self, layer: Series) -> float:
        """Pixel row at which a line leaves the picture or ends."""
        (_, x_high), _ = self.viewRange()
        kept = np.flatnonzero(np.isfinite(layer.y) & (layer.x <= x_high))
        last = float(layer.y[kept[-1]]) if len(kept) else float("nan")
        row = self.to_pixel(0, last).y() if np.isfinite(last) else 0.5 * self.height()
        return min(max(row, 0.0), float(self.height()))

    def _extent(self, layer: Series, left: float, right: float) -> tuple[float, float]:
        """Highest and lowest pixel row of a line between two pixel columns."""
        x0, x1 = self.to_world(QPointF(left, 0))[0], self.to_world(QPointF(right, 0))[0]
        near = (layer.x >= x0) & (layer.x <= x1)
        parts: Iterable[np.ndarray | None] = (layer.y, layer.low, layer.high)
        values = [a[near] if near.any() else a[-1:] for a in parts if a is not None]
        kept = np.concatenate(values)
        kept = kept[np.isfinite(kept)]
        if not len(kept):
            return self.height() / 2, self.height() / 2
        rows = (self.to_pixel(0, float(kept.max())).y(), self.to_pixel(0, float(kept.min())).y())
        return rows

    def _show_series(self, name: str, layer: Series, order: int) -> None:
        pen = self._pen(layer.role)
        line = self._lines.get(name)
        if line is None:
            line = self._lines[name] = ChartLine()
            self.addItem(line)
        line.setZValue(order)
        # a branch that turns back must not be cut as if it rose from left to right
        rising = bool(np.all(np.diff(layer.x) >= 0.0))
        line.setClipToView(rising)
        line.setDownsampling(auto=rising)
        line.setData(
            layer.x,
            layer.y,
            pen=pen,
            connect="finite",
            antialias=len(layer.x) < SMOOTH,
        )
        if layer.low is None or layer.high is None:
            return
        if name not in self._bands:
            low, high = pg.PlotCurveItem(), pg.PlotCurveItem()
            band = pg.FillBetweenItem(low, high)
            self.addItem(band)
            self._bands[name] = (band, low, high)
        band, low, high = self._bands[name]
        known = np.isfinite(layer.low) & np.isfinite(layer.high)
        low.setData(layer.x[known], layer.low[known])
        high.setData(layer.x[known], layer.high[known])
        band.setZValue(order - 0.5)
        self._fill(band, pen)

    def _show_points(self, name: str, layer: Points, order: int) -> None:
        cloud = self._clouds.get(name)
        if cloud is None:
            cloud = self._clouds[name] = pg.ScatterPlotItem(pxMode=True)
            self.addItem(cloud)
        small = layer.mark == "cloud"
        cloud.setZValue(order)
        cloud.setData(
            pos=layer.positions[:, :2],
            size=2.5 if small else 7,
            pen=None,
            brush=self._brushes(layer),
        )

    def _brushes(self, layer: Points) -> QColor | list[QColor]:
        """The colour of dots: that of text, or of each one's kind."""
        if layer.values is None or layer.scale != "kinds":
            return QColor(self._theme.text)
        colours = [QColor(colour) for colour in kind_colours(self._theme.name)]
        return [colours[int(value) % len(colours)] for value in layer.values]

    def _pen(self, role: str) -> QPen:
        """A cosmetic pen counts device pixels, so it is widened where those are small."""
        pen = series_pen(role, self._theme)
        pen.setWidthF(pen.widthF() * self.devicePixelRatioF())
        return pen

    @staticmethod
    def _fill(band: pg.FillBetweenItem, pen: QPen) -> None:
        colour = QColor(pen.color())
        colour.setAlphaF(BAND * colour.alphaF())
        band.setBrush(colour)

    def _restyle(self) -> None:
        for name, line in self._lines.items():
            pen = self._pen(self._series[name].role)
            line.setPen(pen)
            if name in self._bands:
                self._fill(self._bands[name][0], pen)
        for name, cloud in self._clouds.items():
            cloud.setBrush(self._brushes(self._points[name]))
        self.viewport().update()
