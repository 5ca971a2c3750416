"""Words beside places in a GL picture. They lie over it, let the mouse through, and never move it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QRegion,
)
from PyQt6.QtWidgets import QWidget

from widgets.theme.fonts import font
from widgets.theme.tokens import Theme

OFFSET = 10  # pixels from the middle of a mark to its word
HALO = 5.0  # so wide that the halos of neighbouring letters meet, and no line runs between them

FAR = 24  # the same where the word stands above or below eigenvectors
ARM = 20  # half the length of an eigenvector
MARK = 6.0  # half the size of a mark

Label = tuple[str, tuple[float, ...]]
Pixel = tuple[float, float]
Crossing = tuple[tuple[float, ...], tuple[float, ...] | None]


def label_places(
    labels: Sequence[Label],
    pixel: Callable[[tuple[float, ...]], tuple[float, float]],
    size: tuple[float, float],
    taken: Sequence[QRectF] = (),
) -> list[tuple[str, QRectF]]:
    """Where the words stand: right above their place, inside the picture, none over another.

    Args:
        labels: Words and world coordinates.
        pixel: World coordinates to pixels, y downwards.
        size: Width and height of the picture, pixels.
        taken: What the words should not lie over if there is another place.

    Returns:
        Those words for which there is room, the first come first.
    """
    metrics = QFontMetricsF(font("small"))
    picture = QRectF(0, 0, *size)
    found: list[tuple[str, QRectF]] = []
    for text, world in labels:
        x, y = pixel(world)
        if not picture.contains(x, y):
            continue
        width, height = metrics.horizontalAdvance(text) + 2, metrics.height()
        room = [
            place
            for dx, dy in (
                (OFFSET, -OFFSET - height / 2),
                (OFFSET, OFFSET - height / 2),
                (-OFFSET - width, -OFFSET - height / 2),
                (-OFFSET - width, OFFSET - height / 2),
                (-width / 2, -FAR - height),
                (-width / 2, FAR),
                (OFFSET, -FAR - height),
                (OFFSET, FAR),
            )
            if picture.contains(place := QRectF(x + dx, y + dy, width, height))
            and not any(place.intersects(other) for _, other in found)
        ]
        if room:
            least = min(room, key=lambda place: sum(place.intersects(other) for other in taken))
            found.append((text, least))
    return found


def obstacles(crossings: Sequence[Crossing], pixel: Callable[..., Pixel]) -> list[QRectF]:
    """Small squares that cover marks and eigenvectors.

    Args:
        crossings: Place of a mark and None, or of a fixed point and another place in the direction
            of its eigenvector.
        pixel: World coordinates to pixels, y downwards.
    """
    squares = []
    for world, ahead in crossings:
        x, y = pixel(world)
        centres = [(x, y)]
        if ahead is not None:
            dx, dy = (a - b for a, b in zip(pixel(ahead), (x, y), strict=True))
            length = math.hypot(dx, dy)
            if length > 0:
                steps = range(-ARM, ARM + 1, 4)
                centres = [(x + s * dx / length, y + s * dy / length) for s in steps]
        half = MARK if ahead is None else 2.0
        squares += [QRectF(cx - half, cy - half, 2 * half, 2 * half) for cx, cy in centres]
    return squares


def paint_labels(painter: QPainter, places: Sequence[tuple[str, QRectF]], theme: Theme) -> None:
    """Paint words in text on a halo of the canvas."""
    for text, place in places:
        paint_word(painter, text, place, font("small", 500), QColor(theme.text), theme)


def paint_word(
    painter: QPainter, text: str, place: QRectF, letters: QFont, colour: QColor, theme: Theme
) -> None:
    """Paint one word on a halo of the canvas, so that lines behind it do not cross it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    baseline = place.top() + QFontMetricsF(letters).ascent()
    path.addText(QPointF(place.left(), baseline), letters, text)
    halo = QPen(QColor(theme.canvas), HALO)
    halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, halo)
    painter.fillPath(path, colour)


class LabelOverlay(QWidget):
    """Lies over a GL widget only while there are words to show."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._places: list[tuple[str, QRectF]] = []
        self._painted = QPixmap()  # the picture below changes far more often than the words
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_places(self, places: list[tuple[str, QRectF]], theme: Theme) -> None:
        """Show these words, each in its rectangle."""
        if (places, theme) != (self._places, self._theme):
            self._places, self._theme = places, theme
            self._painted = QPixmap()
            words = QRegion()
            for _, place in places:
                words += QRegion(place.adjusted(-HALO, -HALO, HALO, HALO).toAlignedRect())
            self.setMask(words)  # or the whole picture is composed anew with every frame
            self.setVisible(bool(places))
            self.update()

    def places(self) -> list[tuple[str, QRectF]]:
        """The words now shown."""
        return list(self._places)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        ratio = self.devicePixelRatioF()
        room = self.size() * ratio
        if self._painted.size() != room or self._painted.devicePixelRatio() != ratio:
            self._painted = QPixmap(room)
            self._painted.setDevicePixelRatio(ratio)
            self._painted.fill(Qt.GlobalColor.transparent)
            words = QPainter(self._painted)
            paint_labels(words, self._places, self._theme)
            words.end()
        QPainter(self).drawPixmap(0, 0, self._painted)
