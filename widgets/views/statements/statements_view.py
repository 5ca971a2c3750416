"""Sentences with their numbers, each with a tick or a cross."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PyQt6.QtCore import QPointF, QRect
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter
from PyQt6.QtWidgets import QWidget

from engines.layers.frame import Frame, Layer
from engines.layers.statements import Statement, Statements, tally
from engines.protocols.views import ViewSpec
from widgets.theme.fonts import font
from widgets.theme.icons import icon_pixmap
from widgets.theme.look import LOOK
from widgets.theme.numbers import true_minus
from widgets.theme.tokens import Theme
from widgets.theme.wrapping import wrapped
from widgets.views.view import TOP, View

MARKS = {"holds": ("tick", "accent"), "fails": ("cross", "error"), "": ("minus", "text3")}
ICON, EDGE, BESIDE = 14, 16, 10  # pixels: mark, margin, between mark and words, and two texts
CLOSE, APART = 2.0, 18.0  # pixels between two rows, at least and at most
BODY, SMALL = "body", "small"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a row: words at its left, and at its right.

    Attributes:
        size: Name of the font.
        left: Words; "" for none.
        right: Words; "" for none.
    """

    size: str
    left: str
    right: str


def lines_of(row: Statement, width: float, brief: bool = False) -> tuple[Line, ...]:
    """The lines of a row; two texts share one where both fit.

    Args:
        row: What is said.
        width: Room, logical pixels.
        brief: Leave out what is said about it where it takes a line of its own.
    """
    found = list(_shared(BODY, row.title, true_minus(row.measured), width))
    about, must = row.about, true_minus(row.must)
    if brief and about and must and not _fit(SMALL, about, must, width):
        about = ""
    if about or must:
        found += _shared(SMALL, about, must, width)
    return tuple(found)


def _shared(size: str, left: str, right: str, width: float) -> list[Line]:
    if _fit(size, left, right, width):
        return [Line(size, left, right)]
    metrics = QFontMetricsF(font(size))
    found = [Line(size, part, "") for part in wrapped(left, metrics, width) if part]
    return found + [Line(size, "", part) for part in wrapped(right, metrics, width) if part]


def _fit(size: str, left: str, right: str, width: float) -> bool:
    metrics = QFontMetricsF(font(size, 500 if size == BODY else 400))
    gap = LOOK.px(BESIDE) if left and right else 0
    return metrics.horizontalAdvance(left) + gap + metrics.horizontalAdvance(right) <= width


class StatementsView(View):
    """Shows the newest `Statements`."""

    def __init__(self, spec: ViewSpec, theme: Theme, parent: QWidget | None = None) -> None:
        self._rows: tuple[Statement, ...] = ()
        self._body = QRect()
        super().__init__(spec, theme, parent)

    @property
    def rows(self) -> tuple[Statement, ...]:
        """What is said."""
        return self._rows

    def show_layers(self, layers: Mapping[str, Layer], frame: Frame) -> None:
        lists = [layer for layer in layers.values() if isinstance(layer, Statements)]
        if lists or not layers:
            self._rows = lists[-1].rows if lists else ()
            said = "; ".join(f"{row.title}: {row.verdict or 'undecided'}" for row in self._rows)
            self.setAccessibleDescription(said)
            self._take_words()
        self.update()

    def arrange_body(self, body: QRect, empty: bool) -> None:
        self._body = body

    def placed(self) -> list[tuple[float, tuple[Line, ...]]]:
        """Upper edge and lines of each row, logical pixels; as airy as there is room for."""
        room = self._body.height() - TOP - LOOK.px(8)
        for brief in (False, True):
            found = [lines_of(row, self._width(), brief) for row in self._rows]
            tall = sum(_height(lines) for lines in found)
            if tall + CLOSE * len(found) <= room:
                break
        gap = min(max((room - tall) / max(len(found), 1), CLOSE), LOOK.px(round(APART)))
        top, places = float(self._body.top() + TOP), []
        for lines in found:
            places.append((top, lines))
            top += _height(lines) + gap
        return places

    def paint_body(self, painter: QPainter) -> None:
        theme, left = self._theme, LOOK.px(EDGE + ICON + BESIDE)
        for (top, lines), row in zip(self.placed(), self._rows, strict=True):
            name, colour = MARKS[row.verdict]
            mark = icon_pixmap(
                name, str(getattr(theme, colour)), LOOK.px(ICON), self.devicePixelRatioF()
            )
            painter.drawPixmap(QPointF(LOOK.px(EDGE), top + LOOK.px(2)), mark)
            for line in lines:
                strong, faint = ("text", "text2") if line.size == BODY else ("text2", "text3")
                metrics = QFontMetricsF(font(line.size))
                base = top + metrics.ascent()
                painter.setFont(font(line.size))
                painter.setPen(QColor(getattr(theme, strong if line.size == BODY else faint)))
                painter.drawText(QPointF(left, base), line.left)
                if line.right:
                    bold = font(line.size, 500) if line.size == BODY else font(line.size)
                    painter.setFont(bold)
                    tone = "error" if row.verdict == "fails" and line.size == BODY else strong
                    painter.setPen(QColor(getattr(theme, tone)))
                    width = QFontMetricsF(bold).horizontalAdvance(line.right)
                    painter.drawText(QPointF(left + self._width() - width, base), line.right)
                top += metrics.height()

    def _width(self) -> float:
        return max(1.0, self._body.width() - LOOK.px(2 * EDGE + ICON + BESIDE))

    def _take_words(self) -> None:
        super()._take_words()
        if self._rows:
            words = ", ".join(part for part in (self._spec.subtitle, tally(self._rows)) if part)
            self.header.set_words(self._spec.title, words)


def _height(lines: tuple[Line, ...]) -> float:
    return sum(QFontMetricsF(font(line.size)).height() for line in lines)
