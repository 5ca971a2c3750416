"""What the preset has to say."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets.controls.buttons import Button
from widgets.controls.labels import Label
from widgets.controls.painted import bar
from widgets.panels.dock_panel import DockPanel, Scroll
from widgets.panels.gallery.tags import TagFlow
from widgets.theme.look import LOOK


class Segments(QWidget):
    """How far one has come: one short bar per stop."""

    def __init__(self) -> None:
        super().__init__()
        self.done, self.count = 0, 0
        self.setFixedHeight(3)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = 6.0
        wide = (self.width() - gap * (self.count - 1)) / max(self.count, 1)
        for i in range(self.count):
            area = QRectF(i * (wide + gap), 0, wide, self.height())
            bar(painter, area, LOOK.colour("accent" if i < self.done else "control"), 1.5)


class ExplanationPanel(DockPanel):
    """Title, source, words and tags of a preset; on a tour or in a lesson also how far, Back, Next.

    Attributes:
        turned: The next stop of a tour is wanted, or the one before: 1 or -1.
    """

    turned = pyqtSignal(int)

    def __init__(self) -> None:
        super().__init__("Explanation")
        self.segments = Segments()
        self.back, self.onward = Button("Back"), Button("Next", "primary")
        self.stop = Label("", "small", tone="text3")
        self.back.clicked.connect(lambda: self.turned.emit(-1))
        self.onward.clicked.connect(lambda: self.turned.emit(1))
        self.title = Label("", "title", 600, wrap=True)
        self.source = Label("", "small", tone="text3", wrap=True)
        self.words = Label("", tone="text2", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.tags = TagFlow()
        body = QWidget()
        self._body = QVBoxLayout(body)
        for part in (self.source, self.title, self.segments, self.words, self.tags):
            self._body.addWidget(part)
        self._body.addStretch(1)
        self.column.addWidget(Scroll(body), 1)
        self._foot = QWidget()
        self._row = QHBoxLayout(self._foot)
        self._row.addWidget(self.back)
        self._row.addWidget(self.stop)
        self._row.addStretch(1)
        self._row.addWidget(self.onward)
        self.column.addWidget(self._foot)
        self.set_stop(-1, 0)
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def set_words(self, title: str, words: str, source: str = "", tags: Sequence[str] = ()) -> None:
        """Shows the text of a preset; paragraphs are parted by empty lines.

        Lines that begin with a dot stay lines.
        """
        self.title.setText(title)
        paragraphs = [
            " ".join(p.split()).replace(" • ", "\n• ") for p in words.strip().split("\n\n")
        ]
        self.words.setText("\n\n".join(p for p in paragraphs if p))
        self.source.setText(source)
        self.source.setVisible(bool(source))
        self.tags.set_tags(tags)
        self.tags.setVisible(bool(tags))

    def set_stop(self, at: int, count: int, last: str = "To the gallery") -> None:
        """Shows that a tour or a lesson is at a stop.

        Args:
            at: Number of the stop, -1 for neither tour nor lesson.
            count: How many there are.
            last: What Next is called at the last one.
        """
        on = at >= 0
        self.segments.setVisible(on)
        self._foot.setVisible(on)
        self.segments.done, self.segments.count = at + 1, count
        self.segments.update()
        self.stop.setText(f"{at + 1} of {count}" if on else "")
        self.back.setEnabled(at > 0)
        self.onward.setText("Next" if at + 1 < count else last)

    def _restyle(self) -> None:
        px = LOOK.px
        self._row.setContentsMargins(px(16), px(8), px(16), px(12))
        self._row.setSpacing(px(12))
        self._body.setContentsMargins(px(16), px(4), px(16), px(16))
        self._body.setSpacing(px(8))
