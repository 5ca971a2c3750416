"""What all painted controls share: redraw on a new look, hover, and a ring for the keyboard."""

from __future__ import annotations

from collections.abc import Collection

from PyQt6.QtCore import QEvent, QRectF, Qt
from PyQt6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPen,
)
from PyQt6.QtWidgets import QWidget

from widgets.theme.fonts import symbol_font
from widgets.theme.look import LOOK
from widgets.theme.symbols import pieces

FAINT = 0.45  # opacity of what is disabled
PRESSES = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter})
ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})
BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)


class Painted(QWidget):
    """Base of painted controls.

    Attributes:
        hovered: Whether the pointer is over it.
        ringed: Whether it has the focus and got it from the keyboard.
        own_keys: Keys it answers itself while `ringed`, though the window may have an act on them.
    """

    own_keys: frozenset[Qt.Key] = frozenset()
    hovered = False
    ringed = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        LOOK.changed.connect(self.restyle)

    def restyle(self) -> None:
        """Takes the current look; subclasses set their sizes here, then call this."""
        self.updateGeometry()
        self.update()

    def event(self, event: QEvent | None) -> bool:
        return (self.ringed and keeps(event, self.own_keys)) or super().event(event)

    def enterEvent(self, event: QEnterEvent | None) -> None:
        self.hovered = True
        self.update()

    def leaveEvent(self, event: QEvent | None) -> None:
        self.hovered = False
        self.update()

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        self.ringed = event is not None and event.reason() in BY_KEY
        self.update()

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        self.ringed = False
        self.update()

    def brush(self) -> QPainter:
        """A painter for this widget with smooth edges."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return painter


def keeps(event: QEvent | None, keys: Collection[Qt.Key]) -> bool:
    """Whether `event` asks if a key is left to a shortcut, and these `keys` are not."""
    if event is None or event.type() != QEvent.Type.ShortcutOverride:
        return False
    mine = isinstance(event, QKeyEvent) and Qt.Key(event.key()) in keys
    if mine:
        event.accept()
    return mine


def ring(painter: QPainter, rect: QRectF, radius: float) -> None:
    """The focus ring, 2 px of accent, 1 px outside `rect`."""
    painter.setPen(QPen(LOOK.colour("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(-2, -2, 2, 2), radius + 2, radius + 2)


def bar(painter: QPainter, rect: QRectF, colour: QColor, radius: float) -> None:
    """A filled bar with round corners and no outline."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(rect, radius, radius)


def symbol_width(tex: str) -> float:
    """Width of a symbol in TeX, in logical pixels."""
    return sum(
        QFontMetricsF(symbol_font(0.72 if p.level else 1.0)).horizontalAdvance(p.text)
        for p in pieces(tex)
    )


def draw_symbol(painter: QPainter, x: float, base: float, tex: str, colour: QColor) -> float:
    """Draws a symbol in TeX with its base line at `base`; returns where it ends."""
    painter.setPen(colour)
    for piece in pieces(tex):
        face = symbol_font(0.72 if piece.level else 1.0)
        painter.setFont(face)
        shift = -piece.level * LOOK.px(4) if piece.level > 0 else -piece.level * LOOK.px(3)
        painter.drawText(round(x), round(base + shift), piece.text)
        x += QFontMetricsF(face).horizontalAdvance(piece.text)
    return x
