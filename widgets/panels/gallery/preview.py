"""The chosen preset, large, with what there is to say about it."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from widgets.controls.buttons import Button
from widgets.controls.labels import Label, ground, separator
from widgets.panels.dock_panel import Scroll, emptied
from widgets.panels.gallery.gallery_item import GalleryItem
from widgets.panels.gallery.tags import TagFlow
from widgets.panels.gallery.thumbnails import draw_thumbnail
from widgets.theme.icons import icon_pixmap
from widgets.theme.look import LOOK


class Poster(QWidget):
    """The still picture, until a live view takes its place."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_thumbnail(painter, QRectF(self.rect()), self.picture, 0)


class Preview(QWidget):
    """Picture or live view, title, source, words, checks, and the buttons Open and Take the tour.

    Attributes:
        opened: Open was pressed, with the id.
        tour: The tour is wanted.
        item: What is shown, or None.
    """

    opened = pyqtSignal(str)
    tour = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        ground(self, "panel")
        self.item: GalleryItem | None = None
        self.poster = Poster()
        self.live: QWidget | None = None
        self._stage = QWidget()
        ground(self._stage, "canvas")
        stage = QVBoxLayout(self._stage)
        stage.setContentsMargins(0, 0, 0, 0)
        stage.addWidget(self.poster)
        self.title = Label("", "title", 600, wrap=True)
        self.source = Label("", "small", tone="text3", wrap=True)
        self.words = Label("", tone="text2", wrap=True)
        self.tags = TagFlow()
        self._checks = QWidget()
        self._check_column = QVBoxLayout(self._checks)
        self._check_column.setContentsMargins(0, 0, 0, 0)
        self.open_button = Button("Open", "primary", "Open this preset  (Enter)")
        self.open_button.clicked.connect(self._open)
        self.tour_button = Button("Take the tour", hint="Five steps through the window")
        self.tour_button.clicked.connect(self.tour.emit)
        self.extra = QVBoxLayout()
        body = QWidget()
        self._body = QVBoxLayout(body)
        for part in (self.title, self.source, self.words):
            self._body.addWidget(part)
        self._body.addLayout(self.extra)
        self._body.addWidget(self.tags)
        self._body.addWidget(self._checks)
        self._body.addStretch(1)
        buttons = QWidget()
        self._buttons = QHBoxLayout(buttons)
        self._buttons.addWidget(self.open_button, 1)
        self._buttons.addWidget(self.tour_button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stage, 4)
        column.addWidget(Scroll(body), 5)
        column.addWidget(buttons)
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def show_item(self, item: GalleryItem | None) -> None:
        """Shows a preset; None empties the page."""
        self.item = item
        self.poster.picture = item.picture if item else ""
        self.poster.update()
        self.title.setText(item.title if item else "Nothing chosen")
        self.source.setText(item.source if item else "Choose a picture to see it move.")
        self.words.setText(" ".join(item.words.split()) if item else "")
        self.tags.set_tags(item.tags if item else ())
        self.open_button.setEnabled(item is not None)
        self._fill_checks()

    def set_live(self, view: QWidget | None) -> None:
        """Puts a live view in place of the still picture; None brings the picture back."""
        stage = self._stage.layout()
        if stage is None:
            return
        if self.live is not None:
            stage.removeWidget(self.live)
            self.live.setParent(None)
        self.live = view
        if view is not None:
            stage.addWidget(view)
            view.show()
        self.poster.setVisible(view is None)

    def _fill_checks(self) -> None:
        emptied(self._check_column)
        checks = self.item.checks if self.item else ()
        self._checks.setVisible(bool(checks))
        if checks:
            self._check_column.addWidget(separator())
        for words, number, passed in checks:
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, LOOK.px(2), 0, LOOK.px(2))
            mark = QLabel()
            name, colour = ("tick", LOOK.theme.accent) if passed else ("cross", LOOK.theme.error)
            mark.setPixmap(icon_pixmap(name, colour, LOOK.px(14), self.devicePixelRatioF()))
            mark.setAccessibleName("passes" if passed else "fails")
            line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Label(words, tone="text2", wrap=True), 1)
            line.addWidget(Label(number, weight=500), 0, Qt.AlignmentFlag.AlignTop)
            self._check_column.addWidget(row)

    def _open(self) -> None:
        if self.item is not None:
            self.opened.emit(self.item.id)

    def _restyle(self) -> None:
        px = LOOK.px
        self._stage.setMinimumHeight(px(160))
        self._body.setContentsMargins(px(20), px(16), px(20), px(8))
        self._body.setSpacing(px(8))
        self._buttons.setContentsMargins(px(20), px(8), px(20), px(20))
        self._buttons.setSpacing(px(8))
        self._fill_checks()
