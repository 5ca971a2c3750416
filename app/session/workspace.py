"""One open experiment: its parameters, its clock, and the engine that works for it."""

from __future__ import annotations

import time as clock
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from app.catalogue import Opened
from app.session.ghosts import Ghosts
from app.session.history import History
from engines.errors import SeparatrixError
from engines.layers.frame import Frame
from engines.layers.scalar_field import ScalarField
from engines.layers.shader_field import ShaderField
from engines.parameters.declare import Parameters, declarations
from engines.parameters.reading import changed
from engines.protocols.experiment import Learning
from engines.protocols.gesture import Gesture
from engines.protocols.recipe import Recipe
from engines.protocols.views import Clock
from engines.running.runner import Runner
from engines.running.ticket import Ticket

RECENT = 2.0  # s over which the engine's frames are counted
TELLING = 0.2  # s between two times a form shows while time plays; pictures take each


class Workspace(QObject):
    """Turns acts of the user into frozen parameters, and frames of the engine into signals.

    At most one request runs and one waits: while a request has not shown its first picture, a
    newer one is only remembered, so a hand that moves faster than the engine still sees pictures.
    """

    opened = pyqtSignal(object)
    parameters_changed = pyqtSignal(object)
    values_moved = pyqtSignal(dict)
    frame_arrived = pyqtSignal(object)
    trouble = pyqtSignal(str)
    time_moved = pyqtSignal(float)
    playing_changed = pyqtSignal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.runner: Runner[Any] = Runner("engine")
        self.open_now: Opened | None = None
        self.clock = Clock()
        self.time = 0.0
        self.speed = 1.0
        self.playing = False
        self.loops = True
        self.training = False
        self.shader_live: Callable[[Mapping[str, float]], bool] = lambda values: False
        self.shader_shown: Callable[[], bool] = lambda: False
        self._history: History | None = None
        self._in_flight = False
        self._waiting = False
        self._hand_down = False
        self._arrivals: deque[float] = deque(maxlen=64)
        self._complete = False  # a picture was finished since the last move of a parameter
        self._launched = False  # the last act was a launch, which a double click takes back
        self._ghosts = Ghosts()
        self._told: float | None = None  # when the forms began to lag behind a time that plays
        self._owed = 0.0  # s of the wall clock that have still to pass

    # what is open

    @property
    def parameters(self) -> Parameters | None:
        """The parameters now, None before anything is open."""
        return None if self._history is None else self._history.current

    @property
    def history(self) -> History | None:
        """The line of undo and redo."""
        return self._history

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
        self._history = History(opened.parameters)
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
            self._history.edit(parameters, final)
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

    def undo(self) -> None:
        """One entry back."""
        if self._history is not None and self._history.can_undo:
            before = self._history.current
            self._restored(self._history.undo(), before)

    def redo(self) -> None:
        """One entry forward."""
        if self._history is not None and self._history.can_redo:
            before = self._history.current
            self._restored(self._history.redo(), before)

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

    # time

    def play(self, on: bool) -> None:
        """Let time pass, or stop it; stopped, the moment is computed in full."""
        if on == self.playing:
            return
        self.playing = on
        self.playing_changed.emit(on)
        if not on and self.clock.parameter:
            self._tell()
            self._ask()

    def seek(self, time: float, final: bool = True) -> None:
        """Move the playhead."""
        self._set_time(min(max(time, self.clock.low), self.clock.high))
        if self.clock.parameter and (final or not self._drawn_live()):
            self._ask()

    def pass_time(self, seconds: float) -> None:
        """Let `seconds` of the wall clock pass if time plays."""
        if not self.playing or self._history is None:
            return
        if self._told is not None and clock.monotonic() - self._told > TELLING:
            # the forms in one tick, the picture in the next: both at once make the window wait
            self._owed += seconds
            self._tell()
            return
        seconds, self._owed = seconds + self._owed, 0.0
        span = self.clock.high - self.clock.low
        time = self.time + seconds * self.clock.rate * self.speed
        if time > self.clock.high:
            if not self.loops:
                self.seek(self.clock.high)
                self.play(False)
                return
            time = self.clock.low + (time - self.clock.low) % span if span > 0 else self.clock.low
        self._set_time(time, patient=True)
        # what takes long is finished once before time asks for other moments of it
        if self.clock.parameter and not self._drawn_live() and self._complete:
            self._ask()

    def _tell(self) -> None:
        """Let the forms show the time."""
        self._told = None
        if self.parameters is not None:
            self.parameters_changed.emit(self.parameters)

    def _set_time(self, time: float, patient: bool = False) -> None:
        self.time = time
        if self.clock.parameter and self._history is not None:
            self._history.replace(changed(self._history.current, {self.clock.parameter: time}))
            if not patient:
                self._tell()
            elif self._told is None:
                self._told = clock.monotonic()
            self.values_moved.emit({self.clock.parameter: time})
        self.time_moved.emit(time)

    def _drawn_live(self) -> bool:
        return self.shader_live({self.clock.parameter: self.time})

    # the engine

    def train(self, recipe: Callable[[], Recipe]) -> None:
        """Train the open model while one watches; `recipe` is made on the engine thread."""
        if self.open_now is None or self.parameters is None:
            return
        experiment, parameters = self.open_now.experiment, self.parameters
        if not isinstance(experiment, Learning):
            self.trouble.emit(f"{self.open_now.preset.title} has nothing to train.")
            return
        self.training = True
        self._in_flight, self._waiting = True, False

        def now() -> Parameters:  # as long as what they belong to is open
            current = self.parameters
            return current if isinstance(current, type(parameters)) else parameters

        self.runner.submit(lambda t: experiment.training_frames(recipe(), parameters, t, now))

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
        self.runner.submit(lambda ticket: experiment.frames(parameters, ticket))

    def pump(self) -> None:
        """Take what the engine has for the window. Called on the GUI thread only."""
        busy = self.runner.busy
        error = self.runner.failures.take()
        item = self.runner.frames.take()
        if error is not None:
            self.trouble.emit(_sentence(error))
        if isinstance(item, Opened):
            self._in_flight = False
            self._take_up(item)
            return
        if isinstance(item, Frame):
            self._arrivals.append(clock.monotonic())
            self._complete = self._complete or item.progress >= 1.0
            self.frame_arrived.emit(self._dressed(item))
        if item is not None or error is not None or not busy:
            self._in_flight = False
            if self.training and not busy:
                self.training = False
            if self._waiting:
                self._submit()

    def _dressed(self, frame: Frame) -> Frame:
        """`frame` with its ghosts, and without a field whose live twin follows the hand better."""
        layers = self._ghosts.placed(dict(frame.layers))
        moving = self._hand_down or self.playing
        for name, layer in list(layers.items()):
            if not isinstance(layer, ScalarField) or not layer.live_twin:
                continue
            live = isinstance(layers.get(layer.live_twin), ShaderField)
            if live and (moving or frame.progress < 1.0) and self.shader_shown():
                del layers[name]
        return replace(frame, layers=layers)

    def close(self, patience: float = 2.0) -> bool:
        """Withdraw everything and let the engine thread end, within `patience` (s)."""
        self.playing = False
        return self.runner.close(patience)


def _sentence(error: Exception) -> str:
    if isinstance(error, SeparatrixError):
        return str(error)
    return f"Something went wrong inside the engine ({type(error).__name__}: {error})."
