"""A mark in the stream of commands: has the driver come that far?"""

from __future__ import annotations

import ctypes
from collections.abc import Callable

from vispy.gloo import gl

COMPLETE = 0x9117  # GL_SYNC_GPU_COMMANDS_COMPLETE
FLUSH = 1  # GL_SYNC_FLUSH_COMMANDS_BIT
EXPIRED = 0x911B  # GL_TIMEOUT_EXPIRED: not yet
NAMES = (b"glFenceSync", b"glClientWaitSync", b"glDeleteSync")


class Fence:
    """Set after a picture was asked for, passed once it is drawn; nobody waits in between.

    Drivers without fences (before OpenGL 3.2) wait as `glFinish` does.

    Args:
        lookup: Address of a function of the driver by its name, 0 if there is none. The context
            must be current here as in all calls.
    """

    def __init__(self, lookup: Callable[[bytes], int]) -> None:
        found = [lookup(name) for name in NAMES]
        self._known = all(found)
        self._mark: int | None = None
        if self._known:
            handle, word = ctypes.c_void_p, ctypes.c_uint
            make, wait, drop = found
            self._make = ctypes.CFUNCTYPE(handle, word, word)(make)
            self._wait = ctypes.CFUNCTYPE(word, handle, word, ctypes.c_uint64)(wait)
            self._drop = ctypes.CFUNCTYPE(None, handle)(drop)

    def set(self) -> None:
        """Mark what was asked for until now, and let the driver begin with it."""
        self.release()
        if self._known:
            self._mark = self._make(COMPLETE, 0)
        gl.glFlush()

    def passed(self) -> bool:
        """Whether all before the mark is done."""
        if self._mark is None:
            gl.glFinish()
            return True
        if self._wait(self._mark, FLUSH, 0) == EXPIRED:
            return False
        self.release()
        return True

    def release(self) -> None:
        """Take the mark away."""
        if self._mark is not None:
            self._drop(self._mark)
            self._mark = None
