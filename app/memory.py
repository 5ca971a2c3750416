"""How memory that is free goes back to the system."""

from __future__ import annotations

import ctypes
import sys

# Names and numbers of the C library, malloc.h.
TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
ARENAS = 2  # one for the window, one for everything beside it
LARGE = 16 * 2**20  # bytes; from here on a piece is the system's own, and goes back when freed
SPARE = 2 * LARGE  # bytes kept at the end of a heap for what comes next


def settle() -> bool:
    """Let the C library keep few heaps; called before there are threads.

    Each thread that asks for memory while others do gets a heap of its own, which keeps what it
    once needed. Engines, exports and compilers come and go, and a window that stays open for hours
    would hold the sum of all their peaks.

    Returns:
        Whether there is a C library that can be told, and it agreed.
    """
    if sys.platform != "linux":
        return False
    wanted = ((ARENA_MAX, ARENAS), (MMAP_THRESHOLD, LARGE), (TRIM_THRESHOLD, SPARE))
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):  # not the library of GNU
        return False
    return all(mallopt(what, value) == 1 for what, value in wanted)
