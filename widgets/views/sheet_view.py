"""A contact sheet: small pictures in rows and columns, their pixels square and crisp."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from PyQt6.QtCore import QPointF, QRect, QRectF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QImage, QMouseEvent, QPainter, QPen, qRgb
from PyQt6.QtWidgets import QWidget

from engines.layers.frame import Frame, Layer
from engines.layers.image_grid import ImageGrid
from engines.protocols.views import ViewSpec
from widgets.theme.fonts import font
from widgets.theme.look import LOOK
from widgets.theme.maps import colour_table
from widgets.theme.tokens import Theme
from widgets.theme.wrapping import wrapped
from widgets.views.surround.axes import symbol_text
from widgets.views.view import TOP, View

CAPTION_GAP = 10  # pixels between the words below two pictures
MANY = 5  # rows that stand closer together
FEW = 4  # pictures in a single row that are large enough for a caption below


@dataclass(frozen=True)
class _Plan:
    """Where the cells stand, device pixels."""

    left: int
    top: int
    cell: tuple[int, int]
    gap: int
    whole: bool  # each picture pixel is a whole number of device pixels

    def place(self, row: int, column: int) -> QRect:
        width, height = self.cell
        x = self.left + column * (width + self.gap)
        return QRect(x, self.top + row * (height + self.gap), width, height)


class SheetView(View):
    """Shows the newest `ImageGrid`; a click on a picture is a gesture at (column, row)."""

    def __init__(self, spec: ViewSpec, theme: Theme, parent: QWidget | None = None) -> None:
        self._grid: ImageGrid | None = None
        self._sheet: QImage | None = None
        self._body = QRect()
        super().__init__(spec, theme, parent)
        self.setMouseTracking(True)

    def show_layers(self, layers: Mapping[str, Layer], frame: Frame) -> None:
        grids = [layer for layer in layers.values() if isinstance(layer, ImageGrid)]
        if grids or not layers:
            self._grid = grids[-1] if grids else None
            self._sheet = None
        self.update()

    def spec_changed(self, before: ViewSpec) -> None:
        if (before.id, before.layers) != (self.spec.id, self.spec.layers):
            self._grid = self._sheet = None

    def theme_changed(self) -> None:
        self._sheet = None

    def arrange_body(self, body: QRect, empty: bool) -> None:
        self._body = body

    def place_of(self, row: int, column: int) -> QRectF | None:
        """Where a picture stands, logical pixels; None if there is none."""
        if self._grid is None:
            return None
        ratio = self.devicePixelRatioF()
        place = self._plan(self._grid).place(row, column)
        return QRectF(
            place.x() / ratio, place.y() / ratio, place.width() / ratio, place.height() / ratio
        )

    def sheet_rect(self) -> QRect:
        """The part of the view that all pictures fill, logical pixels; empty if there are none."""
        if self._grid is None or not self._grid.images.size:
            return QRect()
        rows, columns, *_ = self._grid.sizes
        first, last = self.place_of(0, 0), self.place_of(rows - 1, columns - 1)
        both = QRectF() if first is None or last is None else first.united(last)
        return both.toAlignedRect()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        super().mousePressEvent(event)
        cell = self._cell_at(event)
        if cell is not None and self.spec.clicks:
            self.tell("launch", (cell[1], cell[0]))

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        self.hovered.emit(self._cell_at(event))

    def leaveEvent(self, event: object) -> None:
        self.hovered.emit(None)

    def paint_body(self, painter: QPainter) -> None:
        if self._grid is None or self._grid.images.size == 0:
            return
        grid, plan = self._grid, self._plan(self._grid)
        sheet = self._picture(grid)
        rows, columns, height, width = grid.sizes
        ratio = self.devicePixelRatioF()
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not plan.whole)
        for row in range(rows):
            for column in range(columns):
                source = QRect(column * width, row * height, width, height)
                painter.drawImage(plan.place(row, column), sheet, source)
        painter.restore()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._captioned(grid):
            self._paint_frames(painter, grid)
        self._paint_labels(painter, grid)
        if grid.selected is not None and not self._captioned(grid):
            place = self.place_of(*grid.selected)
            if place is not None:
                painter.setPen(QPen(QColor(self._theme.accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(place.adjusted(-3, -3, 3, 3), 4, 4)

    def _picture(self, grid: ImageGrid) -> QImage:
        """All pictures side by side; grey ones run from ground to ink, colours stay as they are."""
        if self._sheet is None:
            rows, columns, height, width = grid.sizes
            levels = np.clip(np.nan_to_num(grid.images), 0.0, 1.0) * 255 + 0.5
            flat = levels.astype(np.uint8).swapaxes(1, 2)
            across, down = columns * width, rows * height
            if grid.coloured:
                line, kind = 3 * across, QImage.Format.Format_RGB888
            else:
                line, kind = across, QImage.Format.Format_Indexed8
            image = QImage(flat.tobytes(), across, down, line, kind)
            if not grid.coloured:
                table = colour_table("grey", self._theme.name)
                picked = table[np.linspace(0, len(table) - 1, 256).astype(int)]
                image.setColorTable([qRgb(*(round(c * 255) for c in row[:3])) for row in picked])
            self._sheet = image.convertToFormat(QImage.Format.Format_RGB32)
        return self._sheet

    @staticmethod
    def _captioned(grid: ImageGrid) -> bool:
        return grid.images.shape[0] == 1 and grid.images.shape[1] <= FEW

    def _plan(self, grid: ImageGrid) -> _Plan:
        rows, columns, height, width = grid.sizes
        ratio = self.devicePixelRatioF()
        line = QFontMetricsF(font("small")).height()
        captioned = self._captioned(grid)
        labelled = bool(grid.row_labels or grid.column_labels)
        gap = round((18 if captioned else 2 if not labelled else 8 if rows < MANY else 4) * ratio)
        left = 16.0
        if grid.row_labels and not captioned:
            metrics = QFontMetricsF(font("body"))
            left += max(metrics.horizontalAdvance(symbol_text(t)) for t in grid.row_labels) + 16
        above = line + 8 if grid.column_labels and not captioned else 0.0
        body = self._body
        captions = self._captions(grid)
        below = line * max(map(len, captions)) + 14 if captions else 4.0
        room_x = (body.width() - left - 16) * ratio - gap * (columns - 1)
        room_y = (body.height() - TOP - above - below - 12) * ratio - gap * (rows - 1)
        scale = min(room_x / (columns * width), room_y / (rows * height))
        whole = scale >= 1
        scale = math.floor(scale) if whole else max(scale, 1 / max(width, height))
        cell = (max(1, int(width * scale)), max(1, int(height * scale)))
        if captions:  # beside one another, not over one another
            words = QFontMetricsF(font("small"))
            widest = max(words.horizontalAdvance(part) for lines in captions for part in lines)
            gap = max(gap, round((widest + CAPTION_GAP) * ratio) - cell[0])
        spare = (body.width() - left - 16) * ratio - (columns * (cell[0] + gap) - gap)
        return _Plan(
            left=round(left * ratio + max(0.0, spare) / 2),
            top=round((body.top() + TOP + above) * ratio),
            cell=cell,
            gap=gap,
            whole=whole,
        )

    def _captions(self, grid: ImageGrid) -> list[tuple[str, ...]]:
        """Lines below each picture of a single row; nothing for other grids."""
        if not (self._captioned(grid) and grid.column_labels):
            return []
        columns = grid.images.shape[1]
        room = (self._body.width() - 32) / columns - CAPTION_GAP
        words = QFontMetricsF(font("small"))
        texts = [symbol_text(text) for text in grid.column_labels[:columns]]
        return [wrapped(text, words, max(room, 1.0)) for text in texts]

    def _paint_frames(self, painter: QPainter, grid: ImageGrid) -> None:
        """A thin line round large pictures, so that a dark one is still seen as one."""
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for column in range(grid.images.shape[1]):
            place = self.place_of(0, column)
            if place is not None:
                painter.drawRoundedRect(place.adjusted(-0.5, -0.5, 0.5, 0.5), 2, 2)

    def _paint_labels(self, painter: QPainter, grid: ImageGrid) -> None:
        theme = self._theme
        small = QFontMetricsF(font("small"))
        captioned = self._captioned(grid)
        captions = self._captions(grid)
        selected = grid.selected or (-1, -1)
        painter.setFont(font("small"))
        for column in self._columns_named(grid, small):
            text, place = symbol_text(grid.column_labels[column]), self.place_of(0, column)
            if place is None:
                continue
            width = small.horizontalAdvance(text) + 2
            painter.setPen(QColor(theme.accent if column == selected[1] else theme.text3))
            if captioned:
                for i, part in enumerate(captions[column]):
                    down = place.bottom() + 8 + small.ascent() + i * small.height()
                    painter.drawText(QPointF(place.left(), down), part)
                continue
            y = place.top() - 6 - small.height()
            spot = QRectF(place.center().x() - width / 2, y, width, small.height())
            painter.drawText(spot, Qt.AlignmentFlag.AlignLeft, text)
        if captioned:
            return
        left = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, text in enumerate(grid.row_labels[: grid.images.shape[0]]):
            place = self.place_of(row, 0)
            if place is None:
                continue
            chosen = row == selected[0]
            painter.setFont(font("body", 600 if chosen else 400))
            painter.setPen(QColor(theme.text if chosen else theme.text2))
            height = max(place.height(), LOOK.px(18))
            spot = QRectF(0, place.center().y() - height / 2, place.left() - 12, height)
            painter.drawText(spot, left, symbol_text(text))

    def _columns_named(self, grid: ImageGrid, metrics: QFontMetricsF) -> list[int]:
        """Columns whose label has room: all, or every second, ..., and always the selected one."""
        count = min(len(grid.column_labels), grid.images.shape[1])
        if self._captioned(grid) or not count:
            return list(range(count))
        plan, ratio = self._plan(grid), self.devicePixelRatioF()
        step = (plan.cell[0] + plan.gap) / ratio
        widest = max(metrics.horizontalAdvance(symbol_text(t)) for t in grid.column_labels)
        every = max(1, math.ceil((widest + 6) / step))
        chosen = grid.selected[1] if grid.selected is not None else None
        named = [c for c in range(0, count, every) if chosen is None or abs(c - chosen) >= every]
        return sorted([*named, chosen]) if chosen is not None and chosen < count else named

    def _cell_at(self, event: QMouseEvent | None) -> tuple[int, int] | None:
        if event is None or self._grid is None:
            return None
        rows, columns = self._grid.images.shape[:2]
        plan, ratio = self._plan(self._grid), self.devicePixelRatioF()
        where = event.position() * ratio
        column = int((where.x() - plan.left) // (plan.cell[0] + plan.gap))
        row = int((where.y() - plan.top) // (plan.cell[1] + plan.gap))
        return (row, column) if 0 <= row < rows and 0 <= column < columns else None
