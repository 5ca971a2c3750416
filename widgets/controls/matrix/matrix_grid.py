"""A table of numbers, each cell coloured by its value; the one that is chosen has a slider."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt6.QtCore import QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PyQt6.QtWidgets import QSizePolicy, QWidget

from widgets.controls.matrix.families import Family
from widgets.controls.painted import ARROWS, PRESSES, Painted, draw_symbol, ring
from widgets.theme.fonts import font
from widgets.theme.look import LOOK
from widgets.theme.numbers import written

MARGIN, HEAD, CELL, GAP, BELOW = 16, 28, 22, 2, 4
STRONGEST = 0.5  # opacity of the colour of the largest number
STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class MatrixGrid(Painted):
    """Folds away under its name; a click or the arrows choose a cell.

    Attributes:
        chosen: A cell was chosen, or the table was folded or opened.
        open: Whether the cells are shown.
        current: Name of the parameter in the cell that is chosen.
    """

    chosen = pyqtSignal()
    own_keys = ARROWS | PRESSES

    def __init__(self, family: Family, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.family = family
        self.open = True
        self.current = family.members[0]
        self._values: dict[str, float] = dict.fromkeys(family.members, 0.0)
        self.setAccessibleName(f"{family.title}, {self.size_words}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()

    @property
    def size_words(self) -> str:
        """Rows and columns."""
        return f"{len(self.family.names)} × {len(self.family.names[0])}"

    def set_values(self, values: Mapping[str, float]) -> None:
        """Shows numbers without telling anybody; names of others are passed over."""
        mine = {name: float(v) for name, v in values.items() if name in self._values}
        if any(self._values[name] != value for name, value in mine.items()):
            self._values |= mine
            self.update()

    def choose(self, name: str) -> None:
        """Chooses a cell by the name of its parameter, and opens the table."""
        if name in self._values:
            self.current, self.open = name, True
            self.setAccessibleDescription(name)
            self.restyle()
            self.chosen.emit()

    def fold(self, away: bool) -> None:
        """Folds the cells away, or shows them."""
        self.open = not away
        self.restyle()
        self.chosen.emit()

    def restyle(self) -> None:
        """Takes the current scale."""
        rows = len(self.family.names) if self.open else 0
        self.setFixedHeight(LOOK.px(HEAD) + rows * LOOK.px(CELL) + (LOOK.px(BELOW) if rows else 0))
        super().restyle()

    def cell(self, row: int, column: int) -> QRectF:
        """Where a cell is."""
        width = (self.width() - 2 * LOOK.px(MARGIN)) / len(self.family.names[0])
        x = LOOK.px(MARGIN) + column * width
        y = LOOK.px(HEAD) + row * LOOK.px(CELL)
        return QRectF(x, y, width - LOOK.px(GAP), LOOK.px(CELL) - LOOK.px(GAP))

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if event.position().y() < LOOK.px(HEAD):
            self.fold(self.open)
            return
        for i, names in enumerate(self.family.names):
            for j, name in enumerate(names):
                if self.cell(i, j).contains(event.position()):
                    self.choose(name)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        key = Qt.Key(event.key()) if event is not None else Qt.Key.Key_unknown
        if key in PRESSES:
            self.fold(self.open)
        elif key in STEPS:
            names = self.family.names
            i, j = next(
                (i, r.index(self.current)) for i, r in enumerate(names) if self.current in r
            )
            i, j = i + STEPS[key][0], j + STEPS[key][1]
            self.choose(names[min(max(i, 0), len(names) - 1)][min(max(j, 0), len(names[0]) - 1)])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = self.brush()
        self._paint_head(painter)
        if self.open:
            largest = max((abs(v) for v in self._values.values()), default=0.0) or 1.0
            signed = min(self._values.values()) < 0.0
            painter.setFont(font("small"))
            metrics = QFontMetricsF(painter.font())
            for i, names in enumerate(self.family.names):
                for j, name in enumerate(names):
                    self._paint_cell(painter, metrics, self.cell(i, j), name, largest, signed)
        if self.ringed:
            ring(painter, QRectF(self.rect()).adjusted(8, 3, -8, -3), 4)
        painter.end()

    def _paint_head(self, painter: QPainter) -> None:
        px, family = LOOK.px, self.family
        middle, left = 0.5 * px(HEAD), float(px(MARGIN))
        size = px(4)
        corners = (
            [(-1, -0.6), (1, -0.6), (0, 0.8)] if self.open else [(-0.6, -1), (0.8, 0), (-0.6, 1)]
        )
        place = QPointF(left + size, middle)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(LOOK.colour("text" if self.hovered else "text3"))
        painter.drawPolygon(QPolygonF([place + QPointF(x * size, y * size) for x, y in corners]))
        body = font("body")
        metrics = QFontMetricsF(body)
        base = middle + 0.5 * (metrics.ascent() - metrics.descent())
        x = left + 2 * size + px(8)
        painter.setFont(body)
        painter.setPen(LOOK.colour("text2"))
        painter.drawText(QPointF(x, base), family.title)
        if family.symbol and family.symbol != family.title:
            x += metrics.horizontalAdvance(family.title) + px(6)
            draw_symbol(painter, x, base, family.symbol, LOOK.colour("text3"))
        painter.setFont(font("small"))
        painter.setPen(LOOK.colour("text3"))
        room = QRectF(0, 0, self.width() - px(MARGIN), px(HEAD))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, int(right), self.size_words)

    def _paint_cell(
        self,
        painter: QPainter,
        metrics: QFontMetricsF,
        place: QRectF,
        name: str,
        largest: float,
        signed: bool,
    ) -> None:
        value, mine = self._values[name], name == self.current
        ink = QColor(LOOK.colour(("attract" if value < 0.0 else "repel") if signed else "text2"))
        ink.setAlphaF(STRONGEST * min(1.0, abs(value) / largest) + 0.04)
        painter.setPen(QPen(LOOK.colour("accent"), 1.5) if mine else Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        for digits in (3, 2, 1):
            words = written(value, digits)
            if metrics.horizontalAdvance(words) <= place.width() - LOOK.px(2):
                painter.setPen(LOOK.colour("text"))
                painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), words)
                return
