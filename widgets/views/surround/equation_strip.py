"""Typeset equations in one row under the header; their numbers are live and can be dragged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PyQt6.QtCore import QPoint, QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QWidget

from widgets.controls.buttons import IconButton
from widgets.theme.look import LOOK
from widgets.theme.tokens import Theme
from widgets.views.surround.legend import Entry, legend_width, paint_legend
from widgets.views.typeset import MATHS_SIZE, Equation

BETWEEN, CLOSE = 38, 24  # pixels between two equations, and when that spares a row
TIGHT_ROW = 0.78  # height of each of two rows, as a share of a single one
REACH = 4  # pixels round a number that still belong to it


@dataclass
class _Plan:
    """Which equation stands where."""

    rows: int = 0
    places: list[tuple[int, float, int]] = field(default_factory=list)  # equation, x, row
    legend: tuple[float, int] | None = None  # x, row
    folded: bool = False
    more_at: float = 0.0


class EquationStrip(QWidget):
    """One row; two if it is too narrow; then the first equation and a button for the rest.

    Attributes:
        hovered: Name of the number under the pointer, "" when it leaves.
        number_dragged: Name of the number under the hand, and pixels it went to the right.
        number_released: Name of the number let go.
        height_changed: The strip wants another height at its width.
    """

    hovered = pyqtSignal(str)
    number_dragged = pyqtSignal(str, float)
    number_released = pyqtSignal(str)
    height_changed = pyqtSignal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: tuple[str, ...] = ()
        self._equations: list[Equation] = []
        self._entries: tuple[Entry, ...] = ()
        self._margins = (52, 20)
        self._hover = self._lit = self._held = ""
        self._held_at = 0.0
        self._plan = _Plan()
        self._popover: EquationSheet | None = None
        self.more = IconButton("more", "All equations", "Shift+E", parent=self)
        self.more.clicked.connect(self.open_all)
        self.more.hide()
        self.setMouseTracking(True)

    def set_equations(self, lines: Sequence[str]) -> None:
        r"""Show lines of TeX whose live numbers are marked `\live{name}{value}`."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self._equations = [Equation(line, MATHS_SIZE * LOOK.scale) for line in lines]
            self._replan()

    def set_legend(self, entries: Sequence[Entry]) -> None:
        """Show samples of lines with their meaning at the right end."""
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            self._replan()

    def set_values(self, values: Mapping[str, str | float]) -> None:
        """Show new numbers; texts as they are, numbers with three digits."""
        changed = [e.set_values(values) for e in self._equations]
        if any(changed):
            self._replan()

    def set_lit(self, name: str) -> None:
        """Let the number of a parameter glow while its slider moves; "" for none."""
        if name != self._lit:
            self._lit = name
            self.update()

    def set_margins(self, left: int, right: int) -> None:
        """Pixels kept free at both sides, so that equations begin above the data."""
        if (left, right) != self._margins:
            self._margins = (left, right)
            self._replan()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme and the present scale of the text."""
        self._theme = theme
        lines, self._lines = self._lines, ()
        self.set_equations(lines)
        self._replan()

    @property
    def rows(self) -> int:
        """Rows now used: 0 without equations and legend, else 1 or 2."""
        return self._plan.rows

    @property
    def folded(self) -> bool:
        """Whether only the first equation is shown."""
        return self._plan.folded

    def height_for(self, width: int) -> int:
        """Height wanted at this width."""
        rows = self._planned(width).rows
        return rows * self._row_height(rows)

    def number_rects(self) -> list[tuple[str, QRectF]]:
        """Where the live numbers stand in the strip."""
        found = []
        for index, x, row in self._plan.places:
            base = self._baseline(row)
            for name, rect in self._equations[index].number_rects():
                found.append((name, rect.translated(x, base)))
        return found

    def open_all(self) -> None:
        """Show all equations below the button."""
        self._popover = EquationSheet(self._equations, self._entries, self._theme, self)
        corner = self.more.mapToGlobal(QPoint(0, self.more.height() + 4))
        self._popover.move(corner.x() + self.more.width() - self._popover.width(), corner.y())
        self._popover.show()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        self._replan()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(theme.canvas))
        glow = {self._hover, self._lit, self._held} - {""}
        for name, rect in self.number_rects():
            if name in glow:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.wash))
                painter.drawRoundedRect(rect.adjusted(-3, -3, 3, 3), 3, 3)
        for index, x, row in self._plan.places:
            self._equations[index].paint(
                painter, x, self._baseline(row), QColor(theme.text), QColor(theme.accent)
            )
        if self._plan.legend is not None:
            x, row = self._plan.legend
            middle = (row + 0.5) * self._row_height(self.rows)
            paint_legend(painter, QPointF(x, middle), self._entries, theme)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is None:
            return
        place = event.position()
        if self._held:
            moved, self._held_at = place.x() - self._held_at, place.x()
            if moved:
                self.number_dragged.emit(self._held, moved)
            return
        self._point_at(self._number_at(place))

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._held = self._number_at(event.position())
        self._held_at = event.position().x()
        if not self._held:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        if self._held:
            name, self._held = self._held, ""
            self.number_released.emit(name)
            self.update()

    def leaveEvent(self, event: object) -> None:
        self._point_at("")

    def _point_at(self, name: str) -> None:
        if name == self._hover:
            return
        self._hover = name
        self.setCursor(Qt.CursorShape.SizeHorCursor if name else Qt.CursorShape.ArrowCursor)
        self.hovered.emit(name)
        self.update()

    def _number_at(self, place: QPointF) -> str:
        for name, rect in self.number_rects():
            if rect.adjusted(-REACH, -REACH, REACH, REACH).contains(place):
                return name
        return ""

    def _row_height(self, rows: int) -> int:
        tallest = max((e.ascent + e.descent for e in self._equations), default=0.0)
        share = TIGHT_ROW if rows > 1 else 1.0
        return max(round(LOOK.density.equation_strip * share), round(tallest + 6))

    def _baseline(self, row: int) -> float:
        ascent = max((e.ascent for e in self._equations), default=0.0)
        descent = max((e.descent for e in self._equations), default=0.0)
        height = self._row_height(self.rows)
        return row * height + (height + ascent - descent) / 2

    def _replan(self) -> None:
        rows = self._plan.rows
        self._plan = self._planned(self.width())
        side = LOOK.px(24)
        self.more.setVisible(self._plan.folded)
        self.more.setGeometry(
            round(self._plan.more_at),
            (self._row_height(max(1, self._plan.rows)) - side) // 2,
            side,
            side,
        )
        if rows != self._plan.rows:
            self.height_changed.emit()
        self.update()

    def _planned(self, width: int) -> _Plan:
        """Fits equations and legend into `width` pixels."""
        if not self._equations and not self._entries:
            return _Plan()
        left, right = self._margins
        room = width - left - right
        widths = [e.width for e in self._equations]
        legend = legend_width(self._entries)
        for rows, between in ((1, BETWEEN), (1, CLOSE), (2, BETWEEN), (2, CLOSE)):
            packed = _packed(widths, legend, room, rows, between)
            if packed is not None:
                places, legend_row = packed
                rows_used = [row for _, _, row in places] + [legend_row or 0]
                return _Plan(
                    rows=max(rows_used) + 1,
                    places=[(i, left + x, row) for i, x, row in places],
                    legend=None if legend_row is None else (left + room - legend, legend_row),
                )
        end = left if self._entries else left + room - LOOK.px(24)
        plan = _Plan(rows=1, folded=True, more_at=end)
        spare: float = room - LOOK.px(24) - 8
        if widths and widths[0] <= spare:
            plan.places = [(0, left, 0)]
            plan.more_at = left + widths[0] + 8
            spare -= widths[0] + BETWEEN
        if self._entries and legend <= room:
            row = 0 if legend <= spare else 1  # nobody should have to guess what a line means
            plan.legend, plan.rows = (left + room - legend, row), row + 1
        return plan


def _packed(
    widths: list[float], legend: float, room: float, rows: int, between: int
) -> tuple[list[tuple[int, float, int]], int | None] | None:
    """Places of the equations, and the row of the legend, in at most `rows` rows, or None."""
    places: list[tuple[int, float, int]] = []
    x, row = 0.0, 0
    for i, width in enumerate(widths):
        if x and x + width > room:
            x, row = 0.0, row + 1
        if width > room or row >= rows:
            return None
        places.append((i, x, row))
        x += width + between
    if not legend:
        return places, None
    if x + legend > room:
        row += 1
    return (places, row) if row < rows and legend <= room else None


class EquationSheet(QWidget):
    """All equations of a strip, one below the other, floating."""

    def __init__(
        self,
        equations: Sequence[Equation],
        entries: Sequence[Entry],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._equations, self._entries, self._theme = list(equations), tuple(entries), theme
        heights = [e.ascent + e.descent + 12 for e in self._equations]
        wide = max([e.width for e in self._equations] + [legend_width(self._entries)], default=0.0)
        legend = 28 if self._entries else 0
        self.resize(round(wide + 32), round(sum(heights) + legend + 16))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        painter.setPen(QColor(self._theme.line))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        y = 8.0
        for equation in self._equations:
            y += 6 + equation.ascent
            equation.paint(painter, 16, y, QColor(self._theme.text), QColor(self._theme.accent))
            y += equation.descent + 6
        paint_legend(painter, QPointF(16, y + 14), self._entries, self._theme)
