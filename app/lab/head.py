"""What stands in the menu bar beside the menus: the mark, the title, the field to jump from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QCoreApplication, QSize, Qt
from PyQt6.QtGui import QMouseEvent, QResizeEvent
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QStyle, QWidget

from widgets.controls.labels import Label
from widgets.controls.search_field import SearchField
from widgets.theme.icons import icon_pixmap
from widgets.theme.look import LOOK

if TYPE_CHECKING:
    from app.window import MainWindow

FIELD = 288
BETWEEN, EDGE = 16, 8  # title to field, field to the end of the bar
MARK = 40
PADDING = 8  # of a menu's title, as the style sheet has it
SPARE = 12  # the bar's own edges
LEAST = 28  # the lens alone


class Head:
    """Two corner widgets of the menu bar."""

    def __init__(self, window: MainWindow) -> None:
        self.mark = QLabel()
        self.mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = Label("Welcome", tone="text3")
        self.field = JumpField(window)
        right = Corner()
        row = QHBoxLayout(right)
        row.setContentsMargins(0, 2, EDGE, 2)
        row.setSpacing(BETWEEN)
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
        self.fit(self.mark.height())

    def fit(self, height: int) -> None:
        """Take the height of the bar and the colours of the theme; menus never fold.

        Where room is scarce the title goes first, the window bears it too, then the field narrows.
        """
        ratio = self.mark.devicePixelRatioF()
        self.mark.setPixmap(icon_pixmap("logo", LOOK.theme.accent, 18, ratio))
        self.mark.setFixedSize(MARK, height)
        room = self._room()
        title = self.title.sizeHint().width() + BETWEEN
        least = self.field.minimumSizeHint().width()
        self.title.setVisible(room - title - EDGE >= least)
        if not self.title.isVisibleTo(self._right):
            title = 0
        field = max(LEAST, min(LOOK.px(FIELD), room - title - EDGE))
        self.field.setFixedSize(field, height - 6)
        self._right.setFixedSize(field + title + EDGE, height)
        if self._bar is not None:
            # a menu bar places its corners only when it is resized itself
            size = self._bar.size()
            QCoreApplication.sendEvent(self._bar, QResizeEvent(size, size))

    def _room(self) -> int:
        """Pixels that the menus leave."""
        if self._bar is None:
            return LOOK.px(FIELD)
        metrics, style = self._bar.fontMetrics(), self._bar.style()
        gap = 0 if style is None else style.pixelMetric(QStyle.PixelMetric.PM_MenuBarItemSpacing)
        titles = [action.text() for action in self._bar.actions()]
        menus = sum(metrics.horizontalAdvance(t) + 2 * LOOK.px(PADDING) + gap for t in titles)
        return self._bar.width() - MARK - menus - SPARE


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
