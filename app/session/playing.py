"""Time that passes or is moved, for what is open."""

from __future__ import annotations

import time as clock
from abc import abstractmethod
from collections.abc import Callable, Mapping

from PyQt6.QtCore import QObject, pyqtSignal

from app.session.history import History
from engines.parameters.declare import Parameters
from engines.parameters.reading import changed
from engines.protocols.views import Clock

TELLING = 0.2  # s between two times a form shows while time plays; pictures take each


class Playing(QObject):
    """What is open at one moment of its time, and how that moment moves.

    Attributes:
        clock: What the time drives.
        time: The moment.
        speed: How many times faster than usual time passes.
        playing: Whether it passes.
        loops: Whether it begins again at the end.
        shader_live: Hands values to what is drawn on the graphics card; whether it took them.
    """

    parameters_changed = pyqtSignal(object)
    values_moved = pyqtSignal(dict)
    time_moved = pyqtSignal(float)
    playing_changed = pyqtSignal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.clock = Clock()
        self.time = 0.0
        self.speed = 1.0
        self.playing = False
        self.loops = True
        self.shader_live: Callable[[Mapping[str, float]], bool] = lambda values: False
        self._history: History | None = None
        self._complete = False  # a picture was finished since the last move of a parameter
        self._told: float | None = None  # when the forms began to lag behind a time that plays
        self._owed = 0.0  # s of the wall clock that have still to pass
        self._held = False  # by a stroke that moves time

    @property
    def parameters(self) -> Parameters | None:
        """The parameters now, None before anything is open."""
        return None if self._history is None else self._history.current

    @property
    def history(self) -> History | None:
        """The line of undo and redo."""
        return self._history

    def play(self, on: bool) -> None:
        """Let time pass, or stop it; stopped, the moment is computed in full."""
        if on == self.playing:
            return
        self.playing = on
        self.playing_changed.emit(on)
        if not on and self.clock.parameter:
            self._tell()
            self._ask()

    def moved_by_hand(self, before: Parameters, stroke: bool) -> None:
        """The clock follows an act that has moved its time; a stroke holds it until it is let go.

        Args:
            before: The parameters before the act.
            stroke: Whether it was a stroke.
        """
        name, after = self.clock.parameter, self.parameters
        if not name or after is None:
            return
        if stroke and self.clock.stroked:
            self._held = True
            self.play(False)
        time = float(getattr(after, name))
        if time != float(getattr(before, name)):
            self.time = time
            self.time_moved.emit(time)

    def let_go(self) -> None:
        """What a stroke has held goes on."""
        if self._held:
            self._held = False
            self.play(True)

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

    @abstractmethod
    def _ask(self) -> None:
        """Let the moment be computed."""
