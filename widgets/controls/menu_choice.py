"""One of many, from a menu."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QPoint, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPaintEvent
from PyQt6.QtWidgets import QMenu, QSizePolicy, QWidget

from widgets.controls.painted import ARROWS, FAINT, PRESSES, Painted, ring
from widgets.controls.segmented import titled
from widgets.theme.fonts import font
from widgets.theme.icons import icon_pixmap
from widgets.theme.look import LOOK

HEIGHT = 28


class MenuChoice(Painted):
    """A field that opens a menu; click, Space, or up and down.

    Attributes:
        chosen: The user chose, with the option.
        current: The chosen option.
    """

    chosen = pyqtSignal(str)
    own_keys = PRESSES | ARROWS

    def __init__(
        self,
        name: str,
        options: Sequence[str],
        current: str = "",
        titles: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_options(options, current, titles)
        self.restyle()

    def set_options(
        self, options: Sequence[str], current: str = "", titles: Sequence[str] = ()
    ) -> None:
        """Replaces the options without telling anybody."""
        self.options = tuple(options)
        self.titles = tuple(titles) or tuple(titled(o) for o in self.options)
        self.current = current or (self.options[0] if self.options else "")
        self.setAccessibleDescription(self.current)
        self.restyle()

    def restyle(self) -> None:
        """Takes the current scale."""
        self.setFixedHeight(LOOK.px(HEIGHT))
        super().restyle()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(font("body"))
        widest = max((metrics.horizontalAdvance(t) for t in self.titles), default=0.0)
        return QSize(round(widest) + LOOK.px(40), LOOK.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def set_current(self, option: str) -> None:
        """Shows an option without telling anybody; an unknown one is ignored."""
        if option in self.options:
            self.current = option
            self.setAccessibleDescription(option)
            self.update()

    def choose(self, option: str) -> None:
        """Chooses as a click in the menu does."""
        if option != self.current:
            self.set_current(option)
            self.chosen.emit(option)

    def menu(self) -> QMenu:
        """The menu of all options; it deletes itself when it closes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setMinimumWidth(self.width())
        for option, title in zip(self.options, self.titles, strict=True):
            action = menu.addAction(title)
            if action is not None:
                action.setCheckable(True)
                action.setChecked(option == self.current)
                action.triggered.connect(lambda _=False, o=option: self.choose(o))
        return menu

    def open_menu(self) -> None:
        """Shows the menu below the field."""
        self.menu().popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self.open_menu()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is None:
            return
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in moves and self.options:
            at = self.options.index(self.current) + moves[key]
            self.choose(self.options[min(max(at, 0), len(self.options) - 1)])
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_menu()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = self.brush()
        outer = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if not self.isEnabled():
            painter.setOpacity(FAINT)
        painter.setPen(LOOK.colour("edge" if self.hovered else "line"))
        painter.setBrush(LOOK.colour("raised"))
        painter.drawRoundedRect(outer, 5, 5)
        painter.setPen(LOOK.colour("text"))
        painter.setFont(font("body"))
        inner = outer.adjusted(LOOK.px(10), 0, -LOOK.px(28), 0)
        title = (
            self.titles[self.options.index(self.current)] if self.current in self.options else ""
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        size = LOOK.px(12)
        picture = icon_pixmap("chevron_down", LOOK.theme.text3, size, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - size - LOOK.px(10), (self.height() - size) // 2, picture)
        if self.ringed:
            ring(painter, outer.adjusted(2.5, 2.5, -2.5, -2.5), 3)
        painter.end()
