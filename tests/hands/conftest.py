"""A seeded hand that does to the real window whatever a hand can do, and leaves its recipe."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from PyQt6 import sip
from PyQt6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QFileDialog, QToolButton, QWidget

from app import preferences
from app.lab.launch import application
from widgets.panels.export.request import FORMATS, ExportRequest
from widgets.views.surface_view import SurfaceView

# fmt: off
PRESETS = (  # noqa: SIM905
    "lorenz-1963 rossler thomas van-der-pol pendulum lotka-volterra duffing double-gyre "
    "bickley-jet abc-flow saddle henon standard-map rectified-flow sprites attracting-walls"
).split()
PLAIN = [chr(c) for c in range(ord("A"), ord("Z") + 1)] + [str(d) for d in range(10)]
NAMED = (  # noqa: SIM905
    "Space Left Right Up Down Home End PageUp PageDown Tab Backtab Return Escape Escape Escape "
    "Backspace Delete Minus Period Slash F1 F11"
).split()
CHORDS = (  # noqa: SIM905
    "Ctrl+N Ctrl+O Ctrl+S Ctrl+E Ctrl+Shift+E Ctrl+Z Ctrl+Z Ctrl+Shift+Z Ctrl+Y Ctrl+C Ctrl+K "
    "Ctrl+Shift+P Ctrl+R Ctrl+Shift+T Ctrl++ Ctrl+- Ctrl+0 Shift+Space Shift+Left Shift+R Shift+E "
    "Shift+L Shift+Tab Ctrl+Alt+/ Alt+F Alt+V"
).split()
LEFT = Qt.MouseButton.LeftButton
BUTTONS = (LEFT,) * 6 + (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton)
# fmt: on
SIZES = ((1280, 720), (1440, 900), (1280, 800), (1600, 1000), (1340, 760))
NONE = Qt.KeyboardModifier.NoModifier
MODIFIERS = (NONE,) * 5 + (Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier)
WEIGHTS = {
    "click": 26, "drag": 18, "double": 4, "wheel": 10, "wander": 8, "key": 12, "chord": 8,
    "type": 3, "act": 8, "open": 3, "drop": 3, "resize": 2, "look": 2, "float": 2, "export": 1,
    "train": 1, "play": 3, "burst": 1, "cancel": 2, "rest": 6,
}  # fmt: skip


def handle_of(top):
    """The native window, or None if it has gone; a hand cannot hit what is not there."""
    if sip.isdeleted(top) or not top.isVisible():
        return None
    return top.windowHandle()


class Stay(QObject):
    """Keeps the window open whatever is pressed."""

    def eventFilter(self, watched, event):  # noqa: N802
        if event.type() == QEvent.Type.Close:
            event.ignore()
            return True
        return False


class Hand:
    """Acts at random on a window; each act is written down before it is done.

    The same seed gives the same acts, as far as the same things stand in the same places.
    """

    def __init__(self, window, seed, folder, presets=PRESETS, weights=None):
        self.window, self.draw, self.folder = window, random.Random(seed), Path(folder)
        self.presets = list(presets)
        self.weights = {**WEIGHTS, **(weights or {})}
        self.recipe = self.folder / f"recipe-{seed}.jsonl"
        self.log = self.recipe.open("w", encoding="utf-8")
        self.done = 0
        self.out = self.folder / "out"
        self.out.mkdir(exist_ok=True)
        self.files = self._files()
        self._train, self._cancel, self._open = window.train, window.cancel, window.open
        self._act = lambda title: window.actions_by_title[title].trigger()
        self._play = window.actions_by_title["Play or pause"].trigger

    def _files(self):
        """Good files and hostile ones to be dropped."""
        (place := self.folder / "drops").mkdir(exist_ok=True)
        good = {"preset": "pendulum", "time": 1.0, "parameters": {"c": 0.3}}
        made = {
            "good.sep.json": json.dumps({"separatrix": 1, **good}),
            "old.sep.json": json.dumps({"separatrix": 0, **good}),
            "deep.sep.json": "[" * 5000,
            "nan.sep.json": '{"separatrix":1,"preset":"pendulum","parameters":{"c":NaN},"time":0}',
            "far.sep.json": '{"separatrix":1,"preset":"pendulum","parameters":{"c":1e300}}',
            "path.sep.json": '{"separatrix":1,"preset":"../../etc/passwd","parameters":{}}',
            "mine.toml": 'title = "Mine"\n[rates]\nx = "y"\ny = "-x"\n',
            "bad.toml": 'title = "Bad"\n[rates]\nx = "__import__(\'os\').getpid()"\n',
            "torn.toml": "[rates\nx = ",
            "empty.toml": "",
            "words.txt": "nothing of ours", "no-ending": "x", "torn.png": "\x89PNG nothing",
            "torn.svg": "<svg>", "torn.pdf": "%PDF-1.4", "torn.mp4": "ftyp", "torn.gif": "GIF89a",
            "torn.npz": "PK", "torn.safetensors": "{",
        }  # fmt: skip
        for name, text in made.items():
            (place / name).write_text(text, encoding="latin-1")
        (place / "folder").mkdir(exist_ok=True)
        return [*(place / name for name in made), place / "folder", place / "missing.toml"]

    # what is hit

    def _target(self):
        """A window that takes the mouse now, and a place in one of its parts."""
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if top is None or not top.isVisible():
            docks = (self.window.left.dock, self.window.right.dock)
            tops = [self.window] * 6 + [d for d in docks if d.isFloating() and d.isVisible()]
            top = self.draw.choice(tops)
        parts = [w for w in top.findChildren(QWidget) if w.isVisible() and w.window() is top]
        # the arrow of a narrow menu bar waits inside the press until its menu is closed
        parts = [w for w in parts if not isinstance(w, QToolButton)]
        shown = [v for v in self.window.stage.views if isinstance(v, SurfaceView)]
        views = [v.canvas.native for v in shown if v.isVisible() and v.window() is top]
        if views and self.draw.random() < 0.35:
            parts = views
        part = self.draw.choice(parts) if parts else top
        at = QPoint(
            self.draw.randrange(max(part.width(), 1)), self.draw.randrange(max(part.height(), 1))
        )
        return top, part.mapTo(top, at) if part is not top else at, type(part).__name__

    # acts

    def act(self):
        """Do one thing."""
        kinds = list(self.weights)
        kind = self.draw.choices(kinds, [self.weights[k] for k in kinds])[0]
        arguments = getattr(self, f"_{kind}_drawn", tuple)()
        self._write(kind, arguments)
        getattr(self, f"_{kind}")(*arguments)
        self.done += 1
        QApplication.processEvents()

    def _write(self, kind, arguments):
        words = [a if isinstance(a, str | int | float) else str(a) for a in arguments]
        self.log.write(json.dumps([self.done, kind, words]) + "\n")
        self.log.flush()

    def _click_drawn(self):
        top, at, name = self._target()
        return name, at.x(), at.y(), self.draw.choice(BUTTONS), self.draw.choice(MODIFIERS), top

    def _click(self, name, x, y, button, modifiers, top):
        if (handle := handle_of(top)) is not None:
            QTest.mousePress(handle, button, modifiers, QPoint(x, y))
        if (handle := handle_of(top)) is not None:
            QTest.mouseRelease(handle, button, modifiers, QPoint(x, y))

    _double_drawn = _click_drawn

    def _double(self, name, x, y, button, modifiers, top):
        self._click(name, x, y, button, modifiers, top)
        self._click(name, x, y, button, modifiers, top)

    def _drag_drawn(self):
        top, at, name = self._target()
        way = [(self.draw.randint(-60, 60), self.draw.randint(-40, 40)) for _ in range(5)]
        return (
            name,
            at.x(),
            at.y(),
            self.draw.choice(BUTTONS),
            self.draw.choice(MODIFIERS),
            top,
            way,
        )

    def _drag(self, name, x, y, button, modifiers, top, way):
        if (handle := handle_of(top)) is None:
            return
        at = QPoint(x, y)
        QTest.mousePress(handle, button, modifiers, at)
        for dx, dy in way:
            if (handle := handle_of(top)) is None:
                return
            x = min(max(at.x() + dx, 0), top.width() - 1)
            at = QPoint(x, min(max(at.y() + dy, 0), top.height() - 1))
            QTest.mouseMove(handle, at)
            QApplication.processEvents()
        if (handle := handle_of(top)) is not None:
            QTest.mouseRelease(handle, button, modifiers, at)

    def _wander_drawn(self):
        top, at, name = self._target()
        return name, at.x(), at.y(), top

    def _wander(self, name, x, y, top):
        if (handle := handle_of(top)) is not None:
            QTest.mouseMove(handle, QPoint(x, y))

    def _wheel_drawn(self):
        top, at, name = self._target()
        return name, at.x(), at.y(), self.draw.choice((-1200, -120, -120, 120, 120, 30, 1200)), top

    def _wheel(self, name, x, y, turns, top):
        part = top.childAt(QPoint(x, y)) or top
        at = QPointF(part.mapFrom(top, QPoint(x, y))) if part is not top else QPointF(x, y)
        event = QWheelEvent(
            at, QPointF(top.mapToGlobal(QPoint(x, y))), QPoint(), QPoint(0, turns),
            Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(part, event)

    def _key_drawn(self):
        return (self.draw.choice(PLAIN + NAMED * 3),)

    def _key(self, name):
        self._press(Qt.Key[f"Key_{name}"], NONE)

    def _chord_drawn(self):
        return (self.draw.choice(CHORDS),)

    def _chord(self, text):
        *held, last = text.replace("++", "+Plus").split("+")
        modifiers = NONE
        for word in held:
            modifiers |= {
                "Ctrl": Qt.KeyboardModifier.ControlModifier,
                "Shift": Qt.KeyboardModifier.ShiftModifier,
                "Alt": Qt.KeyboardModifier.AltModifier,
            }[word]
        names = {"-": "Minus", "/": "Slash"}
        self._press(Qt.Key[f"Key_{names.get(last, last)}"], modifiers)

    def _press(self, key, modifiers):
        popup = QApplication.activePopupWidget()
        if popup is not None and modifiers != NONE:
            # QTest presses Alt by itself, which ends a menu, and goes on with its dead window
            popup.close()
            QApplication.processEvents()
        top = (
            QApplication.activePopupWidget()
            or QApplication.activeModalWidget()
            or QApplication.activeWindow()
            or self.window
        )
        # apart: a press may close and delete the window that it goes to
        if (handle := handle_of(top)) is not None:
            QTest.keyPress(handle, key, modifiers)
        if (handle := handle_of(top)) is not None:
            QTest.keyRelease(handle, key, modifiers)

    def _type_drawn(self):
        return (self.draw.choice(("1e999", "-3", "nan", "0.5", "lorenz", "zzzz", "1,5", "--", "")),)

    def _type(self, text):
        for letter in text:
            self._press(letter, NONE)
        self._press(Qt.Key.Key_Return, NONE)

    def _act_drawn(self):
        return (self.draw.choice([c.title for c in self.window.commands if c.title != "Quit"]),)

    def _open_drawn(self):
        return (self.draw.choice(self.presets),)

    def _burst_drawn(self):
        return tuple(self.draw.choice(self.presets) for _ in range(3))

    def _burst(self, *ids):
        for id in ids:
            self.window.open(id)
            QApplication.processEvents()

    def _drop_drawn(self):
        written = sorted(self.out.iterdir())
        return (str(self.draw.choice(self.files + written)),)

    def _drop(self, name):
        data, copy = QMimeData(), Qt.DropAction.CopyAction
        data.setUrls([QUrl.fromLocalFile(name)])
        entering = QDragEnterEvent(QPoint(300, 300), copy, data, LEFT, NONE)
        QApplication.sendEvent(self.window, entering)
        QApplication.sendEvent(self.window, QDropEvent(QPointF(300, 300), copy, data, LEFT, NONE))

    def _resize_drawn(self):
        return self.draw.choice(SIZES)

    def _resize(self, width, height):
        self.window.showNormal()
        self.window.resize(width, height)

    def _look_drawn(self):
        return self.draw.choice(("dark", "light")), self.draw.choice((1.0, 1.0, 1.25, 1.5))

    def _look(self, theme, scale):
        self.window.set_theme(theme)
        self.window.set_text(scale)

    def _float_drawn(self):
        return self.draw.choice(("left", "right")), self.draw.random() < 0.4

    def _float(self, side, on):
        getattr(self.window, side).dock.setFloating(bool(on))

    def _export_drawn(self):
        kind = self.draw.choice(tuple(FORMATS))
        return kind, self.draw.choice(FORMATS[kind])

    def _export(self, kind, form):
        asked = ExportRequest(
            kind=kind, format=form, name=f"hand-{self.done}", size=(320, 180), seconds=0.4, fps=5
        )
        self.window.exporting.write(asked)

    def _rest_drawn(self):
        return (self.draw.choice((5, 20, 80, 250)),)

    def _rest(self, milliseconds):
        QTest.qWait(milliseconds)

    def finish(self):
        """Let go of everything that stands open."""
        while popup := QApplication.activePopupWidget() or QApplication.activeModalWidget():
            popup.close()
            QApplication.processEvents()
        self.log.close()


@pytest.fixture
def window(qtbot, tmp_path, monkeypatch):
    """The real main window, shown and active; closed afterwards."""
    monkeypatch.setenv("SEPARATRIX_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("SEPARATRIX_LOGS", str(tmp_path / "logs"))
    monkeypatch.setenv("SEPARATRIX_STATE", str(tmp_path / "state"))
    liked = preferences.Preferences(still=True)
    application(liked)
    from app.window import MainWindow

    made = MainWindow(liked)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    QApplication.processEvents()
    QApplication.setActiveWindow(made)  # a screen without a window manager activates nothing
    yield made
    made.close()


@pytest.fixture
def opened(qtbot, window):
    """Opens a preset in the window, and waits until its full picture stands."""

    def open_(id):
        window.open(id)
        qtbot.waitUntil(
            lambda: (
                window.workspace.open_now is not None
                and window.workspace.open_now.preset.id == id
                and not window.workspace.busy
            ),
            timeout=60000,
        )
        if not window.isActiveWindow():
            QApplication.setActiveWindow(window)
        return window

    return open_


@pytest.fixture
def hand(window, tmp_path, monkeypatch):
    """Makes a hand for a seed; file dialogs answer at once, and the window cannot be closed."""
    (folder := tmp_path / "hand").mkdir()
    stay = Stay()
    window.installEventFilter(stay)
    made = []

    def make(seed, **options):
        made.append(Hand(window, seed, folder, **options))
        window._prefer(folder=str(made[-1].out))
        answers = random.Random(seed)
        monkeypatch.setattr(
            QFileDialog, "getOpenFileName",
            lambda *_: (str(answers.choice(made[-1].files)) if answers.random() < 0.5 else "", ""),
        )  # fmt: skip
        monkeypatch.setattr(
            QFileDialog, "getSaveFileName",
            lambda *_: (str(made[-1].out / "saved") if answers.random() < 0.5 else "", ""),
        )  # fmt: skip
        monkeypatch.setattr(
            QFileDialog, "getExistingDirectory",
            lambda *_: str(folder / "drops" / "folder") if answers.random() < 0.5 else "",
        )  # fmt: skip
        return made[-1]

    yield make
    for one in made:
        one.finish()
    window.removeEventFilter(stay)
