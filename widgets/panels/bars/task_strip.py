"""What is being computed for longer than a second, and how to stop it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets.controls.buttons import Button
from widgets.controls.labels import Label, ground, separator
from widgets.controls.progress_bar import ProgressBar
from widgets.theme.look import LOOK

SHOWN_AFTER, ESTIMATED_AFTER, MOST_ROWS = 1.0, 10.0, 3


@dataclass(slots=True)
class _Task:
    began: float
    since: float  # when it began to come as far as it is: a task that starts again is no nearer
    text: str = ""
    share: float | None = None


class TaskRow(QWidget):
    """One task: words, bar, per cent, time left, Cancel."""

    def __init__(self, cancel: Callable[[], None]) -> None:
        super().__init__()
        self.words = Label("", "small", tone="text2")
        self.bar = ProgressBar()
        keeps = self.bar.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)  # without a bar, Cancel stays where it was
        self.bar.setSizePolicy(keeps)
        self.per_cent = Label("", "small", tone="text2")
        self.left = Label("", "small", tone="text3")
        self.cancel = Button("Cancel", "text", "Stop this task  (Esc)")
        self.cancel.clicked.connect(lambda: cancel())
        key = Label("Esc", "small", tone="text3")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.words)
        self._row.addWidget(self.bar, 1)
        for part in (self.per_cent, self.left, self.cancel, key):
            self._row.addWidget(part)
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def show_task(self, text: str, share: float | None, left: float | None) -> None:
        """Shows words, a share from 0 to 1 or None, and seconds left or None."""
        self.words.setText(text)
        self.bar.setVisible(share is not None)
        self.per_cent.setVisible(share is not None)
        if share is not None:
            self.bar.set_share(share)
            self.per_cent.setText(f"{share * 100:.0f}\N{THIN SPACE}%")
        self.left.setText(time_left(left) if left is not None else "")
        self.left.setVisible(left is not None)

    def _restyle(self) -> None:
        px = LOOK.px
        self._row.setContentsMargins(px(16), 0, px(16), 0)
        self._row.setSpacing(px(10))
        self.setFixedHeight(LOOK.density.task_row)


class TaskStrip(QWidget):
    """Three rows at most, then "and 2 more"; hidden while nothing takes long.

    It keeps no timer: whoever reports progress also moves it on.

    Attributes:
        cancelled: Cancel was pressed, with the id of the task.
    """

    cancelled = pyqtSignal(str)

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        ground(self, "panel")
        self._now = now
        self._tasks: dict[str, _Task] = {}
        self._rows: dict[str, TaskRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(separator())
        self.more = Label("", "small", tone="text3")
        self.more.setContentsMargins(LOOK.px(16), 0, 0, LOOK.px(6))
        self._column.addWidget(self.more)
        self.more.hide()
        self.hide()

    def update_task(self, task: str, text: str, share: float | None = None) -> None:
        """Says how far a task is; the first call starts its clock.

        Args:
            task: Id, chosen by the caller.
            text: What and how far, e.g. "Basins 40 of 64".
            share: From 0 to 1; None if its length is unknown.
        """
        now = self._now()
        known = self._tasks.setdefault(task, _Task(now, now))
        if share is not None and known.share is not None and share < known.share:
            known.since = now
        known.text, known.share = text, share
        self._show()

    def end_task(self, task: str) -> None:
        """Takes a task away, done or not; an unknown one is ignored."""
        self._tasks.pop(task, None)
        row = self._rows.pop(task, None)
        if row is not None:
            row.hide()
            self._column.removeWidget(row)
            row.deleteLater()
        self._show()

    def tasks(self) -> tuple[str, ...]:
        """Ids of all running tasks, the oldest first."""
        return tuple(self._tasks)

    def _canceller(self, task: str) -> Callable[[], None]:
        return lambda: self.cancelled.emit(task)

    def _show(self) -> None:
        now = self._now()
        long = [i for i, t in self._tasks.items() if now - t.began >= SHOWN_AFTER]
        for task in long[:MOST_ROWS]:
            if task not in self._rows:
                row = TaskRow(self._canceller(task))
                self._rows[task] = row
                self._column.insertWidget(self._column.count() - 1, row)
                row.show()
            known, left = self._tasks[task], None
            past = now - known.since
            if known.share and past >= ESTIMATED_AFTER:
                left = past * (1.0 - known.share) / known.share
            self._rows[task].show_task(known.text, known.share, left)
        beyond = len(long) - MOST_ROWS
        self.more.setVisible(beyond > 0)
        self.more.setText(f"and {beyond} more")
        self.setVisible(bool(long))


def time_left(seconds: float) -> str:
    """Words for the time left, no finer than it is known."""
    if seconds >= 2 * 86400:
        return "days left"
    if seconds >= 2 * 3600:
        return f"{seconds / 3600:.0f} h left"
    if seconds >= 90:
        return f"{seconds / 60:.0f} min left"
    if seconds >= 10:
        return f"{round(seconds / 5) * 5} s left"
    return f"{max(1, round(seconds))} s left"
