"""All presets in the dock, one row each, grouped by room."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QFontMetricsF, QPainter
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from widgets.controls.buttons import IconButton
from widgets.controls.labels import Label
from widgets.controls.painted import ring
from widgets.controls.search_field import SearchField
from widgets.panels.dock_panel import DockPanel, Scroll
from widgets.panels.gallery.gallery_item import GalleryItem, found
from widgets.panels.gallery.picture_list import PictureList
from widgets.panels.gallery.thumbnails import draw_thumbnail
from widgets.theme.fonts import font
from widgets.theme.look import LOOK
from widgets.theme.wrapping import wrapped

MARGIN = 16


class PictureRows(PictureList):
    """Rows with a small picture, a title and a line; headings where the room changes."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._headings: list[tuple[str, float]] = []

    def _texts(self, item: GalleryItem, width: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        room = width - self._text_left() - LOOK.px(8)
        title = wrapped(item.title, QFontMetricsF(font("body", 500)), room)
        line = wrapped(item.line, QFontMetricsF(font("small")), room) if item.line else ()
        return title, line

    def _text_left(self) -> float:
        return LOOK.px(MARGIN) + LOOK.density.thumbnail[0] + LOOK.px(10)

    def arrange(self, width: int) -> tuple[dict[str, QRectF], int]:
        """One row below the other; a title or line that does not fit takes a second line."""
        px = LOOK.px
        thumb = LOOK.density.thumbnail[1]
        places: dict[str, QRectF] = {}
        self._headings = []
        y, room = 0.0, None
        for item in self.items:
            if item.room != room:
                room = item.room
                if room:
                    y += px(8) if places else 0
                    self._headings.append((room, y))
                    y += px(24)
            title, line = self._texts(item, width)
            text = len(title) * px(18) + len(line) * px(15)
            height = max(thumb + px(12), text + px(12))
            places[item.id] = QRectF(0, y, width, height)
            y += height
        return places, round(y + px(8))

    def backdrop(self, painter: QPainter) -> None:
        """The headings of the rooms."""
        painter.setFont(font("small", 600))
        painter.setPen(LOOK.colour("text3"))
        for text, y in self._headings:
            area = QRectF(LOOK.px(MARGIN), y, self.width() - LOOK.px(MARGIN), LOOK.px(22))
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)

    def draw(self, painter: QPainter, item: GalleryItem, area: QRectF, lit: bool) -> None:
        """One row: picture left, words right, wash if selected."""
        px = LOOK.px
        if item.id == self.current:
            painter.fillRect(area, LOOK.colour("wash"))
        elif lit:
            painter.fillRect(area, LOOK.colour("raised"))
        width, height = LOOK.density.thumbnail
        picture = QRectF(px(MARGIN), area.center().y() - height / 2, width, height)
        draw_thumbnail(painter, picture, item.picture, 4)
        title, line = self._texts(item, self.width())
        text = len(title) * px(18) + len(line) * px(15)
        y = area.center().y() - text / 2
        left = self._text_left()
        for rows, face, tone, step in (
            (title, font("body", 500), "text", px(18)),
            (line, font("small"), "text2" if item.id == self.current else "text3", px(15)),
        ):
            painter.setFont(face)
            painter.setPen(LOOK.colour(tone))
            metrics = QFontMetricsF(face)
            for row in rows:
                base = y + step / 2 + metrics.capHeight() / 2
                painter.drawText(QPointF(left, base), row)
                y += step
        if self.ringed and item.id == self.current:
            ring(painter, area.adjusted(4, 3, -4, -3), 3)


class GalleryDock(DockPanel):
    """A filter and rows; a click opens.

    Attributes:
        chosen: A preset was clicked, or Enter pressed on it, with its id.
        all_wanted: The page with all cards is wanted.
    """

    chosen = pyqtSignal(str)
    all_wanted = pyqtSignal()

    def __init__(self) -> None:
        super().__init__("Gallery")
        self.items: tuple[GalleryItem, ...] = ()
        whole = IconButton("chevron_right", "All presets as cards")
        whole.clicked.connect(self.all_wanted.emit)
        self.header.add(whole)
        self.filter = SearchField("Filter by name or tag")
        self.filter.asked.connect(self._refill)
        self.filter.returnPressed.connect(self._open_first)
        self.filter.moved.connect(self._enter_list)
        self.rows = PictureRows("presets")
        self.rows.selected.connect(self.chosen.emit)
        self.none = Label("", "small", tone="text3", wrap=True)
        self.none.hide()
        top = QWidget()
        self._top = QVBoxLayout(top)
        self._top.addWidget(self.filter)
        self._top.addWidget(self.none)
        self.column.addWidget(top)
        self.area = Scroll(self.rows)
        self.column.addWidget(self.area, 1)
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def set_items(self, items: Sequence[GalleryItem]) -> None:
        """Shows presets, grouped by room in the order given."""
        rooms: dict[str, list[GalleryItem]] = {}
        for item in items:
            rooms.setdefault(item.room, []).append(item)
        self.items = tuple(item for members in rooms.values() for item in members)
        self.header.set_note(str(len(self.items)))
        self._refill()

    def set_current(self, item: str) -> None:
        """Marks the open preset, without telling anybody."""
        self.rows.select(item)

    def show_current(self) -> None:
        """Brings the open preset into view."""
        self.rows.reveal()

    def _refill(self) -> None:
        hits = found(self.items, self.filter.text())
        current = self.rows.current
        self.rows.set_items(hits)
        self.rows.select(current)
        self.none.setText(f"Nothing is called or tagged “{self.filter.text()}”. Esc shows all.")
        self.none.setVisible(bool(self.items) and not hits)

    def _open_first(self) -> None:
        if self.rows.items:
            self.rows.choose(self.rows.items[0].id)

    def _enter_list(self, _: int) -> None:
        self.rows.setFocus(Qt.FocusReason.TabFocusReason)

    def _restyle(self) -> None:
        px = LOOK.px
        self._top.setContentsMargins(px(MARGIN), 0, px(MARGIN), px(8))
        self._top.setSpacing(px(8))
