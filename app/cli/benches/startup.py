"""From the start of the program to its window, and to the first picture that moves."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

from app.cli.benches.parts.entry import Entry
from app.cli.benches.parts.lived import with_display
from engines.errors import SeparatrixError

WINDOW, MOVING = 2.0, 3.0  # s
STARTS = 3  # after one that warms the caches
LONGEST = 60.0  # s
MUST = {
    "start to window": f"under {WINDOW:g} s",
    "start to first moving picture": f"under {MOVING:g} s",
}


def measure() -> list[Entry]:
    """The program is started anew, as a user does, with the preferences of a first start."""
    return with_display(MUST, _measured)


def _measured() -> list[Entry]:
    starts = [_start() for _ in range(1 + STARTS)][1:]
    return [
        Entry(name, ours, must, ours < budget)
        for (name, must), budget, ours in zip(
            MUST.items(), (WINDOW, MOVING), map(statistics.median, zip(*starts, strict=True)),
            strict=True,
        )
    ]  # fmt: skip


def _start() -> tuple[float, float]:
    """Seconds until the window was painted, and until its second picture was on the screen."""
    code = "from app.cli.benches.startup import watched; watched()"
    with tempfile.TemporaryDirectory() as folder:
        begun = time.time()
        told = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "SEPARATRIX_CONFIG": folder},
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        ).stdout.split()
    if len(told) != 2:
        raise SeparatrixError("the window did not come to life when it was started anew")
    return float(told[0]) - begun, float(told[1]) - begun


def watched() -> None:
    """Open the window as the program does, print the two moments, and end the process."""
    from app import faults, preferences

    faults.install()
    from app.cli.program import program

    program()
    from PyQt6.QtCore import QTimer

    from app.lab.launch import application
    from app.window import MainWindow
    from widgets.views.surface_view import SurfaceView

    liked = preferences.load()
    application(liked)
    window = MainWindow(liked)
    window.resize(1440, 900)
    window.show()
    shown: list[float] = []

    def look() -> None:
        if not shown and window.isVisible():
            window.repaint()
            shown.append(time.time())
        for view in window.gallery.preview.views:
            if isinstance(view, SurfaceView) and len(view.canvas.frame_seconds) > 1:
                print(shown[0], time.time(), flush=True)
                os._exit(0)

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(5)
    from PyQt6.QtWidgets import QApplication

    QApplication.exec()
