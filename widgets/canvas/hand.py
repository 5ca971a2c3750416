"""Mouse events of a widget told as acts: click, drag, wheel, hover."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, QPointF, Qt, pyqtSignal
from PyQt6.QtGui import QMouseEvent, QWheelEvent
from PyQt6.QtWidgets import QWidget

SLACK = 4.0  # logical pixels a hand may tremble during a click
NOTCH = 1.2  # magnification per notch of the wheel


class Hand(QObject):
    """Watches a widget and tells in logical pixels, y downwards, what a hand does there.

    Signals:
        pressed: Button, place.
        clicked: Button, place; pressed and released without a move.
        dragged: Button, place, way since the last one.
        dropped: Button; after at least one `dragged`.
        turned: Magnification asked for by the wheel, place.
        hovered: Place.
        left: The pointer has gone.
        doubled: Double click with the left button.

    Attributes:
        shifted: Whether Shift was down when a button was pressed last.
    """

    pressed = pyqtSignal(object, float, float)
    clicked = pyqtSignal(object, float, float)
    dragged = pyqtSignal(object, float, float, float, float)
    dropped = pyqtSignal(object)
    turned = pyqtSignal(float, float, float)
    hovered = pyqtSignal(float, float)
    left = pyqtSignal()
    doubled = pyqtSignal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._button: Qt.MouseButton | None = None
        self._from = QPointF()
        self._last = QPointF()
        self._moving = False
        self.shifted = False
        widget.setMouseTracking(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        if isinstance(event, QWheelEvent):
            steps = event.angleDelta().y() / 120.0
            if steps:
                at = event.position()
                self.turned.emit(NOTCH**steps, at.x(), at.y())
            event.accept()
            return True
        if event is not None and event.type() == QEvent.Type.Leave:
            self.left.emit()
        return False

    def _mouse(self, event: QMouseEvent) -> bool:
        at, kind = event.position(), event.type()
        if self._button is not None and not (event.buttons() | event.button()) & self._button:
            self._let_go()  # the release went elsewhere, e.g. the widget was hidden meanwhile
        if kind == QEvent.Type.MouseButtonDblClick:
            self._button = None
            if event.button() == Qt.MouseButton.LeftButton:
                self.doubled.emit()
        elif kind == QEvent.Type.MouseButtonPress:
            if self._button is None:
                self._button, self._from, self._last, self._moving = event.button(), at, at, False
                self.shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.pressed.emit(event.button(), at.x(), at.y())
        elif kind == QEvent.Type.MouseMove:
            self._move(at)
        elif kind == QEvent.Type.MouseButtonRelease and event.button() == self._button:
            button, self._button = self._button, None
            if self._moving:
                self.dropped.emit(button)
            else:
                self.clicked.emit(button, at.x(), at.y())
        event.accept()
        return True

    def _let_go(self) -> None:
        button, self._button = self._button, None
        if self._moving and button is not None:
            self.dropped.emit(button)

    def _move(self, at: QPointF) -> None:
        if self._button is None:
            self.hovered.emit(at.x(), at.y())
            return
        way = at - self._from
        if not self._moving and abs(way.x()) + abs(way.y()) < SLACK:
            return
        self._moving = True
        step = at - self._last
        self._last = at
        self.dragged.emit(self._button, at.x(), at.y(), step.x(), step.y())
