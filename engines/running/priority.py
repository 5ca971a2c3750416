"""Work steps back where a hand waits."""

from __future__ import annotations

import os
import sys
import threading

STEP_BACK = 10  # of the 39 steps that Linux knows


def step_back() -> None:
    """Give this thread, and every thread it will start, less of a busy processor than the window.

    On Linux each thread has a priority of its own; elsewhere it belongs to the whole program, and
    nothing is done.
    """
    if sys.platform != "linux":
        return
    me = threading.get_native_id()
    os.setpriority(os.PRIO_PROCESS, me, min(19, os.getpriority(os.PRIO_PROCESS, me) + STEP_BACK))
