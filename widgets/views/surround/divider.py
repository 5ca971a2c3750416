"""The line between two views, and the picture that fades when their layout changes."""

from __future__ import annotations

from PyQt6.QtCore import QRect, Qt, pyqtSignal
from PyQt6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent
from PyQt6.QtWidgets import QWidget

from widgets.theme.look import LOOK
from widgets.views.partition import LINE, Box, Cut


class Divider(QWidget):
    """A line of one pixel in the middle of a stripe wide enough to be gripped."""

    moved = pyqtSignal(object, float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._cut: Cut | None = None
        self._whole: Box = (0, 0, 1, 1)

    def stand(self, cut: Cut, line: Box, whole: Box) -> None:
        """Part the box `whole` for a cut."""
        self._cut, self._whole = cut, whole
        self.setGeometry(*line)
        shape = Qt.CursorShape.SplitHCursor if cut.across else Qt.CursorShape.SplitVCursor
        self.setCursor(shape)
        self.show()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is None or self._cut is None:
            return
        place = self.mapToParent(event.position().toPoint())
        x, y, width, height = self._whole
        if self._cut.across:
            share = (place.x() - x - LINE // 2) / max(1, width - LINE)
        else:
            share = (place.y() - y - LINE // 2) / max(1, height - LINE)
        self.moved.emit(self._cut, share)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), LOOK.colour("canvas"))
        middle = LINE // 2
        across = self.across
        line = QRect(middle, 0, 1, self.height()) if across else QRect(0, middle, self.width(), 1)
        painter.fillRect(line, LOOK.colour("line"))
        for other in self.parentWidget().findChildren(Divider):  # type: ignore[union-attr]
            if not other.isHidden() and other.across != across:
                painter.fillRect(self._joint(other), LOOK.colour("line"))

    @property
    def across(self) -> bool:
        """Whether it parts views that stand side by side."""
        return self._cut is not None and self._cut.across

    def _joint(self, other: Divider) -> QRect:
        """What another line lacks to meet this one."""
        middle, near, far = LINE // 2, other.geometry(), self.geometry()
        if self.across:
            at = near.top() + middle - far.top()
            if near.left() == far.right() + 1:
                return QRect(middle, at, LINE - middle, 1)
            return QRect(0, at, middle, 1) if near.right() + 1 == far.left() else QRect()
        at = near.left() + middle - far.left()
        if near.top() == far.bottom() + 1:
            return QRect(at, middle, 1, LINE - middle)
        return QRect(at, 0, 1, middle) if near.bottom() + 1 == far.top() else QRect()


class Fading(QWidget):
    """The picture before a change of layout, growing transparent over the one after it."""

    def __init__(self, image: QImage, parent: QWidget) -> None:
        super().__init__(parent)
        self._image, self._level = image, 1.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(parent.rect())
        self.show()

    def fade(self, level: float) -> None:
        """Show this share of the old picture; at 0 it goes for good."""
        self._level = level
        self.update()
        if level <= 0:
            self.hide()
            self.deleteLater()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setOpacity(self._level)
        painter.drawImage(self.rect(), self._image)
