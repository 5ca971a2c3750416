"""What stands in the menu bar beside the menus: the mark, the title, the field to jump from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QCoreApplication, QSize, Qt
from PyQt6.QtGui import QMouseEvent, QResizeEvent
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QWidget

from widgets.controls.labels import Label
from widgets.controls.search_field import SearchField
from widgets.theme.icons import icon_pixmap
from widgets.theme.look import LOOK

if TYPE_CHECKING:
    from app.window import MainWindow

FIELD = 288
TITLE = 200


class Head:
    """Two corner widgets of the menu bar."""

    def __init__(self, window: MainWindow) -> None:
        self.mark = QLabel()
        self.mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = Label("Welcome", tone="text3")
        self.field = JumpField(window)
        right = Corner()
        row = QHBoxLayout(right)
        row.setContentsMargins(0, 2, 8, 2)
        row.setSpacing(16)
        row.addStretch(1)
        row.addWidget(self.title)
        row.addWidget(self.field)
        self._right = right
        bar = self._bar = window.menuBar()
        if bar is not None:
            bar.setCornerWidget(self.mark, Qt.Corner.TopLeftCorner)
            bar.setCornerWidget(right, Qt.Corner.TopRightCorner)

    def set_title(self, title: str) -> None:
        """Name what is open."""
        self.title.setText(title)

    def fit(self, height: int) -> None:
        """Take the height of the bar and the colours of the theme."""
        ratio = self.mark.devicePixelRatioF()
        self.mark.setPixmap(icon_pixmap("logo", LOOK.theme.accent, 18, ratio))
        self.mark.setFixedSize(40, height)
        self.field.setFixedSize(LOOK.px(FIELD), height - 6)
        self._right.setFixedSize(LOOK.px(FIELD + TITLE), height)
        if self._bar is not None:
            # a menu bar places its corners only when it is resized itself
            size = self._bar.size()
            QCoreApplication.sendEvent(self._bar, QResizeEvent(size, size))


class Corner(QWidget):
    """A corner of the menu bar; the bar asks for its hint and not for its size."""

    def sizeHint(self) -> QSize:
        """Its fixed size."""
        return self.minimumSize()


class JumpField(SearchField):
    """Looks like a field; a press opens the palette that does the work."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__("Jump to anything", "Ctrl K")
        self._window = window
        self.setReadOnly(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        self._window.actions_by_title["Jump to anything"].trigger()
