"""A painted list of pictures that keys and pointer walk through; rows and cards derive from it."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRect, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from widgets.controls.painted import ARROWS, Painted
from widgets.panels.gallery.gallery_item import GalleryItem
from widgets.theme.look import LOOK


class PictureList(Painted):
    """Items at places that a subclass computes.

    Attributes:
        selected: Another item was chosen, with its id.
        opened: An item was double-clicked, or Enter was pressed on it.
        items: What is shown.
        current: Id of the selected item, or "".
    """

    selected = pyqtSignal(str)
    opened = pyqtSignal(str)
    own_keys = ARROWS | {Qt.Key.Key_Return, Qt.Key.Key_Enter}

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items: tuple[GalleryItem, ...] = ()
        self.current = ""
        self._under = ""
        self._places: dict[str, QRectF] = {}
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    # For subclasses ---------------------------------------------------------------------------

    def arrange(self, width: int) -> tuple[dict[str, QRectF], int]:
        """The rectangle of each item, and the height of all, for a width."""
        raise NotImplementedError

    def draw(self, painter: QPainter, item: GalleryItem, area: QRectF, lit: bool) -> None:
        """Draws one item."""
        raise NotImplementedError

    def neighbour(self, index: int, key: Qt.Key) -> int:
        """Index reached by an arrow key."""
        return index + (1 if key in (Qt.Key.Key_Down, Qt.Key.Key_Right) else -1)

    # ------------------------------------------------------------------------------------------

    def set_items(self, items: Sequence[GalleryItem]) -> None:
        """Replaces the items; the selection stays if its item does."""
        self.items = tuple(items)
        if self.current not in {i.id for i in self.items}:
            self.current = ""
        self.restyle()

    def select(self, item: str) -> None:
        """Selects without telling anybody; "" or an unknown id selects none."""
        self.current = item if item in {i.id for i in self.items} else ""
        chosen = next((i for i in self.items if i.id == self.current), None)
        self.setAccessibleDescription(f"{chosen.title}: {chosen.line}" if chosen else "")
        self.reveal()
        self.update()

    def choose(self, item: str) -> None:
        """Selects as a click does."""
        if item != self.current:
            self.select(item)
            self.selected.emit(item)

    def place(self, item: str) -> QRectF:
        """Where an item stands; empty if it is not shown."""
        return self._places.get(item, QRectF())

    def at(self, point: QPointF) -> str:
        """Id of the item at a point, or ""."""
        return next((i for i, r in self._places.items() if r.contains(point)), "")

    def restyle(self) -> None:
        """Arranges anew."""
        self._places, height = self.arrange(max(self.width(), 1))
        if self.height() != height or self.maximumHeight() != height:
            self.setFixedHeight(height)
        super().restyle()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        self.restyle()
        if event is not None and event.size().width() != event.oldSize().width():
            self.reveal()

    def reveal(self) -> None:
        """Brings the selected item into view."""
        port = self.parentWidget()
        holder = port.parentWidget() if port is not None else None
        while holder is not None and not isinstance(holder, QScrollArea):
            holder = holder.parentWidget()
        if holder is not None and self.current:
            area = self.place(self.current)
            inside = holder.widget()
            if inside is not None:
                middle = self.mapTo(inside, area.center().toPoint())
                half = round(area.height() / 2) + LOOK.px(8)
                holder.ensureVisible(middle.x(), middle.y(), 0, half)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            item = self.at(event.position())
            if item:
                self.choose(item)

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        if event is not None:
            item = self.at(event.position())
            if item:
                self.opened.emit(item)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is None:
            return
        under = self.at(event.position())
        if under != self._under:
            self._under = under
            self.setCursor(
                Qt.CursorShape.PointingHandCursor if under else Qt.CursorShape.ArrowCursor
            )
            self.update()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is None:
            return
        key = Qt.Key(event.key())
        order = [i.id for i in self.items if i.id in self._places]
        if key in ARROWS and order:
            at = order.index(self.current) if self.current in order else -1
            goal = self.neighbour(at, key) if at >= 0 else 0
            if 0 <= goal < len(order):
                self.choose(order[goal])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current:
            self.opened.emit(self.current)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = self.brush()
        dirty = QRectF(event.rect() if event is not None else QRect(self.rect()))
        self.backdrop(painter)
        for item in self.items:
            area = self._places.get(item.id)
            if area is not None and area.intersects(dirty):
                self.draw(painter, item, area, self.hovered and item.id == self._under)
        painter.end()

    def backdrop(self, painter: QPainter) -> None:
        """Draws what stands between the items; nothing by default."""
