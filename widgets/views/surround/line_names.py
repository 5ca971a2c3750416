"""Names of many lines of a chart, in a margin beside the ends of the lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from widgets.theme.fonts import font

CROWD = 3  # lines from which on names would lie over lines if they stood inside
LEAD = 14  # pixels from the end of a line to its name


@dataclass(frozen=True, slots=True)
class LineName:
    """What a line is called, the pixel row at which it ends, and its colour."""

    text: str
    row: float
    colour: QColor


def margin_needed(names: Sequence[LineName]) -> int:
    """Pixels right of the data that the names take; 0 if they may stand inside."""
    if len(names) < CROWD:
        return 0
    metrics = QFontMetricsF(font("small", 600))
    return round(LEAD + 4 + max(metrics.horizontalAdvance(one.text) for one in names))


def spread(rows: Sequence[float], height: float, low: float, high: float) -> list[float]:
    """Rows as near to `rows` as they can be, at least `height` apart, in the same order.

    Args:
        rows: Wanted, in any order.
        height: Of one name.
        low: Smallest row allowed.
        high: Largest row allowed; where there is not enough room the last ones lie below it.
    """
    order = np.argsort(rows, kind="stable")
    # what is left of the wanted rows when each gives up its share of height must never fall
    blocks: list[list[float]] = []  # sum and number
    for place, index in enumerate(order):
        blocks.append([rows[index] - place * height, 1.0])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, number = blocks.pop()
            blocks[-1][0] += total
            blocks[-1][1] += number
    free = [total / number for total, number in blocks for _ in range(int(number))]
    top = max(low, high - (len(rows) - 1) * height)
    found = [0.0] * len(rows)
    for place, (index, value) in enumerate(zip(order, free, strict=True)):
        found[index] = min(max(value, low), top) + place * height
    return found


def paint_names(painter: QPainter, names: Sequence[LineName], data: QRectF) -> None:
    """Write the names right of `data`, each joined to the end of its line.

    Args:
        painter: Of the view; its state is kept.
        names: Rows counted from the top of `data`.
        data: Where the lines are drawn.
    """
    if len(names) < CROWD:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    small = font("small", 600)
    painter.setFont(small)
    height = QFontMetricsF(small).height()
    rows = spread([one.row for one in names], height, 0.5 * height, data.height() - 0.5 * height)
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    for one, row in zip(names, rows, strict=True):
        faint = QColor(one.colour)
        faint.setAlphaF(0.6)
        painter.setPen(QPen(faint, 1.0))
        end = QPointF(data.right() + 2, data.top() + one.row)
        painter.drawLine(end, QPointF(data.right() + LEAD - 4, data.top() + row))
        painter.setPen(one.colour)
        place = QRectF(data.right() + LEAD, data.top() + row - 0.5 * height, 400.0, height)
        painter.drawText(place, left, one.text)
    painter.restore()
