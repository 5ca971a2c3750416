"""The checks by which the open method proves itself."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from engines.protocols.check import Check, Claim
from widgets.controls.buttons import IconButton
from widgets.controls.labels import Label
from widgets.panels.dock_panel import DockPanel, Scroll
from widgets.theme.icons import icon_pixmap
from widgets.theme.look import LOOK
from widgets.theme.numbers import true_minus

SHORT = 12  # longer numbers wrap


class EvidencePanel(DockPanel):
    """Tick or cross, check, measured, must be; the source on a second line.

    Attributes:
        run: All checks are wanted again.
        checks: What is shown: `Check` if it has run, `Claim` if not.
    """

    run = pyqtSignal()

    def __init__(self) -> None:
        super().__init__("Evidence")
        self.checks: tuple[Check | Claim, ...] = ()
        self.again = IconButton("restart", "Run all checks")
        self.again.clicked.connect(self.run.emit)
        self.header.add(self.again)
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._table = QWidget()
        self._column.addWidget(self._table)
        self._column.addStretch(1)
        self.column.addWidget(Scroll(self._body), 1)
        LOOK.changed.connect(self._build)
        self._build()

    def set_checks(self, checks: Sequence[Check | Claim]) -> None:
        """Shows checks that have run and claims that have not, in the order given."""
        self.checks = tuple(checks)
        self._build()

    def set_running(self, running: bool) -> None:
        """While the checks run, they cannot be asked for again."""
        self.again.setEnabled(not running)
        self.again.set_hint("The checks are running" if running else "Run all checks")

    @property
    def verdict(self) -> str:
        """Words of the header, e.g. "4 of 5 pass"."""
        done = [c for c in self.checks if isinstance(c, Check)]
        if not self.checks:
            return ""
        if not done:
            return "not run"
        return f"{sum(c.passed for c in done)} of {len(self.checks)} pass"

    def _build(self) -> None:
        self.header.set_note(self.verdict)
        self._table.hide()
        self._column.removeWidget(self._table)
        self._table.deleteLater()
        self._table = QWidget()
        grid = QGridLayout(self._table)
        px = LOOK.px
        grid.setContentsMargins(px(16), 0, px(16), px(12))
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        if self.checks:
            for column, words in ((1, "Check"), (2, "measured"), (3, "must be")):
                head = Label(words, "small", tone="text3")
                head.setContentsMargins(0, 0, 0, px(4))
                grid.addWidget(head, 0, column, _side(column))
            for i, check in enumerate(self.checks):
                self._add(grid, check, 2 * i + 1)
        else:
            none = Label("No checks are known for this.", "small", tone="text3", wrap=True)
            grid.addWidget(none, 0, 0, 1, 4)
        self._column.insertWidget(0, self._table)

    def _add(self, grid: QGridLayout, check: Check | Claim, row: int) -> None:
        px = LOOK.px
        if row > 1:
            grid.setRowMinimumHeight(row, px(18))
        mark = QLabel()
        if isinstance(check, Check):
            name, colour = ("tick", "accent") if check.passed else ("cross", "error")
            measured, tone = true_minus(check.measured), "text" if check.passed else "error"
            mark.setAccessibleName("passes" if check.passed else "fails")
        else:
            name, colour = "minus", "text3"
            measured, tone = f"run, {_duration(check.seconds)}", "text3"
            mark.setAccessibleName("not run")
        picture = icon_pixmap(
            name, str(getattr(LOOK.theme, colour)), px(14), self.devicePixelRatioF()
        )
        mark.setPixmap(picture)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(mark, row, 0, top)
        about = (
            "a law: it must hold"
            if check.kind == "law"
            else "a target: a paper's claim, here at our scale"
        )
        if check.attempts:
            about += f"\nTried: {check.attempts}"
        name_label = Label(check.check[:1].upper() + check.check[1:], wrap=True)
        name_label.setToolTip(about)
        grid.addWidget(name_label, row, 1)
        number = Label(measured, weight=500 if isinstance(check, Check) else 400, tone=tone,
                       wrap=len(measured) > SHORT)  # fmt: skip
        must = Label(true_minus(check.must), tone="text2", wrap=len(check.must) > SHORT)
        for column, label in ((2, number), (3, must)):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | top)
            if label.wordWrap():
                label.setMinimumWidth(px(64))
            grid.addWidget(label, row, column)
        source = Label(check.source, "small", tone="text3", wrap=True)
        source.setContentsMargins(0, 0, 0, px(10))
        grid.addWidget(source, row + 1, 1, 1, 3)


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if column > 1 else Qt.AlignmentFlag.AlignLeft


def _duration(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{max(1, round(seconds))} s"
