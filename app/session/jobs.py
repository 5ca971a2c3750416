"""Long work beside the engine: exports, evidence, thumbnails. Each has a thread, progress, cancel."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from engines.errors import SeparatrixError
from engines.running.runner import Runner
from engines.running.ticket import Ticket

QUIET = 1.0
KEPT = 6  # threads that wait for the next job; libraries keep fonts and memory for each there was


@dataclass(frozen=True, slots=True)
class Step:
    """Where a job stands.

    Attributes:
        words: What is being done, e.g. "Movie 40 of 90".
        share: Share of the work done, from 0 to 1; None if nobody knows.
        result: What it has produced, in the last step.
    """

    words: str
    share: float | None = None
    result: Any = None


@dataclass(eq=False)
class Job:
    """One piece of work that runs.

    Attributes:
        title: Words before its first step.
        step: Where it stands.
        began: Clock of its start, s.
    """

    title: str
    runner: Runner[Step]
    finished: Callable[[Any], None]
    failed: Callable[[str], None]
    step: Step
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Time since it began, s."""
        return time.monotonic() - self.began

    @property
    def words(self) -> str:
        """What it does just now, or what it is."""
        return self.step.words or self.title


class Jobs(QObject):
    """Everything that runs beside the engine.

    A job is handed over like a run of the engine: the worker posts, the window takes.
    """

    changed = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.running: list[Job] = []
        self._leaving: list[Runner[Step]] = []
        self._idle: list[Runner[Step]] = []

    def start(
        self,
        title: str,
        work: Callable[[Ticket], Iterator[Step]],
        finished: Callable[[Any], None] = lambda result: None,
        failed: Callable[[str], None] = lambda sentence: None,
    ) -> Job:
        """Begin `work` on a thread that nobody else uses; the callbacks run on the GUI thread."""
        runner: Runner[Step] = self._idle.pop() if self._idle else Runner("job")
        job = Job(title, runner, finished, failed, Step(title))
        self.running.append(job)
        job.runner.submit(work)
        self.changed.emit()
        return job

    def cancel(self, job: Job) -> None:
        """Withdraw a job; what it has written so far is tidied up by the job itself."""
        if job in self.running:
            self.running.remove(job)
            job.runner.withdraw()
            self._leaving.append(job.runner)
            self.changed.emit()

    def pump(self) -> None:
        """Take what the jobs have for the window. Called on the GUI thread only."""
        self._let_rest()
        for job in list(self.running):
            busy = job.runner.busy
            error = job.runner.failures.take()
            step = job.runner.frames.take()
            if step is not None:
                job.step = step
                self.changed.emit()
            if busy and error is None:
                continue
            self.running.remove(job)
            self._leaving.append(job.runner)  # its thread may need a moment, the window has none
            self.changed.emit()
            if error is None:
                job.finished(job.step.result)
            elif isinstance(error, SeparatrixError):
                job.failed(str(error))
            else:
                job.failed(f"{job.title} failed ({type(error).__name__}: {error}).")

    def _let_rest(self) -> None:
        """Threads whose work is over wait for the next; more than a few are let go."""
        over = [runner for runner in self._leaving if not runner.busy]
        self._leaving = [runner for runner in self._leaving if runner not in over]
        room = max(0, KEPT - len(self._idle))
        self._idle += over[:room]
        for runner in over[room:]:
            runner.close(0.0)

    def shown(self) -> list[Job]:
        """Jobs that run long enough to be worth a row."""
        return [job for job in self.running if job.seconds > QUIET]

    def withdraw(self) -> None:
        """Ask everything to stop, waiting for nothing."""
        for job in self.running:
            job.runner.withdraw()

    def close(self, patience: float = 2.0) -> bool:
        """Withdraw everything and let the threads end, all within `patience` (s)."""
        self.withdraw()
        until = time.monotonic() + patience
        runners = (*(job.runner for job in self.running), *self._leaving, *self._idle)
        closed = [runner.close(max(0.0, until - time.monotonic())) for runner in runners]
        self.running.clear()
        self._leaving.clear()
        self._idle.clear()
        return all(closed)
