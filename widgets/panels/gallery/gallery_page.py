"""The first page: rooms at the left, cards in the middle, the chosen one at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets.controls.buttons import Button
from widgets.controls.labels import Label, ground, separator
from widgets.controls.search_field import SearchField
from widgets.controls.segmented import Segmented
from widgets.panels.dock_panel import PanelHeader, Scroll
from widgets.panels.gallery.card_grid import CardGrid
from widgets.panels.gallery.gallery_item import (
    GalleryItem,
    found,
    in_order,
    kinds_of,
    rooms_of,
)
from widgets.panels.gallery.preview import Preview
from widgets.panels.gallery.room_list import EVERYTHING, RoomList
from widgets.panels.gallery.tags import TagFlow
from widgets.theme.look import LOOK

PRESETS, SYSTEMS = "presets", "systems"
ORDERS = ("name", "field", "chaos")
HINTS = {
    PRESETS: "Click a picture to see it move. Double click to open it.",
    SYSTEMS: "Every system there is, moving. Chaos sorts by exponent times period.",
}


class GalleryPage(QWidget):
    """Everything is reachable by Tab, arrows and Enter.

    Attributes:
        opened: A preset shall open, with its id.
        selected: Another card was chosen; the preview wants its live view.
        tour: The tour is wanted.
        file_wanted: A file of the user's own shall be opened.
        systems_wanted: The wall of systems is shown for the first time and has none yet.
        preview: The right part; `preview.set_live(view)` and `preview.extra` take what moves.
    """

    opened = pyqtSignal(str)
    selected = pyqtSignal(str)
    tour = pyqtSignal()
    file_wanted = pyqtSignal()
    systems_wanted = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        ground(self, "window")
        self.items: tuple[GalleryItem, ...] = ()
        self._shelves: dict[str, tuple[GalleryItem, ...]] = {PRESETS: (), SYSTEMS: ()}
        self._room = self._kind = ""
        self.search = SearchField("Name, tag or paper", "/")
        self.search.asked.connect(self._refill)
        self.search.moved.connect(lambda _: self.cards.setFocus(Qt.FocusReason.TabFocusReason))
        self.shelf = Segmented("what is shown", (PRESETS, SYSTEMS))
        self.shelf.chosen.connect(self.show_shelf)
        self.order = Segmented("sorted by", ORDERS)
        self.order.chosen.connect(self._sort)
        self.order.hide()
        self.cards = CardGrid("cards")
        self.cards.selected.connect(self._select)
        self.cards.opened.connect(self.opened.emit)
        self.preview = Preview()
        self.preview.opened.connect(self.opened.emit)
        self.preview.tour.connect(self.tour.emit)
        self._left, self._middle = self._rooms_part(), self._cards_part()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left)
        row.addWidget(separator(vertical=True))
        row.addWidget(self._middle, 1)
        row.addWidget(separator(vertical=True))
        row.addWidget(self.preview)
        self.setFocusProxy(self.cards)
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def _rooms_part(self) -> QWidget:
        part = ground(QWidget(), "panel")
        self.rooms = RoomList()
        self.rooms.chosen.connect(self._choose_room)
        self.kinds = TagFlow(clickable=True)
        self.kinds.picked.connect(self._choose_kind)
        self.file_button = Button("Open a file", hint="A session, a table or weights  (Ctrl+O)")
        self.file_button.clicked.connect(self.file_wanted.emit)
        drop = Label(
            "Drop a session, a table, weights, or any picture that Separatrix made.",
            "small",
            tone="text3",
            wrap=True,
        )
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(PanelHeader("Rooms"))
        column.addWidget(self.rooms)
        column.addSpacing(8)
        column.addWidget(separator())
        column.addWidget(PanelHeader("Kinds"))
        self._kind_row = QVBoxLayout()
        self._kind_row.addWidget(self.kinds)
        column.addLayout(self._kind_row)
        column.addWidget(separator())
        column.addWidget(PanelHeader("Yours"))
        self._yours = QVBoxLayout()
        self._yours.addWidget(self.file_button)
        self._yours.addWidget(drop)
        column.addLayout(self._yours)
        column.addStretch(1)
        outer = QVBoxLayout(part)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Scroll(body))
        return part

    def _cards_part(self) -> QWidget:
        part = ground(QWidget(), "window")
        words = QVBoxLayout()
        words.addWidget(Label("Gallery", "title", 600))
        self.hint = Label(HINTS[PRESETS], tone="text2", wrap=True)
        words.addWidget(self.hint)
        words.setSpacing(2)
        words.addStretch(1)
        self._head = QHBoxLayout()
        self._head.addLayout(words, 1)
        self._head.addWidget(self.search, 0, Qt.AlignmentFlag.AlignVCenter)
        self._choices = QHBoxLayout()
        self._choices.addWidget(self.shelf)
        self._choices.addStretch(1)
        self._choices.addWidget(self.order)
        self.none = Label("", weight=500)
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.none.hide()
        self._grid_column = QVBoxLayout()
        self._grid_column.addWidget(self.none)
        self._scroll = Scroll(self.cards)
        self._grid_column.addWidget(self._scroll, 1)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._head)
        column.addLayout(self._choices)
        column.addLayout(self._grid_column, 1)
        return part

    def set_items(self, items: Sequence[GalleryItem], chosen: str = "") -> None:
        """Shows presets and selects one of them; without a known id, the first."""
        self._shelves[PRESETS] = tuple(items)
        self.shelf.set_current(PRESETS)
        self._fill(chosen)

    def set_systems(self, items: Sequence[GalleryItem]) -> None:
        """Puts systems on their shelf."""
        self._shelves[SYSTEMS] = tuple(items)
        if self.shelf.current == SYSTEMS:
            self._fill(self.cards.current)
            self.selected.emit(self.cards.current)

    def show_shelf(self, name: str) -> None:
        """Shows presets, or the wall of all systems."""
        self.shelf.set_current(name)
        self._room = self._kind = ""
        self.kinds.set_current("")
        self.rooms.choose(EVERYTHING)
        self._fill("")
        if self.items:
            self.selected.emit(self.cards.current)
        elif name == SYSTEMS:
            self.systems_wanted.emit()

    def _sort(self, _: str) -> None:
        self._refill()
        bar = self._scroll.verticalScrollBar()
        if bar is not None:
            bar.setValue(0)

    def _fill(self, chosen: str) -> None:
        self.items = self._shelves[self.shelf.current]
        self.hint.setText(HINTS[self.shelf.current])
        self.order.setVisible(self.shelf.current == SYSTEMS)
        self.rooms.set_rooms(rooms_of(self.items))
        self.kinds.set_tags(kinds_of(self.items))
        self._refill()
        known = {i.id for i in self.items}
        first = chosen if chosen in known else (self.items[0].id if self.items else "")
        self.cards.select(first)
        self._show(first)

    def _shown(self) -> tuple[GalleryItem, ...]:
        hits = found(self.items, self.search.text())
        if self.shelf.current == SYSTEMS:
            hits = in_order(hits, self.order.current)
        return tuple(
            i
            for i in hits
            if (not self._room or i.room == self._room) and (not self._kind or self._kind in i.tags)
        )

    def _refill(self) -> None:
        shown = self._shown()
        current = self.cards.current
        self.cards.set_items(shown)
        self.cards.select(current)
        self.none.setText("Nothing fits. Choose Everything, or press Esc in the search.")
        self.none.setVisible(bool(self.items) and not shown)

    def _choose_room(self, room: str) -> None:
        self._room = room
        self._refill()

    def _choose_kind(self, kind: str) -> None:
        self._kind = "" if kind == self._kind else kind
        self.kinds.set_current(self._kind)
        self._refill()

    def _select(self, item: str) -> None:
        self._show(item)
        self.selected.emit(item)

    def _show(self, item: str) -> None:
        self.preview.show_item(next((i for i in self.items if i.id == item), None))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        self._widths()

    def _widths(self) -> None:
        """Left as a dock, right a quarter; the rooms give way first if cards lack room."""
        left = LOOK.density.left_dock
        right = max(LOOK.px(272), round(self.width() * 0.25))
        self._left.setFixedWidth(left)
        self.preview.setFixedWidth(right)
        self._left.setVisible(self.width() - left - right >= LOOK.px(420))

    def _restyle(self) -> None:
        px = LOOK.px
        self._head.setContentsMargins(px(24), px(20), px(24), px(12))
        self._head.setSpacing(px(16))
        self._choices.setContentsMargins(px(24), 0, px(24), px(12))
        self._grid_column.setContentsMargins(px(21), 0, px(13), 0)
        self._kind_row.setContentsMargins(px(16), 0, px(16), px(16))
        self._yours.setContentsMargins(px(16), 0, px(16), px(16))
        self._yours.setSpacing(px(10))
        self._widths()
