"""The only meeting of engine and window: on the GUI thread, about sixty times a second."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import QObject, Qt, QTimer, pyqtSignal

from engines.running.mailbox import Mailbox

TICK = 16
SOON = 0.005  # s between two looks into a mailbox, so that the window also does other things
LONGEST_STEP = 0.25


class Pump(QObject):
    """Calls its listeners with the seconds since the last call, and takes what an engine posts
    between two ticks at once.

    Attributes:
        gaps: The last gaps between two calls, s; what the GUI thread was kept from.
    """

    _posted = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._takers: list[Callable[[], None]] = []
        self._boxes: list[Mailbox[Any]] = []
        self._took = 0.0
        self._posted.connect(self._take)  # queued, from the thread of an engine
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

    def hear(self, box: Mailbox[Any], take: Callable[[], None]) -> None:
        """Call `take` when something lies in `box`, at the next tick if that was just done."""
        self._boxes.append(box)
        self._takers.append(take)
        box.told = self._posted.emit

    def start(self) -> None:
        """Begin to tick."""
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """Tick no more; nothing is left behind."""
        self._timer.stop()
        self._listeners.clear()
        self._takers.clear()
        for box in self._boxes:
            box.told = _nothing

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
        self._took = time.perf_counter()

    def _take(self) -> None:
        if time.perf_counter() - self._took > SOON:
            for take in list(self._takers):
                take()
            self._took = time.perf_counter()


def _nothing() -> None:
    """Nobody listens any more."""
