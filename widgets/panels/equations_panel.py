"""The equations of what is open, as they were typed."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from widgets.controls.labels import Label
from widgets.panels.dock_panel import DockPanel, Scroll
from widgets.theme.fonts import editor_font, font
from widgets.theme.icons import icon_pixmap
from widgets.theme.look import LOOK
from widgets.theme.numbers import MINUS

LINE = 22


class NumberedLines(QWidget):
    """Read-only lines with their numbers; what is too long goes on below, indented."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[str, ...] = ()
        self.live: frozenset[str] = frozenset()
        self.setAccessibleName("equations")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        LOOK.changed.connect(self._fit)

    def set_lines(self, lines: Sequence[str], live: Collection[str] = ()) -> None:
        """Shows lines, written with a true minus; names in `live` belong to sliders."""
        self.live = frozenset(live)
        self.lines = tuple(line.replace("-", MINUS) for line in lines)
        self.setAccessibleDescription("\n".join(lines))
        self._fit()

    def _rows(self) -> list[tuple[str, str]]:
        """Pairs of a number, empty on a continued line, and text."""
        metrics = QFontMetricsF(editor_font())
        room = self.width() - self._left() - LOOK.px(6)
        rows: list[tuple[str, str]] = []
        for i, line in enumerate(self.lines):
            pieces = _cut(line, metrics, room)
            rows += [(str(i + 1) if k == 0 else "", piece) for k, piece in enumerate(pieces)]
        return rows

    def _left(self) -> int:
        return LOOK.px(30)

    def _fit(self) -> None:
        height = LOOK.px(LINE) * max(len(self._rows()), 1) + LOOK.px(12)
        if height != self.height():
            self.setFixedHeight(height)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(LOOK.px(200), self.height())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        self._fit()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(LOOK.colour("line"))
        painter.setBrush(LOOK.colour("canvas"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        line = LOOK.px(LINE)
        for i, (number, text) in enumerate(self._rows()):
            middle = LOOK.px(6) + i * line + line / 2
            painter.setFont(font("small"))
            painter.setPen(LOOK.colour("text3"))
            area = QRectF(0, middle - line / 2, LOOK.px(20), line)
            painter.drawText(
                area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number
            )
            self._draw_line(painter, text, middle)
        painter.end()

    def _draw_line(self, painter: QPainter, text: str, middle: float) -> None:
        metrics = QFontMetricsF(editor_font())
        x, base = float(self._left()), middle + metrics.capHeight() / 2
        painter.setFont(editor_font())
        for run in self.runs(text):
            painter.setPen(LOOK.colour("accent" if run in self.live else "text"))
            painter.drawText(QPointF(x, base), run)
            x += metrics.horizontalAdvance(run)

    def runs(self, text: str) -> list[str]:
        """`text` cut before and behind every live name."""
        if not self.live:
            return [text]
        runs = [""]
        for part in re.findall(r"\w+|\W+", text):
            if part in self.live:
                runs += [part, ""]
            else:
                runs[-1] += part
        return [run for run in runs if run]


def _cut(text: str, metrics: QFontMetricsF, room: float) -> list[str]:
    """`text` in pieces that fit, broken after an operator where there is one."""
    pieces = [""]
    for letter in text:
        if pieces[-1] and metrics.horizontalAdvance(pieces[-1] + letter) > room:
            # Between terms and factors if that leaves a good part, else at a bracket.
            head = max(pieces[-1].rfind(o) for o in " *+/,")
            if head < len(pieces[-1]) // 3:
                head = max(pieces[-1].rfind(o) for o in "(),")
            tail = pieces[-1][head + 1 :] if head > 0 else ""
            pieces[-1] = pieces[-1][: head + 1] if head > 0 else pieces[-1]
            pieces.append(tail)
        pieces[-1] += letter
    return pieces


class EquationsPanel(DockPanel):
    """Numbered lines and below them the sentence of the check."""

    def __init__(self) -> None:
        super().__init__("Equations")
        self.lines = NumberedLines()
        self.check = Label("", "small", tone="text2", wrap=True)
        self._mark = QLabel()
        self._ok = True
        body = QWidget()
        self._body = QVBoxLayout(body)
        self._body.addWidget(self.lines)
        row = QHBoxLayout()
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.check, 1)
        self._row = row
        self._body.addLayout(row)
        self._body.addStretch(1)
        self.area = Scroll(body)
        self.column.addWidget(self.area, 1)
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def set_equations(
        self, lines: Sequence[str], check: str = "", ok: bool = True, live: Collection[str] = ()
    ) -> None:
        """Shows equations and what was found about them.

        Args:
            lines: The equations as they were typed.
            check: E.g. "Steady: no. Divergence: 0."; "" shows none.
            ok: Whether the check found no fault.
            live: Names of parameters that have a slider; they are written in the accent.
        """
        self.lines.set_lines(lines, live)
        self.check.setText(check.replace("-", MINUS) if ok else check)
        self.check.setVisible(bool(check))
        self._mark.setVisible(bool(check))
        self._ok = ok
        self._restyle()

    def _restyle(self) -> None:
        px = LOOK.px
        self._body.setContentsMargins(px(16), 0, px(16), px(12))
        self._body.setSpacing(px(8))
        self._row.setSpacing(px(8))
        self.check.set_tone("text2" if self._ok else "error")
        colour = LOOK.theme.accent if self._ok else LOOK.theme.error
        name = "tick" if self._ok else "cross"
        self._mark.setPixmap(icon_pixmap(name, colour, px(14), self.devicePixelRatioF()))
