"""Which key moves a slider, and how far."""

from __future__ import annotations

from PyQt6.QtCore import Qt

COARSE, FINE = 10.0, 0.1
STEPS = {
    Qt.Key.Key_Right: 1.0,
    Qt.Key.Key_Up: 1.0,
    Qt.Key.Key_Left: -1.0,
    Qt.Key.Key_Down: -1.0,
    Qt.Key.Key_PageUp: 10.0,
    Qt.Key.Key_PageDown: -10.0,
}
ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)
TYPED = frozenset(Qt.Key(Qt.Key.Key_0 + digit) for digit in range(10)) | {
    Qt.Key.Key_Minus,
    Qt.Key.Key_Period,
}
ASKED = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace, Qt.Key.Key_Delete})


def pace(modifiers: Qt.KeyboardModifier) -> float:
    """Factor on a step: Shift is coarse, Ctrl is fine."""
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        return COARSE
    return FINE if modifiers & Qt.KeyboardModifier.ControlModifier else 1.0
