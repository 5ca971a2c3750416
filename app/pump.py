"""The only meeting of engine and window: on the GUI thread, about sixty times a second."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from PyQt6.QtCore import QObject, Qt, QTimer

TICK = 16
LONGEST_STEP = 0.25


class Pump(QObject):
    """Calls its listeners with the seconds since the last call.

    Attributes:
        gaps: The last gaps between two calls, s; what the GUI thread was kept from.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.gaps: deque[float] = deque(maxlen=600)
        self._listeners: list[Callable[[float], None]] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self._tick)

    def listen(self, listener: Callable[[float], None]) -> None:
        """Call `listener(seconds)` on every tick."""
        self._listeners.append(listener)

    def start(self) -> None:
        """Begin to tick."""
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """Tick no more; nothing is left behind."""
        self._timer.stop()
        self._listeners.clear()

    @property
    def rate(self) -> float:
        """Ticks per second over the last second or so."""
        recent = list(self.gaps)[-60:]
        return len(recent) / sum(recent) if recent and sum(recent) > 0 else 0.0

    def _tick(self) -> None:
        now = time.perf_counter()
        gap, self._last = now - self._last, now
        self.gaps.append(gap)
        # after a stall time goes on from where it stopped instead of jumping
        for listener in list(self._listeners):
            listener(min(gap, LONGEST_STEP))
