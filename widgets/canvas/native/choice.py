"""Which widget shows a picture: that depends on who draws it."""

from __future__ import annotations

from functools import cache

from PyQt6.QtGui import QOffscreenSurface, QOpenGLContext

from widgets.canvas.native.composed import Composed
from widgets.canvas.native.copied import Copied
from widgets.canvas.native.missing import Missing
from widgets.painters.gl.facts import current_facts

Native = Composed | Copied | Missing


@cache
def native_for() -> type[Native]:
    """`Copied` where the processor draws in place of a graphics card, else `Composed`.

    Where there is no OpenGL at all it is `Missing`.

    An application must exist; the answer holds as long as it does.
    """
    before = QOpenGLContext.currentContext()
    there = before.surface() if before is not None else None
    surface, context = QOffscreenSurface(), QOpenGLContext()
    surface.create()
    kind: type[Native] = Missing
    if context.create() and context.makeCurrent(surface):
        kind = Copied if current_facts().software else Composed
        context.doneCurrent()
    if before is not None and there is not None:
        before.makeCurrent(there)
    return kind
