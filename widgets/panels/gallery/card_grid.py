"""Presets as cards."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QFontMetricsF, QPainter, QPen
from PyQt6.QtWidgets import QWidget

from widgets.controls.painted import ring
from widgets.panels.gallery.gallery_item import GalleryItem
from widgets.panels.gallery.moving_dots import MovingDots
from widgets.panels.gallery.picture_list import PictureList
from widgets.panels.gallery.thumbnails import draw_picture, draw_thumbnail
from widgets.theme.fonts import font
from widgets.theme.look import LOOK
from widgets.theme.wrapping import wrapped

WIDTH, GAP, INSET = 180, 16, 12
FREE = 11  # at the right: a scroll bar of 8 px and the outline of a card


class CardGrid(PictureList):
    """As many columns as fit, stretched to the width; rows as high as their highest card.

    Attributes:
        moving: Id of an item to what moves in its card.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self.moving: dict[str, MovingDots] = {}
        super().__init__(name, parent)

    def seen(self) -> list[str]:
        """Ids of the items that are in view, top first."""
        view = QRectF(self.visibleRegion().boundingRect())
        return [i.id for i in self.items if self.place(i.id).intersects(view)]

    def advance(self) -> None:
        """Move what is in view on by one frame."""
        for id in self.seen():
            if id in self.moving:
                self.moving[id].advance()
                area = self.place(id)
                self.update(_picture(area).toAlignedRect())

    def columns(self, width: int) -> int:
        """Number of columns at a width."""
        return max(1, (width + GAP) // (LOOK.px(WIDTH) + GAP))

    def neighbour(self, index: int, key: Qt.Key) -> int:
        """Up and down move by a row."""
        many = self.columns(self.width() - 3 - FREE)
        return index + {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: many,
            Qt.Key.Key_Up: -many,
        }.get(key, 0)

    def _lines(self, item: GalleryItem, width: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
        room = width - 2 * LOOK.px(INSET)
        title = wrapped(item.title, QFontMetricsF(font("body", 600)), room)
        line = wrapped(item.line, QFontMetricsF(font("small")), room)
        return title, line

    def _tags(self, item: GalleryItem, width: float) -> list[tuple[str, float]]:
        """At most two tags that fit beside each other, each with its width."""
        metrics, px = QFontMetricsF(font("small")), LOOK.px
        room, shown = width - 2 * px(INSET), []
        for tag in item.tags[:2]:
            wide = metrics.horizontalAdvance(tag) + px(12)
            if wide <= room:
                shown.append((tag, wide))
                room -= wide + px(6)
        return shown

    def arrange(self, width: int) -> tuple[dict[str, QRectF], int]:
        """Row by row; 3 px are kept for the outline, and at the right room for the scroll bar."""
        px, edge = LOOK.px, 3
        room = width - edge - FREE
        many = self.columns(room)
        wide = (room - (many - 1) * GAP) / many
        places: dict[str, QRectF] = {}
        y = float(edge)
        for start in range(0, len(self.items), many):
            row = self.items[start : start + many]
            texts = [self._lines(item, wide) for item in row]
            words = max(len(t) * px(18) + len(s) * px(15) for t, s in texts)
            height = wide * 5 / 8 + px(10) + words + px(8) + px(18) + px(12)
            for column, item in enumerate(row):
                places[item.id] = QRectF(edge + column * (wide + GAP), y, wide, height)
            y += height + GAP
        return places, round(y)

    def draw(self, painter: QPainter, item: GalleryItem, area: QRectF, lit: bool) -> None:
        """One card: picture, title, line, tags; the accent outlines the selected one."""
        px = LOOK.px
        chosen = item.id == self.current
        painter.setPen(QPen(LOOK.colour("edge" if lit and not chosen else "line"), 1))
        painter.setBrush(LOOK.colour("panel"))
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        picture = _picture(area)
        dots = self.moving.get(item.id)
        if dots is None:
            draw_thumbnail(painter, picture, item.picture, 7, top_only=True)
        else:
            draw_picture(painter, picture, dots.image(), 7)
        title, line = self._lines(item, area.width())
        y = picture.bottom() + px(10)
        for rows, face, tone, step in (
            (title, font("body", 600), "text", px(18)),
            (line, font("small"), "text2", px(15)),
        ):
            painter.setFont(face)
            painter.setPen(LOOK.colour(tone))
            metrics = QFontMetricsF(face)
            for row in rows:
                base = y + step / 2 + metrics.capHeight() / 2
                painter.drawText(QPointF(area.left() + px(INSET), base), row)
                y += step
        x, top = area.left() + px(INSET), area.bottom() - px(12) - px(18)
        painter.setFont(font("small"))
        for tag, wide in self._tags(item, area.width()):
            ground = QRectF(x, top, wide, px(18))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(LOOK.colour("control"))
            painter.drawRoundedRect(ground, 3, 3)
            painter.setPen(LOOK.colour("text2"))
            painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, tag)
            x += wide + px(6)
        if chosen:
            ring(painter, area.adjusted(1, 1, -1, -1), 7)


def _picture(area: QRectF) -> QRectF:
    """Where the picture of a card is."""
    return QRectF(area.left() + 1, area.top() + 1, area.width() - 2, area.width() * 5 / 8)
