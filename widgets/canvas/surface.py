"""What the plane and space share: what a hand does to a screen, told in world coordinates."""

from __future__ import annotations

from abc import abstractmethod

import numpy as np
from PyQt6 import sip
from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QWidget

from widgets.canvas.hand import Hand
from widgets.canvas.screen import Screen
from widgets.theme.tokens import DARK, Theme

GRIP = 12.0  # logical pixels round a handle that still grip it


class Surface(Screen):
    """A widget that draws layers and tells what is done to it.

    Signals:
        clicked: World coordinates of a left click, a tuple.
        unclicked: The last `clicked` was the first half of a double click.
        asked: The same for a right click, for a menu.
        dragged: World coordinates of the handle under the hand, a tuple.
        brushed: World coordinates under a hand that strokes the picture with Shift, a tuple.
        released: The handle was let go, or the stroke has ended.
        hovered: World coordinates under the pointer, or None when it leaves.
        limits_changed: What `limits` is now.

    Attributes:
        strokes: How many strokes have begun.
    """

    clicked = pyqtSignal(tuple)
    unclicked = pyqtSignal()
    asked = pyqtSignal(tuple)
    dragged = pyqtSignal(tuple)
    brushed = pyqtSignal(tuple)
    released = pyqtSignal()
    hovered = pyqtSignal(object)
    limits_changed = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None, theme: Theme = DARK) -> None:
        super().__init__(parent, theme)
        self._gripped = False
        self._brushing = False
        self.strokes = 0
        self._told_click = False
        self.hand = Hand(self.native)
        self.hand.pressed.connect(self._press)
        self.hand.clicked.connect(self._click)
        self.hand.dropped.connect(self._drop)
        self.hand.dragged.connect(self._drag)
        self.hand.turned.connect(self._turn)
        self.hand.hovered.connect(lambda x, y: self.hovered.emit(self.world(x, y)))
        self.hand.left.connect(lambda: self.hovered.emit(None))
        self.hand.doubled.connect(self._double)

    def close(self) -> None:
        if not sip.isdeleted(self.native):
            self.native.removeEventFilter(self.hand)
        super().close()

    @abstractmethod
    def world(self, x: float, y: float) -> tuple[float, ...]:
        """World coordinates of a place in logical pixels, y downwards."""

    @abstractmethod
    def place(self, world: tuple[float, ...]) -> tuple[float, float]:
        """Logical pixels, y downwards, of world coordinates."""

    @abstractmethod
    def reset(self) -> None:
        """The view as it was at first."""

    @abstractmethod
    def _move(self, button: Qt.MouseButton, dx: float, dy: float) -> None:
        """The hand pulls the picture."""

    @abstractmethod
    def _turn(self, factor: float, x: float, y: float) -> None:
        """The wheel asks for magnification."""

    def _double(self) -> None:
        # The click is told at once, because a launch must not wait for what might follow.
        if self._told_click:
            self._told_click = False
            self.unclicked.emit()
        self.reset()

    def _press(self, button: Qt.MouseButton, x: float, y: float) -> None:
        self._told_click = False
        self._brushing = button == Qt.MouseButton.LeftButton and self.hand.shifted
        if self._brushing:
            self._gripped = False
            self.strokes += 1
            self.brushed.emit(self.world(x, y))
            return
        handles = self._scene.handles()
        if button != Qt.MouseButton.LeftButton or not len(handles):
            self._gripped = False
            return
        gaps = [np.hypot(px - x, py - y) for px, py in (self.place(tuple(h)) for h in handles)]
        self._gripped = bool(min(gaps) <= GRIP)

    def _click(self, button: Qt.MouseButton, x: float, y: float) -> None:
        if self._brushing:
            self._drop(button)
            return
        if button == Qt.MouseButton.LeftButton and not self._gripped:
            self._told_click = True
            self.clicked.emit(self.world(x, y))
        elif button == Qt.MouseButton.RightButton:
            self.asked.emit(self.world(x, y))
        self._gripped = False

    def _drag(self, button: Qt.MouseButton, x: float, y: float, dx: float, dy: float) -> None:
        if self._brushing:
            self.brushed.emit(self.world(x, y))
        elif self._gripped:
            self.dragged.emit(self.world(x, y))
        else:
            self._move(button, dx, dy)

    def _drop(self, button: Qt.MouseButton) -> None:
        if self._gripped or self._brushing:
            self._gripped = self._brushing = False
            self.released.emit()
