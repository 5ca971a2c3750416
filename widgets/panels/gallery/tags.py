"""Tags in rows that wrap."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QPoint, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from widgets.theme.fonts import font
from widgets.theme.look import LOOK

HEIGHT, GAP = 18, 6


class TagFlow(QWidget):
    """Small words on a ground of their own.

    Attributes:
        picked: A tag was clicked, if `clickable`.
        tags: What is shown.
        current: The tag that is lit, or "".
    """

    picked = pyqtSignal(str)

    def __init__(self, tags: Sequence[str] = (), clickable: bool = False) -> None:
        super().__init__()
        self.tags: tuple[str, ...] = tuple(tags)
        self.current = ""
        self._clickable = clickable
        if clickable:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._fit()
        LOOK.changed.connect(self._fit)

    def set_tags(self, tags: Sequence[str]) -> None:
        """Replaces the tags."""
        self.tags = tuple(tags)
        self.setAccessibleName("tags: " + ", ".join(self.tags))
        self._fit()

    def set_current(self, tag: str) -> None:
        """Lights one tag; "" lights none."""
        self.current = tag
        self.update()

    def places(self) -> list[tuple[str, QRectF]]:
        """Each tag and its rectangle."""
        metrics, px = QFontMetricsF(font("small")), LOOK.px
        x = y = 0.0
        found: list[tuple[str, QRectF]] = []
        for tag in self.tags:
            width = metrics.horizontalAdvance(tag) + px(12)
            if x and x + width > max(self.width(), 1):
                x, y = 0.0, y + px(HEIGHT + GAP)
            found.append((tag, QRectF(x, y, width, px(HEIGHT))))
            x += width + px(GAP)
        return found

    def _fit(self) -> None:
        places = self.places()
        height = round(places[-1][1].bottom()) if places else 0
        if height != self.height() or self.maximumHeight() != height:
            self.setFixedHeight(height)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(LOOK.px(120), self.height())

    def minimumSizeHint(self) -> QSize:
        widest = max((p.width() for _, p in self.places()), default=0.0)
        return QSize(round(widest), self.height())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        self._fit()

    def at(self, point: QPoint) -> str:
        """The tag at a point, or ""."""
        return next((t for t, r in self.places() if r.contains(point.toPointF())), "")

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and self._clickable:
            tag = self.at(event.position().toPoint())
            if tag:
                self.picked.emit(tag)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font("small"))
        for tag, area in self.places():
            lit = tag == self.current
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(LOOK.colour("wash" if lit else "control"))
            painter.drawRoundedRect(area, 3, 3)
            painter.setPen(LOOK.colour("text" if lit else "text2"))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, tag)
        painter.end()
