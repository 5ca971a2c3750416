"""What is published of a system beside what was computed here, and whether they agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from widgets.controls.labels import Label
from widgets.panels.dock_panel import DockPanel, Scroll
from widgets.theme.icons import icon_pixmap
from widgets.theme.look import LOOK
from widgets.theme.numbers import true_minus

# verdict to icon, colour of the icon, and colour of the published number
MARKS = {
    "agree": ("tick", "accent", "text"),
    "differ": ("warning", "warn", "text"),
    "impossible": ("cross", "error", "error"),
    "": ("minus", "text3", "text"),
}


@dataclass(frozen=True, slots=True)
class Invariant:
    """One row.

    Attributes:
        name: What it is, e.g. "Kaplan-Yorke dimension".
        published: The published number as text; "" if there is none.
        computed: Our number with its error as text; "" if there is none.
        verdict: "agree", "differ", "impossible" or "".
        why: Words behind an impossible one.
    """

    name: str
    published: str
    computed: str
    verdict: str
    why: str = ""


class InvariantsPanel(DockPanel):
    """Mark, name, published, computed; hidden where nothing is known.

    Attributes:
        rows: What is shown.
    """

    def __init__(self) -> None:
        super().__init__("Invariants")
        self.rows: tuple[Invariant, ...] = ()
        self._settings = ""
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._table = QWidget()
        self._column.addWidget(self._table)
        self._column.addStretch(1)
        self.area = Scroll(self._body)
        self.column.addWidget(self.area, 1)
        LOOK.changed.connect(self._build)
        self.set_rows(())

    def set_rows(self, rows: Sequence[Invariant], settings: str = "") -> None:
        """Shows these.

        Args:
            rows: From the top.
            settings: How the computed numbers were found; stands below them.
        """
        self.rows, self._settings = tuple(rows), settings
        self.setVisible(bool(self.rows))
        self._build()

    @property
    def verdict(self) -> str:
        """Words of the header, e.g. "4 agree, 1 impossible"."""
        counts = {word: sum(r.verdict == word for r in self.rows) for word in MARKS if word}
        return ", ".join(f"{count} {word}" for word, count in counts.items() if count)

    def _build(self) -> None:
        self.header.set_note(self.verdict)
        self._table.hide()
        self._column.removeWidget(self._table)
        self._table.deleteLater()
        self._table = QWidget()
        grid = QGridLayout(self._table)
        px = LOOK.px
        grid.setContentsMargins(px(16), 0, px(16), px(12))
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(1, 1)
        for column, words in ((2, "published"), (3, "computed")):
            grid.addWidget(Label(words, "small", tone="text3"), 0, column, _RIGHT)
        for i, row in enumerate(self.rows):
            self._add(grid, row, 2 * i + 1)
        if self._settings:
            below = Label(self._settings, "small", tone="text3", wrap=True)
            below.setContentsMargins(0, px(6), 0, 0)
            grid.addWidget(below, 2 * len(self.rows) + 1, 1, 1, 3)
        self._column.insertWidget(0, self._table)

    def _add(self, grid: QGridLayout, row: Invariant, at: int) -> None:
        icon, colour, tone = MARKS[row.verdict]
        mark = QLabel()
        mark.setPixmap(
            icon_pixmap(
                icon, str(getattr(LOOK.theme, colour)), LOOK.px(14), self.devicePixelRatioF()
            )
        )
        mark.setAccessibleName(row.verdict or "not compared")
        mark.setToolTip(row.verdict)
        grid.addWidget(mark, at, 0, _TOP)
        name = Label(row.name, tone=tone if tone == "error" else "text2", wrap=True)
        grid.addWidget(name, at, 1, _TOP)
        if row.why:
            why = Label(f"{row.verdict.capitalize()}: {row.why}", "small", tone=tone, wrap=True)
            grid.addWidget(why, at + 1, 1, 1, 3)
        published = Label(true_minus(row.published) or "\N{EN DASH}", tone=tone, weight=500)
        grid.addWidget(published, at, 2, _RIGHT | _TOP)
        value, _, error = row.computed.partition(" ± ")
        computed = QHBoxLayout()
        computed.setSpacing(LOOK.px(4))
        computed.addStretch(1)
        computed.addWidget(Label(true_minus(value) or "\N{EN DASH}", weight=500))
        if error:
            computed.addWidget(Label(f"± {error}", "small", tone="text3"))
        grid.addLayout(computed, at, 3, _TOP)


_TOP = Qt.AlignmentFlag.AlignTop
_RIGHT = Qt.AlignmentFlag.AlignRight
