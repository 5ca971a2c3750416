"""A window that stays open all day: what was opened and put away again leaves nothing behind."""

import gc
import os
import threading

import pytest
from PyQt6.QtCore import QEvent, QObject
from PyQt6.QtWidgets import QApplication

from widgets.panels.export.request import ExportRequest
from widgets.theme.look import LOOK

QUICK = ("pendulum", "saddle", "henon", "lorenz-1963")


def now_there(window):
    """Everything that could pile up, by kind."""
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    descriptors = "/proc/self/fd"
    return {
        "widgets": len(QApplication.allWidgets()),
        "objects": len(window.findChildren(QObject)),
        "followers": len(LOOK.changed),
        # how many jobs met one another is chance: the few threads kept for the next are no rest
        "threads": threading.active_count() - len(window.jobs._idle),
        "descriptors": len(os.listdir(descriptors)) if os.path.isdir(descriptors) else 0,
    }


@pytest.fixture
def quiet(qtbot, window):
    """Waits until nothing runs, and what ran is put away: its pictures shown, its rows gone."""

    def at_rest():
        runs = window.workspace.busy or window.jobs.running or window.jobs._leaving
        return not (runs or window.stage.tasks.tasks())

    def wait():
        window.workspace.play(False)
        ticks = []
        listener = lambda seconds: ticks.append(seconds) if at_rest() else ticks.clear()  # noqa: E731
        window.pump.listen(listener)
        # the tick that finds rest may itself hand over a last picture; the next has nothing to do
        qtbot.waitUntil(lambda: len(ticks) > 1, timeout=60000)
        window.pump._listeners.remove(listener)

    return wait


@pytest.fixture
def counted(quiet, window):
    """Counts at rest, again and again until the numbers stand still."""

    def count():
        quiet()
        seen = now_there(window)
        for _ in range(10):
            quiet()
            before, seen = seen, now_there(window)
            if seen == before:
                break
        return seen

    return count


def grown(before, after):
    return {name: after[name] - count for name, count in before.items() if after[name] > count}


def test_opening_every_kind_twice_leaves_as_much_as_opening_it_once(opened, window, quiet, counted):
    def round_trip():
        for id in QUICK:
            opened(id)
            quiet()

    round_trip()
    before = counted()
    round_trip()
    assert grown(before, counted()) == {}


def test_themes_texts_and_floating_docks_leave_nothing(opened, window, quiet, counted):
    opened("pendulum")
    quiet()

    def changes():
        for theme, scale in (("light", 1.0), ("dark", 1.25), ("dark", 1.0)):
            window.set_theme(theme)
            window.set_text(scale)
            for dock in (window.left.dock, window.right.dock):
                dock.setFloating(not dock.isFloating())
        QApplication.processEvents()
        for dock in (window.left.dock, window.right.dock):
            dock.setFloating(False)

    changes()
    before = counted()
    changes()
    assert grown(before, counted()) == {}


def test_dialogs_palettes_and_pictures_leave_nothing(opened, window, quiet, counted, tmp_path):
    window._prefer(folder=str(tmp_path))
    opened("saddle")
    quiet()

    def acts():
        window.exporting.ask("picture")
        quiet()
        window.exporting.dialog.reject()
        window.actions_by_title["Jump to anything"].trigger()
        QApplication.processEvents()
        while popup := QApplication.activePopupWidget() or QApplication.activeModalWidget():
            popup.close()
            QApplication.processEvents()
        window.actions_by_title["Layers"].trigger()
        while popup := QApplication.activePopupWidget():
            popup.close()
        window.exporting.write(ExportRequest(name="kept", size=(320, 180)))
        quiet()

    acts()
    before = counted()
    acts()
    assert grown(before, counted()) == {}
    assert len(list(tmp_path.glob("kept*"))) == 2


def test_moving_and_playing_leave_nothing(qtbot, opened, window, quiet, counted):
    opened("pendulum")
    quiet()
    space = window.workspace
    frames = []
    space.frame_arrived.connect(frames.append)

    def acts():
        for i in range(4):
            space.edit("c", 0.1 + 0.01 * i, final=i % 2 == 1)
            count = len(frames)
            qtbot.waitUntil(lambda count=count: len(frames) > count, timeout=30000)
        for _ in range(2):
            window.actions_by_title["Undo"].trigger()
        quiet()

    acts()
    before = counted()
    acts()
    assert grown(before, counted()) == {}
