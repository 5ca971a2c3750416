"""After a crash the next start offers to bring back what was open, in a bar and not in a dialog."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from app.session.autosave import Autosave, Remains
from widgets.panels.bars.notice_bar import NoticeBar

if TYPE_CHECKING:
    from app.window import MainWindow


class Recovery:
    """Autosave of a window, and the offer at its start."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.autosave = Autosave(window.workspace, window.jobs)
        self.bar = NoticeBar()
        self.offered: Remains | None = None
        self.bar.acted.connect(self._bring_back)
        self.bar.dismissed.connect(self._forget)

    def begin(self) -> None:
        """Offer what a crash has left, then keep what is open from now on."""
        self.offered = self.autosave.remains()
        if self.offered is not None:
            self.bar.show_notice(
                f"Separatrix ended unexpectedly while {self._title(self.offered)} was open.",
                f"It was kept as it stood {_when(self.offered.when)}.",
                action="Bring it back",
                kind="note",
            )
        if not self.autosave.begin():
            self.window.status.say(
                f"A crash would lose what is open: {self.autosave.trouble}", "warn"
            )

    def end(self) -> None:
        """A clean end: what was offered and not wanted is not offered again."""
        if self.offered is not None:
            self._forget()
        self.autosave.end()

    def _bring_back(self) -> None:
        if self.offered is not None:
            self.bar.hide()
            self.window.workspace.opened.connect(self._back)
            self.window.open(self.offered.path)

    def _back(self, opened: object) -> None:
        self.window.workspace.opened.disconnect(self._back)
        self._forget()

    def _forget(self) -> None:
        self.bar.hide()
        if self.offered is not None:
            self.autosave.discard(self.offered)
            self.offered = None

    def _title(self, remains: Remains) -> str:
        titles = {item.id: item.title for item in self.window.gallery.items}
        return titles.get(remains.preset, Path(remains.preset).stem) or "a new system"


def _when(moment: float) -> str:
    """A time of today, or a day and a time."""
    then, now = time.localtime(moment), time.localtime()
    today = then[:3] == now[:3]
    return time.strftime("at %H:%M" if today else "on %Y-%m-%d at %H:%M", then)
