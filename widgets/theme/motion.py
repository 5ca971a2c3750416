"""Short movements of controls; nothing bounces, and nothing moves if the system says so."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QAbstractAnimation, QEasingCurve, QObject, QVariantAnimation

from widgets.theme.look import LOOK

PRESS, FOLD, LAYOUT, LESSON = 80, 120, 180, 260


def animate(
    owner: QObject, start: float, stop: float, duration: int, step: Callable[[float], None]
) -> QVariantAnimation | None:
    """Calls `step` with numbers from `start` to `stop`, easing out.

    Args:
        owner: The animation dies with it and deletes itself when done.
        start: First number.
        stop: Last number.
        duration: Milliseconds; taken as 0 with reduced motion.
        step: Receives each number; the last call gets exactly `stop`.

    Returns:
        The running animation, or None if it was over at once.
    """
    if LOOK.still or duration <= 0:
        step(stop)
        return None
    moving = QVariantAnimation(owner)
    moving.setStartValue(float(start))
    moving.setEndValue(float(stop))
    moving.setDuration(duration)
    moving.setEasingCurve(QEasingCurve.Type.OutCubic)
    moving.valueChanged.connect(step)
    moving.start(QAbstractAnimation.DeletionPolicy.DeleteWhenStopped)
    return moving
