"""What stands in place of a picture where nothing can draw one."""

from __future__ import annotations

from PyQt6.QtCore import QRect, Qt, pyqtSignal
from PyQt6.QtGui import QFontMetrics, QImage, QPainter, QPaintEvent
from PyQt6.QtWidgets import QWidget

from widgets.canvas.native.artist import Artist
from widgets.theme.fonts import font
from widgets.theme.look import LOOK

SENTENCE = "No picture: this display gives no OpenGL."
INSTEAD = "Export draws it all the same (Ctrl+E)."
MARGIN = 16
_FLAGS = int(Qt.AlignmentFlag.AlignHCenter) | int(Qt.TextFlag.TextWordWrap)


class Missing(QWidget):
    """Says why there is no picture; hands are followed as over any other.

    Signals:
        frameSwapped: Never; there are no frames.
    """

    frameSwapped = pyqtSignal()  # noqa: N815 (the name it has in Qt's own widget)

    def __init__(self, artist: Artist, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"{SENTENCE} {INSTEAD}")

    def redraw(self) -> None:
        """There is nothing to draw again."""

    def picture(self, patient: bool = False) -> QImage:
        """The sentence as it stands."""
        return self.grab().toImage()

    def finish(self) -> None:
        """There is nothing to end."""

    def makeCurrent(self) -> None:
        """There is no driver."""

    def doneCurrent(self) -> None:
        """There is no driver."""

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), LOOK.colour("canvas"))
        room = QRect(MARGIN, 0, max(1, self.width() - 2 * MARGIN), 10000)
        lines = ((SENTENCE, font("body", 500), "text"), (INSTEAD, font("small"), "text3"))
        heights = [
            QFontMetrics(f).boundingRect(room, _FLAGS, words).height() for words, f, _ in lines
        ]
        y = max(0, (self.height() - sum(heights)) // 2)
        for (words, shape, tone), height in zip(lines, heights, strict=True):
            painter.setPen(LOOK.colour(tone))
            painter.setFont(shape)
            painter.drawText(QRect(room.x(), y, room.width(), height), _FLAGS, words)
            y += height
        painter.end()
