"""Colours of the words in a text of equations."""

from __future__ import annotations

import re
from collections.abc import Collection

from PyQt6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from widgets.theme.look import LOOK

_WORD = re.compile(r"[A-Za-z_]\w*", re.ASCII)
COMMENT = "#"


class Names(QSyntaxHighlighter):
    """Names that belong to sliders in the accent, remarks fainter.

    Attributes:
        live: Names that belong to sliders.
    """

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.live: frozenset[str] = frozenset()

    def set_live(self, names: Collection[str]) -> None:
        """Colours these names from now on."""
        if frozenset(names) != self.live:
            self.live = frozenset(names)
            self.rehighlight()

    def highlightBlock(self, text: str | None) -> None:
        if not text:
            return
        code, mark, _ = text.partition(COMMENT)
        for start, length in live_runs(code, self.live):
            self.setFormat(start, length, _ink("accent"))
        if mark:
            self.setFormat(len(code), len(text) - len(code), _ink("text3"))


def live_runs(text: str, live: Collection[str]) -> list[tuple[int, int]]:
    """Start and length of every name in `text` that is one of `live`."""
    found = [(m.start(), len(m[0])) for m in _WORD.finditer(text) if m[0] in live]
    return found if live else []


def _ink(tone: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(LOOK.colour(tone))
    return made
