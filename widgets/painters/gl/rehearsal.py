"""New shaders are drawn with aside first, so that no window waits for a driver to translate them."""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

from engines.running.priority import step_back

if TYPE_CHECKING:
    from PyQt6.QtGui import QOffscreenSurface, QOpenGLContext, QSurfaceFormat

REMEMBERED = 256  # keys of what has been rehearsed
LONG = 0.05  # s of work from which it is worth to see whether the driver has kept it
LOOKS = 2  # times it is looked whether it has
WRITING = 0.03  # s before each, in which a driver may still write
STRIKES = 2  # times in a row it had not, after which nothing is rehearsed any more


class Rehearsal:
    """A thread with a context of its own that draws once with what a window is going to draw with.

    Drivers translate a program when it is linked, or only when it first draws: where the processor
    draws that is a tenth of a second of its time, in which a window stands still. What they have
    translated they keep, for every context, under the text it was made of. So the work is done
    here, in a context that shares nothing with any picture, and the window, which asks again with
    every frame, finds it done. A driver that keeps nothing is noticed, and left alone from then on.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: dict[int, tuple[Hashable, Callable[[], None]]] = {}  # by who asked
        self._known: dict[Hashable, None] = {}  # in the order they were done
        self._thread: threading.Thread | None = None
        self._surface: QOffscreenSurface | None = None
        self._strikes = 0
        self._closing = False

    def ready(self, who: object, key: Hashable, work: Callable[[], None]) -> bool:
        """Whether `who` may build what `key` stands for now; if not, it is worked on meanwhile.

        Args:
            who: Asks; what it asked for before and did not get is not wanted any more.
            key: All on which the translation depends.
            work: Draws once with a program of its own and gives everything back. Runs on the
                thread of the rehearsal, whose context is current; what it raises is left for
                `who` to meet.
        """
        with self._changed:
            if self._strikes >= STRIKES or key in self._known:
                self._waiting.pop(id(who), None)
                return True
            asked = self._waiting.get(id(who))
            if asked is None or asked[0] != key:
                if self._thread is None and not self._begun():
                    return True
                self._waiting[id(who)] = key, work
                self._changed.notify_all()
            return False

    def close(self, patience: float = 2.0) -> bool:
        """Let the thread end, within `patience` (s); whether it has."""
        with self._changed:
            self._closing, self._strikes = True, STRIKES
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(patience)
        return self._thread is None or not self._thread.is_alive()

    def _begun(self) -> bool:
        """Begin, on the thread of the windows; False where no other thread may draw."""
        from PyQt6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext

        if QGuiApplication.instance() is None or not QOpenGLContext.supportsThreadedOpenGL():
            self._strikes = STRIKES
            return False
        self._surface = QOffscreenSurface()
        self._surface.setFormat(_form())
        self._surface.create()
        self._thread = threading.Thread(target=self._loop, name="rehearsal", daemon=True)
        self._thread.start()
        return True

    def _loop(self) -> None:
        step_back()
        context = self._context()
        while context is not None:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._waiting) or self._closing)
                if self._closing:
                    context.doneCurrent()
                    break
                who, (key, work) = next(reversed(self._waiting.items()))
            kept = self._kept(work)
            with self._changed:
                self._strikes = 0 if kept else self._strikes + 1
                self._known[key] = None
                while len(self._known) > REMEMBERED:
                    self._known.pop(next(iter(self._known)))
                if self._waiting.get(who, (None,))[0] == key:
                    del self._waiting[who]
        with self._changed:
            self._strikes = STRIKES
            self._waiting.clear()

    def _kept(self, work: Callable[[], None]) -> bool:
        """Do the work; whether the driver has kept what was long about it."""
        first = _seconds(work)
        for _ in range(LOOKS if first > LONG else 0):
            time.sleep(WRITING)
            if self._closing or _seconds(work) < 0.5 * first:
                return True
        return first <= LONG

    def _context(self) -> QOpenGLContext | None:
        from PyQt6.QtGui import QOpenGLContext

        context = QOpenGLContext()
        context.setFormat(_form())
        return context if context.create() and context.makeCurrent(self._surface) else None


def _seconds(work: Callable[[], None]) -> float:
    """What the work takes of this thread's own time; 0 if it fails."""
    began = time.thread_time()
    try:
        work()
    except Exception:  # whoever asked meets it again, and knows what to say
        return 0.0
    return time.thread_time() - began


def _form() -> QSurfaceFormat:
    from PyQt6.QtGui import QSurfaceFormat

    form = QSurfaceFormat.defaultFormat()
    form.setRenderableType(QSurfaceFormat.RenderableType.OpenGL)
    return form


REHEARSAL = Rehearsal()  # one for all windows
atexit.register(REHEARSAL.close)  # a driver at work must not run into an interpreter that ends
