"""What the panels of a dock have in common: a header of 36 px and a body that scrolls by itself."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, QSize, Qt
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from widgets.controls.labels import Label, ground
from widgets.theme.look import LOOK

MARGIN = 16
BAR = 8  # width of a scroll bar in the style sheet


class PanelHeader(QWidget):
    """Title in bold, a fainter count or sentence beside it, buttons at the right."""

    def __init__(self, title: str, note: str = "") -> None:
        super().__init__()
        self.title = Label(title, weight=600)
        self.note = Label(note, tone="text3")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.title)
        self._row.addWidget(self.note)
        self._row.addStretch(1)
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def add(self, button: QWidget) -> None:
        """Adds a button at the right end."""
        self._row.addWidget(button)

    def set_note(self, note: str) -> None:
        """Changes the fainter words."""
        self.note.setText(note)

    def _restyle(self) -> None:
        px = LOOK.px
        self._row.setContentsMargins(px(MARGIN), 0, px(12), 0)
        self._row.setSpacing(px(8))
        self.setFixedHeight(LOOK.density.panel_header)


class Scroll(QScrollArea):
    """Scrolls downwards only; its content is as wide as the dock."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._making_room = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content.setProperty("surface", "clear")
        port = self.viewport()
        if port is not None:
            port.setAutoFillBackground(False)
        self.setWidget(content)
        content.setAutoFillBackground(False)
        # The bar lies over the margin at the right: rows keep their width when it comes and goes.
        bar = self.verticalScrollBar()
        if bar is not None:
            bar.rangeChanged.connect(self._make_room)

    def _make_room(self, low: int, high: int) -> None:
        # Words that wrap differently at another width may want the bar gone again. Each change
        # of the margin moves the range: answered from inside, the two would call for ever.
        if self._making_room:
            return
        self._making_room = True
        bar = self.verticalScrollBar()
        for _ in range(2):
            right = -BAR if bar is not None and bar.maximum() > bar.minimum() else 0
            if right != self.viewportMargins().right():
                self.setViewportMargins(0, 0, right, 0)
        self._making_room = False
        holder = bar.parentWidget() if bar is not None else None
        if holder is not None:
            holder.raise_()

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its content, so that nothing is cut at the right."""
        inside = self.widget()
        width = 0
        if inside is not None:
            width = max(inside.minimumSizeHint().width(), inside.minimumWidth())
        return QSize(width + BAR, LOOK.px(48))

    def show_focused(self, widget: QWidget) -> None:
        """Scrolls until a control inside is visible."""
        self.ensureWidgetVisible(widget, 0, LOOK.px(24))


class DockPanel(QWidget):
    """A header and below it one widget.

    Attributes:
        header: The header.
        column: The layout of all.
    """

    def __init__(self, title: str, note: str = "") -> None:
        super().__init__()
        ground(self, "panel")
        self.header = PanelHeader(title, note)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.header)
        self.header.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Without its header, e.g. under tabs, the body keeps a distance from the top."""
        if event is not None and watched is self.header:
            if event.type() == QEvent.Type.HideToParent:
                self.column.setContentsMargins(0, LOOK.px(10), 0, 0)
            elif event.type() == QEvent.Type.ShowToParent:
                self.column.setContentsMargins(0, 0, 0, 0)
        return super().eventFilter(watched, event)


def emptied(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Takes all widgets out of a layout and deletes them; what has left says nothing more."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.blockSignals(True)  # a number still being typed would be told when it hides
            widget.hide()
            widget.setParent(None)
            QObject.deleteLater(widget)
