"""How the window comes to life: the application, a run, a photograph."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QEventLoop, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PyQt6.QtGui import (
    QGuiApplication,
    QImage,
    QOffscreenSurface,
    QOpenGLContext,
    QPainter,
    QSurfaceFormat,
)
from PyQt6.QtWidgets import QApplication

from app import memory, preferences
from app.export.files import written_whole
from app.lab.collector import Collector
from app.preset_file import Preset
from engines.errors import ExportError, SeparatrixError
from engines.running.card import CARD
from widgets.painters.gl.facts import current_facts
from widgets.theme.apply import apply_theme
from widgets.theme.look import LOOK
from widgets.theme.tokens import THEMES
from widgets.views.typeset import warm

DISPLAYS = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")
STILL = "Charts, sheets, numbers, exports and every command work; export draws pictures aside."
INSTEAD = "'separatrix render' makes pictures and movies without one"
LONGEST_OPENING = 120.0
HAND_OVER = 0.001  # s after which an engine lets go of the interpreter for the window
_kept: list[QApplication] = []  # Qt ends with the last reference to its application


def application(chosen: preferences.Preferences) -> QApplication:
    """The one application, with everything that must be said before it exists."""
    made = QApplication.instance()
    sys.setswitchinterval(HAND_OVER)
    if not isinstance(made, QApplication):
        memory.settle()
        # without shared contexts a floated dock draws nothing
        QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
            Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
        )
        surface = QSurfaceFormat()
        surface.setRenderableType(QSurfaceFormat.RenderableType.OpenGL)
        surface.setSwapInterval(0 if os.environ.get("LIBGL_ALWAYS_SOFTWARE") else 1)
        QSurfaceFormat.setDefaultFormat(surface)
        os.environ.setdefault("LIBGL_DEBUG", "quiet")  # what fails is said by us
        qInstallMessageHandler(_heard)  # the only word Qt leaves us when it finds no display
        made = QApplication(["separatrix"])
        made.setApplicationName("separatrix")
        _kept.append(made)
    LOOK.still = chosen.still
    apply_theme(made, THEMES[chosen.theme], chosen.text)
    return made


def _heard(kind: QtMsgType, context: object, words: str | None) -> None:
    """Qt's own messages: only what a user could act upon; after a fatal one Qt would abort."""
    if kind == QtMsgType.QtFatalMsg:
        where = " or ".join(
            f"{name} = {os.environ[name]}" for name in DISPLAYS if name in os.environ
        )
        reason = f"Qt cannot open {where or 'a display'}"
        if "platform plugin" not in (words or ""):
            reason = " ".join((words or "Qt gave up").split())
        print(f"separatrix: {reason}; {INSTEAD}", file=sys.stderr, flush=True)
        os._exit(2)
    if kind == QtMsgType.QtCriticalMsg and words:
        print(f"separatrix: {words}", file=sys.stderr, flush=True)


def lacking() -> str:
    """What this display does not give, in one sentence; "" if it gives OpenGL, by a card or not."""
    context, surface = QOpenGLContext(), QOffscreenSurface()
    surface.create()
    if context.create() and context.makeCurrent(surface):
        CARD.there = not current_facts().software
        context.doneCurrent()
        return ""
    return f"there is no OpenGL on this display ({QGuiApplication.platformName()})"


def need_opengl() -> None:
    """Refuse before a window is photographed that could not show anything.

    Raises:
        SeparatrixError: If this display gives no OpenGL context.
    """
    if reason := lacking():
        raise SeparatrixError(f"{reason}; {INSTEAD}")


def run(chosen: Preset | None) -> int:
    """Open the window, at `chosen` or at the gallery, and stay until it is closed."""
    from app.window import MainWindow

    remembered = preferences.load()
    app = application(remembered)
    threading.Thread(target=warm, name="glyphs", daemon=True).start()
    window = MainWindow(remembered)
    window.resize(1440, 900)
    window.show()
    window.workspace.frame_arrived.connect(Collector().spare)
    if reason := lacking():
        window.notice.show_notice(f"No pictures: {reason}.", STILL, kind="warn")
    window.recovery.begin()
    if chosen is not None:
        window.open(chosen)
    # a signal counts as a clean end; Python sees it at the next tick of the pump, in the middle
    # of anything, so the window is closed once that is over
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: QTimer.singleShot(0, window.leave))
    status = app.exec()
    window.close()
    # All is written and every engine has been asked to stop. A thread in the middle of a long
    # import or compilation, and a graphics driver with its own threads, must not run into an
    # interpreter that is being taken down: they have kept it from ending, or ended it badly.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def photograph(
    chosen: Preset,
    target: Path,
    size: tuple[int, int],
    scale: int,
    wait: float,
    theme: str,
    text: float = 1.0,
) -> None:
    """Save a picture of the real window showing `chosen`.

    Args:
        chosen: What to show.
        target: PNG file.
        size: Logical pixels.
        scale: Device pixels per logical pixel.
        wait: How long it runs first, s.
        theme: "dark" or "light".
        text: Scale of the text.

    Raises:
        SeparatrixError: If it cannot be opened or written.
    """
    os.environ["QT_SCALE_FACTOR"] = str(scale)
    from app.window import MainWindow

    liked = preferences.Preferences(theme=theme, text=text)
    application(liked)
    need_opengl()
    window = MainWindow(liked)
    heard: list[str] = []
    window.workspace.trouble.connect(heard.append)
    try:
        window.resize(*size)
        window.show()
        window.open(chosen)
        opening = wait_for(
            lambda: window.workspace.open_now is not None or bool(heard), LONGEST_OPENING
        )
        if heard and window.workspace.open_now is None:
            raise SeparatrixError(heard[0])
        if not opening:
            raise SeparatrixError(f"{chosen.id} did not open within {LONGEST_OPENING:.0f} s")
        pass_events(wait)
        window.workspace.play(False)
        wait_for(lambda: window.stage.settled, 30.0)
        pass_events(0.3)
        picture = photographed(window)
    finally:
        window.close()
    with written_whole(target) as part:
        if not picture.save(str(part), "PNG"):
            raise ExportError(f"cannot write {target}: the disk refuses")


def photographed(window: object) -> QImage:
    """The window in device pixels, its canvases included."""
    from app.window import MainWindow

    if not isinstance(window, MainWindow):
        raise SeparatrixError("only the main window can be photographed")
    image = window.grab().toImage()
    shown = window.middle.currentWidget()
    if shown is window.stage:
        painter = QPainter(image)
        place = window.stage.arrangement.mapTo(window, window.stage.arrangement.rect().topLeft())
        painter.drawImage(place, window.stage.arrangement.grab_picture())
        painter.end()
    return image


def pass_events(seconds: float) -> None:
    """Let the window live for `seconds`."""
    wait_for(lambda: False, seconds)


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    """Let the window live until `condition` holds; False if `seconds` ended first."""
    app, end = QApplication.instance(), time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        if app is not None:
            app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
        time.sleep(0.002)
    return condition()
