"""One open experiment: its parameters, its clock, and the engine that works for it."""

from __future__ import annotations

import threading
import time as clock
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from app.catalogue import Opened
from app.session.ghosts import Ghosts
from app.session.history import History
from app.session.playing import Playing
from app.session.teaching import Teaching
from app.session.trouble import sentence_of
from engines.errors import SeparatrixError
from engines.layers.frame import Frame
from engines.parameters.declare import Parameters, declarations
from engines.parameters.reading import changed, validated
from engines.protocols.experiment import Learning
from engines.protocols.gesture import Gesture
from engines.protocols.recipe import Recipe
from engines.running.runner import Runner
from engines.running.ticket import Ticket

RECENT = 2.0  # s over which the engine's frames are counted


class Workspace(Playing):
    """Turns acts of the user into frozen parameters, and frames of the engine into signals.

    At most one request runs and one waits: while a request has not shown its first picture, a
    newer one is only remembered, so a hand that moves faster than the engine still sees pictures.
    """

    opened = pyqtSignal(object)
    revised = pyqtSignal(object)
    restored = pyqtSignal()
    frame_arrived = pyqtSignal(object)
    trouble = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.runner: Runner[Any] = Runner("engine")
        self.open_now: Opened | None = None
        self.training = False
        self.held = threading.Event()  # of a training that rests
        self.shader_shown: Callable[[], bool] = lambda: False
        self._in_flight = False
        self._waiting = False
        self._hand_down = False
        self._arrivals: deque[float] = deque(maxlen=64)
        self._launched = False  # the last act was a launch, which a double click takes back
        self._ghosts = Ghosts()

    # what is open

    @property
    def busy(self) -> bool:
        """Whether the engine computes."""
        return self.runner.busy

    @property
    def engine_rate(self) -> float:
        """Frames the engine has handed over per second, lately; 0 while it rests."""
        now = clock.monotonic()
        return sum(now - t < RECENT for t in self._arrivals) / RECENT

    def open(self, opening: Callable[[], Opened]) -> None:
        """Run `opening` on the engine thread and take up what it returns."""
        self.training = False
        self._in_flight, self._waiting = True, False

        def run(ticket: Ticket) -> Iterator[Any]:
            found = opening()
            found.experiment.views(found.parameters)  # refused here rather than in the window
            yield found

        self.runner.submit(run)

    def _take_up(self, opened: Opened) -> None:
        self.open_now = opened
        self._history = History(opened.parameters, opened)
        self.clock = opened.experiment.clock(opened.parameters)
        self._ghosts.forget(lines=True)
        self._hand_down = self._launched = self._complete = False
        self.time = (
            float(getattr(opened.parameters, self.clock.parameter))
            if self.clock.parameter
            else self.clock.low
        )
        self.opened.emit(opened)
        self.time_moved.emit(self.time)
        self._submit()

    def revise(
        self, text: str | None, found: Opened, values: Parameters, final: bool = True
    ) -> None:
        """Go on with other equations, as an entry that can be undone.

        Args:
            text: The equations as they stand in the editor; None for those of the file.
            found: What is open from now on; only its preset is another if nothing could be read.
            values: Its parameters.
            final: False while somebody still types: nothing is compiled for that.
        """
        if self._history is None:
            return
        other = self.open_now is None or found.experiment is not self.open_now.experiment
        self._history.write(text, values, found, final)
        self._hand_down = not final if other else self._hand_down
        self._go_home()

    def rehome(self, found: Opened) -> None:
        """What is open has another preset from now on, e.g. because it was saved as one."""
        if self._history is not None:
            self._history.replace(self._history.current, found)
            self.open_now = found

    def _go_home(self) -> bool:
        """Show what the entry of the history belongs to; whether that was not shown already."""
        if self._history is None or self.open_now is None:
            return False
        before, found = self.open_now, self._history.entry.home
        self.open_now = found
        if found.experiment is before.experiment:
            return False
        clocked, self.clock = self.clock, found.experiment.clock(self._history.current)
        self.time = min(max(self.time, self.clock.low), self.clock.high)
        if self.clock.parameter:
            self._history.replace(changed(self._history.current, {self.clock.parameter: self.time}))
        if clocked == self.clock:
            self._ghosts.keep()
        else:  # lines over other times are nothing to compare with
            self._ghosts.forget(lines=True)
        self._launched = self._complete = False
        self.revised.emit(found)
        self.parameters_changed.emit(self.parameters)
        self.time_moved.emit(self.time)
        self._submit()
        return True

    # acts

    def edit(self, name: str, value: Any, final: bool = True) -> None:
        """Set one parameter; `final` is False while the hand still moves."""
        if self._history is None:
            return
        try:
            parameters = changed(self._history.current, {name: value})
        except SeparatrixError as error:
            self._refused(error)
            return
        if not self._shown(parameters):
            return
        self._launched = False
        kind = declarations(type(parameters))[name].kind
        if not self._hand_down and kind == "real" and name != self.clock.parameter:
            self._ghosts.keep()
        self._hand_down = not final
        self._history.edit(parameters, final)
        if name == self.clock.parameter:
            self.time = float(value)
            self.time_moved.emit(self.time)
        self._changed({name: value})

    def gesture(self, gesture: Gesture) -> None:
        """Let the experiment answer an act in a picture."""
        if self._history is None or self.open_now is None:
            return
        if gesture.kind == "unlaunch":
            self._take_back()
            return
        final = gesture.kind not in ("drag", "brush")
        gesture = replace(gesture, time=self.time)
        try:
            parameters = self.open_now.experiment.respond(self._history.current, gesture)
        except SeparatrixError as error:
            self._refused(error)
            return
        if not self._shown(parameters):
            return
        changes = parameters != self._history.current
        self._launched = gesture.kind == "launch" and changes
        if changes or final:
            self._hand_down = not final
            self._ghosts.forget()
            before = self._history.current
            self._history.edit(parameters, final)
            self.moved_by_hand(before, stroke=gesture.kind == "brush")
            self._changed({})

    def _take_back(self) -> None:
        """The launch was the first half of a double click: as if it had never been."""
        if self._history is not None and self._launched:
            self._restored(self._history.take_back())

    def _shown(self, parameters: Parameters) -> bool:
        """Whether the experiment can show these values, which no single range may forbid."""
        if self.open_now is None:
            return True
        try:
            self.open_now.experiment.views(parameters)
        except SeparatrixError as error:
            self._refused(error)
            return False
        return True

    def _refused(self, error: SeparatrixError) -> None:
        """Say why, and let every control show again what holds."""
        self.trouble.emit(str(error))
        self.settle()
        if self.parameters is not None:
            self.parameters_changed.emit(self.parameters)

    def settle(self) -> None:
        """The hand was lifted: the value under it is computed in full."""
        if self._history is not None and self._hand_down:
            self._hand_down = False
            self._history.edit(self._history.current, True)
            self._ask()
        self.let_go()

    def renew(self) -> None:
        """What is shown is computed again, as another part of the machine can."""
        if self.parameters is not None:
            self._ask()

    def undo(self) -> None:
        """One entry back."""
        if self._history is not None and self._history.can_undo:
            before = self._history.current
            self._restored(self._history.undo(), before)
            self.restored.emit()

    def redo(self) -> None:
        """One entry forward."""
        if self._history is not None and self._history.can_redo:
            before = self._history.current
            self._restored(self._history.redo(), before)
            self.restored.emit()

    def reset(self) -> None:
        """Back to the values of the preset, as one entry that can be undone."""
        if self._history is not None and self.open_now is not None:
            self._history.edit(self.open_now.parameters)
            if self.clock.parameter:
                self.time = float(getattr(self.open_now.parameters, self.clock.parameter))
                self.time_moved.emit(self.time)
            self._restored(self._history.current)

    def _restored(self, parameters: Parameters, before: Parameters | None = None) -> None:
        self._hand_down = self._launched = False
        if self._go_home():
            return
        self._ghosts.forget()
        clocked = self.clock.parameter
        if clocked and self._history is not None:
            now = changed(parameters, {clocked: self.time})
            if before is not None and now == changed(before, {clocked: self.time}):
                self.time = float(getattr(parameters, clocked))  # the time itself was edited
                self.time_moved.emit(self.time)
            else:  # time that has passed meanwhile does not come back
                self._history.replace(now)
                parameters = now
        self._changed(
            {
                n: getattr(parameters, n)
                for n, d in declarations(type(parameters)).items()
                if d.kind == "real"
            }
        )

    def _changed(self, moved: Mapping[str, Any]) -> None:
        if self.parameters is None:
            return
        if self.open_now is not None:
            clock = self.open_now.experiment.clock(self.parameters)
            if clock != self.clock:
                self.clock = clock
        self.parameters_changed.emit(self.parameters)
        numbers = {n: float(v) for n, v in moved.items() if isinstance(v, int | float)}
        if numbers:
            self.values_moved.emit(numbers)
        self._complete = False
        self._ask()

    # the engine

    def train(
        self, recipe: Callable[[], Recipe], learned: Callable[[Recipe], Opened] | None = None
    ) -> None:
        """Train the open model while one watches.

        Args:
            recipe: Made on the engine thread.
            learned: What is open when it is over, as an entry that can be undone; called on the
                engine thread, and not if the training was stopped. None to go on as before.
        """
        if self.open_now is None or self.parameters is None:
            return
        experiment, parameters = self.open_now.experiment, self.parameters
        if not isinstance(experiment, Learning):
            self.trouble.emit(f"{self.open_now.preset.title} has nothing to train.")
            return
        self.training = True
        self.held.clear()
        self._in_flight, self._waiting = True, False

        def now() -> Parameters:  # as long as what they belong to is open
            current = self.parameters
            return current if isinstance(current, type(parameters)) else parameters

        teach = Teaching(experiment, recipe, learned, self.held)
        self.runner.submit(lambda ticket: teach.frames(parameters, ticket, now))

    def hold(self, on: bool) -> None:
        """Let a training rest, or go on where it was."""
        if on:
            self.held.set()
        else:
            self.held.clear()

    def cancel(self) -> None:
        """Withdraw what runs; the last good picture stays."""
        was_training, self.training = self.training, False
        self.runner.withdraw()
        self._in_flight = self._waiting = False
        if was_training:
            self._ask()

    def _ask(self) -> None:
        if self.training:
            return
        if self._in_flight:
            self._waiting = True
        else:
            self._submit()

    def _submit(self) -> None:
        if self.open_now is None or self.parameters is None:
            return
        experiment, parameters = self.open_now.experiment, self.parameters
        self._in_flight, self._waiting = True, False
        typing = self._hand_down and self._history is not None and self._history.writing
        most = 1 if typing else None  # what is there before anything is compiled
        self.runner.submit(lambda ticket: islice(experiment.frames(parameters, ticket), most))

    def pump(self) -> None:
        """Take what the engine has for the window. Called on the GUI thread only."""
        busy = self.runner.busy
        error = self.runner.failures.take()
        item = self.runner.frames.take()
        if error is not None:
            self.trouble.emit(sentence_of(error))
        if isinstance(item, Opened):
            self._in_flight = False
            if self.training:
                self._take_learned(item)
            else:
                self._take_up(item)
            return
        if isinstance(item, Frame):
            self._arrivals.append(clock.monotonic())
            self._complete = self._complete or item.progress >= 1.0
            moving = self._hand_down or self.playing
            self.frame_arrived.emit(self._ghosts.dressed(item, moving, self.shader_shown))
        if item is not None or error is not None or not busy:
            self._in_flight = False
            if self.training and not busy:
                self.training = False
            if self._waiting:
                self._submit()

    def _take_learned(self, found: Opened) -> None:
        """What a training has made takes the place of what was open, all values as they are."""
        self.training = False
        if self._history is None or self.parameters is None:
            return
        try:
            values = validated(found.experiment.parameters, self.parameters.model_dump())
        except SeparatrixError as error:
            self._refused(error)
            return
        self.revise(self._history.entry.text, found, values)

    def close(self, patience: float = 2.0) -> bool:
        """Withdraw everything and let the engine thread end, within `patience` (s)."""
        self.playing = False
        return self.runner.close(patience)
