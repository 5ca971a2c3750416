"""The real window, opened for a measurement and closed afterwards."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from app.cli.benches.parts.entry import Entry
from app.cli.opening import need_display
from engines.errors import SeparatrixError

if TYPE_CHECKING:
    from app.window import MainWindow

SIZE = (1280, 720)
LONGEST_OPENING = 120.0  # s
WARM_UP = 3.0  # s the window lives before anything is counted
BEAT = 5  # ms between two beats of the heart


def with_display(must: dict[str, str], work: Callable[[], list[Entry]]) -> list[Entry]:
    """The entries of `work`, or where there is no display the same names, not measured.

    Args:
        must: Budget of each entry, by name.
        work: Measures them in a window.
    """
    try:
        need_display()
    except SeparatrixError:
        note = "not measured: it needs a display"
        return [Entry(name, math.nan, budget, None, note=note) for name, budget in must.items()]
    return work()


@contextmanager
def lab(id: str) -> Iterator[MainWindow]:
    """The main window with the preset `id` open and moving, warmed up.

    Raises:
        SeparatrixError: If it does not open.
    """
    from app import preferences
    from app.catalogue import preset
    from app.lab.collector import Collector
    from app.lab.launch import application, wait_for
    from app.window import MainWindow

    liked = preferences.Preferences()
    application(liked)
    window = MainWindow(liked)
    try:
        window.resize(*SIZE)
        window.show()
        window.workspace.frame_arrived.connect(Collector().spare)
        window.open(preset(id))
        if not wait_for(lambda: window.workspace.open_now is not None, LONGEST_OPENING):
            raise SeparatrixError(f"{id} did not open within {LONGEST_OPENING:.0f} s")
        live(WARM_UP)
        yield window
    finally:
        window.close()


def live(seconds: float) -> None:
    """Let the window live as it does for a user, in Qt's own loop."""
    from PyQt6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(1e3 * seconds), loop.quit)
    loop.exec()


class Heart:
    """Beats on the GUI thread; what keeps the thread busy is seen as a gap between two beats.

    Attributes:
        gaps: Seconds from each beat to the next.
    """

    def __init__(self) -> None:
        from PyQt6.QtCore import Qt, QTimer

        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT)

    def stop(self) -> np.ndarray:
        """The gaps so far; it beats no more."""
        self._timer.stop()
        return np.array(self.gaps)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now


def pictures_of(window: MainWindow) -> list[float]:
    """A list that grows by the time of each picture the first view puts on the screen, s."""
    from widgets.views.surface_view import SurfaceView

    times: list[float] = []
    for view in window.stage.views:
        if isinstance(view, SurfaceView):
            view.canvas.native.frameSwapped.connect(lambda: times.append(time.perf_counter()))
            break
    return times
