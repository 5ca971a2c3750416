"""What is left of the left dock where the views need its room: a rail of icons."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from widgets.controls.buttons import IconButton
from widgets.controls.labels import ground
from widgets.theme.look import LOOK
from widgets.theme.tokens import ICON_RAIL


class Rail(QWidget):
    """Icons one below the other; each brings the dock back.

    Attributes:
        wanted: The dock shall come back.
    """

    wanted = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        ground(self, "panel")
        self.buttons = (
            IconButton("gallery", "Gallery", "Ctrl+B"),
            IconButton("equations", "Equations", "Ctrl+B"),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(8)
        for button in self.buttons:
            button.clicked.connect(self.wanted.emit)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)


class Folding(QStackedWidget):
    """The column or the rail; only what is seen asks for room."""

    def __init__(self, column: QWidget, rail: Rail) -> None:
        super().__init__()
        self.addWidget(column)
        self.addWidget(rail)

    @property
    def folded(self) -> bool:
        """Whether the rail is seen."""
        return self.currentIndex() == 1

    def sizeHint(self) -> QSize:
        """As wide as what is seen."""
        return QSize(ICON_RAIL if self.folded else LOOK.density.left_dock, 400)

    def minimumSizeHint(self) -> QSize:
        """Of what is seen."""
        shown = self.currentWidget()
        if self.folded or shown is None:
            return QSize(ICON_RAIL, 80)
        return shown.minimumSizeHint()
