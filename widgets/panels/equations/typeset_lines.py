"""The equations of a text as a book would print them, their numbers live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PyQt6.QtCore import QSize
from PyQt6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from widgets.panels.equations.breaking import rows
from widgets.theme.look import LOOK
from widgets.views.typeset import MATHS_SIZE, Equation

SMALLER = 15.0 / MATHS_SIZE  # than above the views, where the same layout is used
SMALLEST = 0.6  # share of that down to which a row too wide is made narrower
BETWEEN, WITHIN = 10, 4  # px between two equations, and between two rows of one
MOST = 32  # equations that are shown


def in_rows(lines: Sequence[str], room: float) -> list[tuple[str, bool]]:
    """Rows of TeX that fit, and whether each begins an equation.

    May be called on any thread, before the lines are shown: what it lays out is kept, and then
    nobody waits for it.

    Args:
        lines: Lines of TeX.
        room: Width, px.
    """
    size = MATHS_SIZE * LOOK.scale
    found: list[tuple[str, bool]] = []
    for line in lines[:MOST]:
        pieces = rows(line, lambda tex: Equation(tex, size).width * SMALLER <= room)
        found += [(piece, k == 0) for k, piece in enumerate(pieces)]
    return found


class TypesetLines(QWidget):
    """One equation below the other; what is too wide goes on in the next row, then shrinks."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[str, ...] = ()
        self._values: dict[str, str | float] = {}
        self._rows: list[tuple[Equation, bool]] = []  # and whether it begins an equation
        self.setAccessibleName("typeset equations")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        LOOK.changed.connect(self._lay_out)

    def set_lines(self, lines: Sequence[str]) -> None:
        r"""Shows lines of TeX with numbers marked as `\live{name}{value}`."""
        if tuple(lines[:MOST]) != self.lines:
            self.lines = tuple(lines[:MOST])
            self._values = {}
            self._lay_out()

    def set_values(self, values: Mapping[str, str | float]) -> None:
        """Shows other numbers."""
        self._values |= values
        changed = [equation.set_values(values) for equation, _ in self._rows]
        if any(changed):
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(LOOK.px(160), self.height())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if event is not None and event.size().width() != event.oldSize().width():
            self._lay_out()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, live = LOOK.colour("text"), LOOK.colour("accent")
        y = 0.0
        for i, (equation, begins) in enumerate(self._rows):
            share = self._share(equation)
            y += LOOK.px(BETWEEN if begins else WITHIN) if i else 0
            painter.save()
            painter.scale(share, share)
            equation.paint(painter, 0.0, (y + equation.ascent * share) / share, ink, live)
            painter.restore()
            y += (equation.ascent + equation.descent) * share
        painter.end()

    def _share(self, equation: Equation) -> float:
        room = self.width() / max(equation.width, 1.0)
        return min(SMALLER, max(SMALLEST * SMALLER, room))

    def _lay_out(self) -> None:
        size = MATHS_SIZE * LOOK.scale
        found = in_rows(self.lines, self.width())
        self._rows = [(Equation(row, size), begins) for row, begins in found]
        for equation, _ in self._rows:
            equation.set_values(self._values)
        high = 0.0
        for i, (equation, begins) in enumerate(self._rows):
            high += LOOK.px(BETWEEN if begins else WITHIN) if i else 0
            high += (equation.ascent + equation.descent) * self._share(equation)
        if round(high + 1) != self.height():
            self.setFixedHeight(round(high + 1) if self._rows else 0)
            self.updateGeometry()
        self.update()
