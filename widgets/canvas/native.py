"""Which widget shows a picture: that depends on who draws it."""

from __future__ import annotations

from functools import cache

from PyQt6.QtGui import QOffscreenSurface, QOpenGLContext

from widgets.canvas.composed import Composed
from widgets.canvas.copied import Copied
from widgets.painters.gl.facts import current_facts

Native = Composed | Copied


@cache
def native_for() -> type[Native]:
    """`Copied` where the processor draws in place of a graphics card, else `Composed`.

    An application must exist; the answer holds as long as it does.
    """
    before = QOpenGLContext.currentContext()
    there = before.surface() if before is not None else None
    surface, context = QOffscreenSurface(), QOpenGLContext()
    surface.create()
    software = False
    if context.create() and context.makeCurrent(surface):
        software = current_facts().software
        context.doneCurrent()
    if before is not None and there is not None:
        before.makeCurrent(there)
    return Copied if software else Composed
