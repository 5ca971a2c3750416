"""How far something is."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from widgets.controls.painted import Painted, bar
from widgets.theme.look import LOOK

HEIGHT = 4


class ProgressBar(Painted):
    """A bar of 4 px; it never bounces. Without a known length it is not shown at all."""

    def __init__(self, name: str = "progress", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.share = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()

    def restyle(self) -> None:
        """Takes the current scale."""
        self.setFixedHeight(LOOK.px(HEIGHT))
        super().restyle()

    def sizeHint(self) -> QSize:
        return QSize(LOOK.px(120), LOOK.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(LOOK.px(40), LOOK.px(HEIGHT))

    def set_share(self, share: float) -> None:
        """Shows a share from 0 to 1; what lies outside is brought in."""
        self.share = min(max(share, 0.0), 1.0)
        self.setAccessibleDescription(f"{self.share:.0%}")
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = self.brush()
        whole = QRectF(self.rect())
        bar(painter, whole, LOOK.colour("control"), 2)
        if self.share > 0:
            done = QRectF(whole)
            done.setWidth(max(whole.width() * self.share, whole.height()))
            bar(painter, done, LOOK.colour("accent"), 2)
        painter.end()
