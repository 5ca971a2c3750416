"""Jump to anything: commands, presets, parameters, instruments."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QPoint, QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPaintEvent
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from widgets.controls.labels import Label, ground
from widgets.controls.painted import Painted
from widgets.controls.search_field import SearchField
from widgets.panels.dock_panel import Scroll
from widgets.panels.jump.matching import Entry, ranked
from widgets.theme.fonts import font
from widgets.theme.look import LOOK
from widgets.theme.wrapping import wrapped

WIDTH, VISIBLE, ROW = 520, 10, 30


class EntryList(Painted):
    """Entries, one row each; a long title takes more lines.

    Attributes:
        picked: A row was clicked, with its index.
        entries: What is shown.
        current: Index of the lit row.
    """

    picked = pyqtSignal(int)

    def __init__(self) -> None:
        super().__init__()
        self.entries: tuple[Entry, ...] = ()
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("matches")

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Shows entries; the first is lit."""
        self.entries, self.current = tuple(entries), 0
        self.restyle()

    def light(self, index: int) -> None:
        """Lights a row, within the ends."""
        self.current = min(max(index, 0), max(len(self.entries) - 1, 0))
        if self.entries:
            self.setAccessibleDescription(self.entries[self.current].title)
        self.update()

    def rows(self) -> list[tuple[QRectF, tuple[str, ...]]]:
        """The rectangle of each row and the lines of its title."""
        px, y, found = LOOK.px, 0.0, []
        metrics, small = QFontMetricsF(font("body")), QFontMetricsF(font("small"))
        for entry in self.entries:
            right = small.horizontalAdvance(f"{entry.group}  {entry.keys}") + px(24)
            lines = wrapped(entry.title, metrics, self.width() - px(32) - right)
            height = px(ROW) + (len(lines) - 1) * px(18)
            found.append((QRectF(0, y, self.width(), height), lines))
            y += height
        return found

    def restyle(self) -> None:
        """Takes the height of all rows."""
        rows = self.rows()
        self.setFixedHeight(max(1, round(rows[-1][0].bottom()) if rows else 1))
        super().restyle()

    def _at(self, point: QPointF) -> int:
        return next((i for i, (r, _) in enumerate(self.rows()) if r.contains(point)), -1)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and self._at(event.position()) >= 0:
            self.light(self._at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and self._at(event.position()) >= 0:
            self.picked.emit(self._at(event.position()))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter, px = self.brush(), LOOK.px
        body, small = QFontMetricsF(font("body")), QFontMetricsF(font("small"))
        for i, (area, lines) in enumerate(self.rows()):
            entry = self.entries[i]
            if i == self.current:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(LOOK.colour("wash"))
                painter.drawRoundedRect(area.adjusted(px(6), 0, -px(6), 0), 4, 4)
            middle = area.top() + px(ROW) / 2
            painter.setFont(font("body"))
            painter.setPen(LOOK.colour("text"))
            for k, text in enumerate(lines):
                base = middle + body.capHeight() / 2 + k * px(18)
                painter.drawText(QPointF(px(16), base), text)
            painter.setFont(font("small"))
            painter.setPen(LOOK.colour("text3"))
            about = f"{entry.group}  {entry.keys}".strip()
            x = area.right() - px(16) - small.horizontalAdvance(about)
            painter.drawText(QPointF(x, middle + small.capHeight() / 2), about)
        painter.end()


class CommandPalette(QWidget):
    """A popup with a field and its matches; Enter runs the lit one, Esc closes.

    Attributes:
        ran: An entry was run, with its title.
    """

    ran = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        ground(self, "dialog")
        self._entries: tuple[Entry, ...] = ()
        self.field = SearchField("Jump to anything")
        self.list = EntryList()
        self.field.asked.connect(self._refill)
        self.field.returnPressed.connect(lambda: self._run(self.list.current))
        self.field.moved.connect(self._step)
        self.list.picked.connect(self._run)
        self._area = Scroll(self.list)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.field)
        self._column.addWidget(self._area, 1)
        self.none = Label("Nothing is called that.", "small", tone="text3", wrap=True)
        self.none.hide()
        self._column.addWidget(self.none)
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def open_over(self, window: QWidget, entries: Sequence[Entry], typed: str = "") -> None:
        """Shows itself near the top of a window.

        Args:
            window: What it lies over.
            entries: All that can be jumped to.
            typed: Letters already typed.
        """
        self._entries = tuple(entries)
        self.field.setText(typed)
        self._refill()
        left = (window.width() - self.width()) // 2
        self.move(window.mapToGlobal(QPoint(max(left, 0), LOOK.px(48))))
        self.show()
        self.field.setFocus()

    def _refill(self) -> None:
        self.list.set_entries(ranked(self._entries, self.field.text()))
        self.none.setVisible(not self.list.entries)
        self._area.setVisible(bool(self.list.entries))
        self._area.ensureVisible(0, 0)
        self._size()

    def _step(self, by: int) -> None:
        self.list.light(self.list.current + by)
        if self.list.entries:
            middle = self.list.rows()[self.list.current][0].center()
            self._area.ensureVisible(0, round(middle.y()), 0, LOOK.px(ROW))

    def _run(self, index: int) -> None:
        if 0 <= index < len(self.list.entries):
            entry = self.list.entries[index]
            self.hide()
            entry.run()
            self.ran.emit(entry.title)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _restyle(self) -> None:
        px = LOOK.px
        self._column.setContentsMargins(px(12), px(12), px(12), px(8))
        self._column.setSpacing(px(8))
        self._size()

    def _size(self) -> None:
        px = LOOK.px
        self.setFixedWidth(px(WIDTH))
        rows = min(self.list.height(), px(VISIBLE * ROW)) if self.list.entries else px(22)
        self.setFixedHeight(rows + px(56))
