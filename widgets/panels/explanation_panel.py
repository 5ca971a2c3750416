"""What the preset has to say."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from widgets.controls.labels import Label
from widgets.panels.dock_panel import DockPanel, Scroll
from widgets.panels.gallery.tags import TagFlow
from widgets.theme.look import LOOK


class ExplanationPanel(DockPanel):
    """Title, source, words and tags of a preset."""

    def __init__(self) -> None:
        super().__init__("Explanation")
        self.title = Label("", "title", 600, wrap=True)
        self.source = Label("", "small", tone="text3", wrap=True)
        self.words = Label("", tone="text2", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.tags = TagFlow()
        body = QWidget()
        self._body = QVBoxLayout(body)
        for part in (self.title, self.source, self.words, self.tags):
            self._body.addWidget(part)
        self._body.addStretch(1)
        self.column.addWidget(Scroll(body), 1)
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def set_words(self, title: str, words: str, source: str = "", tags: Sequence[str] = ()) -> None:
        """Shows the text of a preset; paragraphs are parted by empty lines."""
        self.title.setText(title)
        paragraphs = [" ".join(p.split()) for p in words.strip().split("\n\n")]
        self.words.setText("\n\n".join(p for p in paragraphs if p))
        self.source.setText(source)
        self.source.setVisible(bool(source))
        self.tags.set_tags(tags)
        self.tags.setVisible(bool(tags))

    def _restyle(self) -> None:
        px = LOOK.px
        self._body.setContentsMargins(px(16), px(4), px(16), px(16))
        self._body.setSpacing(px(8))
