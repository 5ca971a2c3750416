"""The main window: everything the user sees, tied together."""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PyQt6 import sip
from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PyQt6.QtWidgets import QApplication, QDialog, QDockWidget, QMainWindow, QWidget

from app import faults, preferences
from app.catalogue import Opened
from app.commands import fill_menus
from app.lab.acts import acts
from app.lab.beside.keeping import Keeping
from app.lab.docks import Below, LeftDock, Middle, RightDock
from app.lab.editing.editing import Editing
from app.lab.editing.following import Following
from app.lab.exporting import Exporting
from app.lab.files.drawing import Drawing
from app.lab.files.own_points import OwnPoints
from app.lab.files.receiving import Receiving
from app.lab.gallery import Gallery
from app.lab.guide.lesson import Lessons
from app.lab.guide.tour import Tour
from app.lab.head import Head
from app.lab.layout.fitting import Fitting
from app.lab.layout.task_rows import TaskRows
from app.lab.learning.training import Training
from app.lab.proving import Proving
from app.lab.recovery import Recovery
from app.lab.stage import Stage
from app.preset_file import Preset
from app.pump import Pump
from app.resting import resting
from app.session.jobs import Jobs
from app.session.session_file import kept_in, opened_as, save_session
from app.session.workspace import Workspace
from engines.errors import SeparatrixError
from engines.layers.frame import Frame, Trust
from engines.parameters.declare import Parameters
from widgets.panels.bars.notice_bar import NoticeBar
from widgets.panels.bars.status_bar import StatusBar
from widgets.panels.timeline import Timeline
from widgets.theme.apply import apply_theme
from widgets.theme.look import LOOK
from widgets.theme.tokens import THEMES

LAST_WAIT = 1.0  # s that engines and jobs may take to end when the window closes


class MainWindow(QMainWindow):
    """Gallery, views, parameters, instruments, timeline; one workspace behind them.

    Attributes:
        faulted: An exception that nobody caught, in one sentence.
    """

    faulted = pyqtSignal(str)

    def __init__(self, chosen: preferences.Preferences | None = None) -> None:
        super().__init__()
        self.chosen = chosen or preferences.Preferences()
        self.setWindowTitle("Separatrix")
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        # Qt's own menu would let a stray right click hide the timeline
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.pump = Pump(self)
        self.workspace = Workspace(self)
        self.jobs = Jobs(self)
        self.stage = Stage(self.workspace)
        self.tasks = TaskRows(self.stage.tasks, self.jobs)
        self.gallery = Gallery(self)
        self.middle = Middle()
        self.middle.addWidget(self.gallery.page)
        self.middle.addWidget(self.stage)
        self.recovery = Recovery(self)
        self.notice = NoticeBar()  # of what holds as long as the window is open
        self.setCentralWidget(Below(self.notice, Below(self.recovery.bar, self.middle)))
        self.left = LeftDock(self)
        self.right = RightDock(self)
        self.timeline = Timeline()
        self.bottom = QDockWidget("Timeline")
        self.bottom.setObjectName("Timeline")
        self.bottom.setTitleBarWidget(QWidget())
        self.bottom.setWidget(self.timeline)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.bottom)
        for corner in (Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner):
            self.setCorner(corner, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.status = StatusBar()
        bar = self.statusBar()
        if bar is not None:
            bar.setSizeGripEnabled(False)
            bar.addWidget(self.status, 1)
        self.exporting = Exporting(self)
        self.receiving = Receiving(self)
        self.drawing = Drawing(self)
        self.own_points = OwnPoints(self)
        self.proving = Proving(self)
        self.training = Training(self)
        self.commands = acts(self)
        self.actions_by_title = fill_menus(self, self.commands)
        self.head = Head(self)
        self.fitting = Fitting(self)
        self._connect()
        self.editing = Editing(self)
        self.following = Following(self)
        self.keeping = Keeping(self)
        self.tour = Tour(self)
        self.lessons = Lessons(self)
        self.show_gallery(True)
        self.faulted.connect(self.say)
        self._hear = _teller(self)
        faults.LISTENERS.append(self._hear)
        self.pump.start()

    # what is open

    def open(self, what: str | Path | Preset, values: dict[str, Any] | None = None) -> None:
        """Open a preset, a system file, data, a session, or a picture that was exported."""
        if self.drawing.takes(what):
            self.drawing.read(Path(str(what)))
            return
        if self.own_points.takes(what):
            self.own_points.read(Path(str(what)))
            return
        self.gallery.quiet()
        self.status.say("Opening")
        if self.receiving.takes(what):
            self.receiving.open(what, values or {})
            return
        self.workspace.open(lambda: opened_as(what, values or {}))

    def _take_up(self, found: Opened) -> None:
        # the forms first: whatever makes one of the last preset speak would speak of its values
        model, values = found.experiment.parameters, self.workspace.parameters
        self.right.parameters.set_model(model, values)
        self.right.instruments.set_model(model, values)
        self.show_gallery(False)
        self.setWindowTitle(f"{found.preset.title} \N{EN DASH} Separatrix")
        self.head.set_title(found.preset.title)
        self.gallery.set_current(found.preset)
        names = tuple(d.name for d in found.subject.declared)
        self.left.equations.set_equations(*self.gallery.written(found), live=names)
        self.following.show_card(found)
        self.fitting.soon()
        self.timeline.set_clock(self.workspace.clock)
        self.status.set_trust(Trust(path=tuple(d for d in (self.stage.device,) if d)))
        self.proving.take_up(found.preset.id)
        self._parameters_changed(found.parameters)
        self.status.say(found.preset.title)
        self.workspace.play(True)

    def show_gallery(self, on: bool) -> None:
        """The first page, or what is open."""
        if not on and self.workspace.open_now is None:
            return
        focused = QApplication.focusWidget()
        self.middle.setCurrentIndex(0 if on else 1)
        for dock in (self.left.dock, self.right.dock, self.bottom):
            dock.setVisible(not on)
        self.fitting.fit()
        if QApplication.focusWidget() is None or QApplication.focusWidget() is not focused:
            self.setFocus()  # or whatever comes next in the row of Tab would take the Space bar
        if on:
            self.workspace.play(False)
            self.gallery.show_first()

    # acts of the menus

    def save(self, path: Path) -> bool:
        """Write what is open as a session; whether it could be written."""
        found, values = self.workspace.open_now, self.workspace.parameters
        if found is None or values is None:
            return False
        try:
            save_session(path, found.preset, values, self.workspace.time, kept_in(found))
        except SeparatrixError as error:
            self.say(str(error))
            return False
        self.status.say(f"Saved {path.name}")
        return True

    def train(self) -> None:
        """Train the open model while its field is watched."""
        self.training.start()

    def set_theme(self, name: str) -> None:
        """Dark or light."""
        self._prefer(theme=name)

    def set_text(self, scale: float) -> None:
        """Scale of the text: 1, 1.25 or 1.5."""
        self._prefer(text=scale)

    def _prefer(self, **values: Any) -> None:
        self.chosen = replace(self.chosen, **values)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, THEMES[self.chosen.theme], self.chosen.text)
        preferences.save(self.chosen)
        self.fitting.fit()

    def say(self, sentence: str) -> None:
        """A sentence of trouble, in the window and never in a dialog."""
        if self.middle.currentIndex() == 1 and self.stage.views:
            self.stage.say(sentence)
        self.status.say(sentence, "error")

    def cancel(self) -> None:
        """Cancel what runs: a job first, then the engine; trouble that stands is put away before."""
        if self.jobs.running:
            self.jobs.cancel(self.jobs.running[-1])
        elif self.stage.put_away():
            return
        elif self.workspace.busy:
            self.workspace.cancel()
            self.status.say("Cancelled")
            self.gallery.resume()

    def leave(self) -> None:
        """Close, whatever stands open, and end the program."""
        self.close()
        QApplication.quit()

    # joints

    def _connect(self) -> None:
        space, right, line = self.workspace, self.right, self.timeline
        self.pump.listen(self._tick)
        self.pump.hear(space.runner.frames, space.pump)
        space.opened.connect(self._take_up)
        space.parameters_changed.connect(self._parameters_changed)
        space.frame_arrived.connect(self._frame_arrived)
        space.trouble.connect(self._trouble)
        space.time_moved.connect(line.set_time)
        space.playing_changed.connect(line.set_playing)
        right.parameters.edited.connect(space.edit)
        right.parameters.edited.connect(lambda n, _, final: self.stage.light("" if final else n))
        right.instruments.edited.connect(space.edit)
        right.tabs.reset.clicked.connect(space.reset)
        right.evidence.run.connect(self.proving.start)
        self.left.gallery.chosen.connect(self.open)
        self.left.gallery.all_wanted.connect(lambda: self.show_gallery(True))
        line.play.connect(lambda: space.play(True))
        line.pause.connect(lambda: space.play(False))
        line.restart.connect(lambda: space.seek(space.clock.low))
        line.step.connect(self.step)
        line.seek.connect(lambda t: space.seek(t, False))
        line.seek_ended.connect(lambda t: space.seek(t, True))
        line.speed.connect(self._set_speed)
        line.looped.connect(self._set_loop)
        line.export.connect(lambda: self.exporting.ask("movie"))
        self.stage.export_requested.connect(lambda: self.exporting.ask("picture"))
        self.stage.tasks.cancelled.connect(lambda _: self.cancel())
        self.stage.details.connect(self._show_details)

    def _tick(self, seconds: float) -> None:
        self.workspace.pass_time(seconds)
        self.workspace.pump()
        self.jobs.pump()
        self.gallery.tick(seconds)
        self.recovery.autosave.tick(seconds)
        self.training.tick()
        self.fitting.tick()
        if not self.workspace.busy:
            self.tasks.rest()
        rate = min(self.stage.rate, self.pump.rate) if self.stage.rate else self.pump.rate
        engine = self.workspace.engine_rate
        words = [f"engine {engine:.0f}/s"] if engine > 0.5 else []
        self.status.set_rate(", ".join([*words, f"{rate:.0f} fps"]) if rate else "")

    def _parameters_changed(self, parameters: Parameters) -> None:
        found = self.workspace.open_now
        if found is None:
            return
        reasons = found.experiment.unfit(parameters)
        for panel in (self.right.parameters, self.right.instruments):
            panel.set_values(parameters)
            panel.set_unfit(reasons)
        self.right.parameters.set_hidden(resting(found.experiment, parameters))
        if self.timeline.clock != self.workspace.clock:
            self.timeline.set_clock(self.workspace.clock)
            self.timeline.set_time(self.workspace.time)

    def _frame_arrived(self, frame: Frame) -> None:
        self.right.instruments.set_readings(frame.readings)
        if frame.trust is not None:
            path = (*frame.trust.path, self.stage.device)
            self.status.set_trust(replace(frame.trust, path=tuple(p for p in path if p)))
        self.tasks.frame(frame)

    def _trouble(self, sentence: str) -> None:
        self.status.say(sentence, "error")
        if self.middle.currentIndex() == 0:
            self.gallery.say(sentence)
            self.gallery.resume()

    def step(self, direction: int) -> None:
        """One fiftieth of the track back or forward."""
        space = self.workspace
        space.play(False)
        span = space.clock.high - space.clock.low
        space.seek(space.time + direction * span / 50.0)

    def _set_speed(self, times: float) -> None:
        self.workspace.speed = times

    def _set_loop(self, on: bool) -> None:
        self.workspace.loops = on

    def _show_details(self, text: str) -> None:
        self.status.say(text.splitlines()[-1] if text else "", "warn")

    # Qt

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        LOOK.fit(self.width(), self.height())
        self.fitting.fit()

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        data = event.mimeData() if event is not None else None
        if event is not None and data is not None and data.hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:
        data = event.mimeData() if event is not None else None
        for url in data.urls() if data is not None else []:
            if url.isLocalFile():
                self.open(Path(url.toLocalFile()))
                return

    def closeEvent(self, event: QCloseEvent | None) -> None:
        if event is not None:
            event.accept()
        if self._hear not in faults.LISTENERS:  # closed before
            return
        self.pump.stop()
        faults.LISTENERS.remove(self._hear)
        # all are asked before any is waited for
        for runner in (self.workspace.runner, self.gallery.workspace.runner):
            runner.withdraw()
        until = time.monotonic() + LAST_WAIT
        self.jobs.close(LAST_WAIT)
        self.editing.close(max(0.0, until - time.monotonic()))
        self.recovery.end()
        self.gallery.close(max(0.0, until - time.monotonic()))
        self.workspace.close(max(0.0, until - time.monotonic()))
        self.stage.close_views()
        self.fitting.end()
        for dialog in self.findChildren(QDialog):
            dialog.close()


def _teller(window: MainWindow) -> Callable[[str], None]:
    """Says a fault of any thread in `window`, as long as there is one."""
    found = weakref.ref(window)

    def tell(sentence: str) -> None:
        alive = found()
        if alive is not None and not sip.isdeleted(alive):
            alive.faulted.emit(sentence)

    return tell
