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


class Jobs(QObject):
    """Everything that runs beside the engine.

    A job is handed over like a run of the engine: the worker posts, the window takes.
    """

    changed = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.running: list[Job] = []
        self._leaving: list[Job] = []

    def start(
        self,
        title: str,
        work: Callable[[Ticket], Iterator[Step]],
        finished: Callable[[Any], None] = lambda result: None,
        failed: Callable[[str], None] = lambda sentence: None,
    ) -> Job:
        """Begin `work` on a thread of its own; the callbacks run on the GUI thread."""
        job = Job(title, Runner(f"job {title}"), finished, failed, Step(title))
        self.running.append(job)
        job.runner.submit(work)
        self.changed.emit()
        return job

    def cancel(self, job: Job) -> None:
        """Withdraw a job; what it has written so far is tidied up by the job itself."""
        if job in self.running:
            self.running.remove(job)
            if not job.runner.close(0.0):
                self._leaving.append(job)
            self.changed.emit()

    def pump(self) -> None:
        """Take what the jobs have for the window. Called on the GUI thread only."""
        self._leaving = [job for job in self._leaving if not job.runner.close(0.0)]
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
            if not job.runner.close(0.0):  # its thread may need a moment, the window has none
                self._leaving.append(job)
            self.changed.emit()
            if error is None:
                job.finished(job.step.result)
            elif isinstance(error, SeparatrixError):
                job.failed(str(error))
            else:
                job.failed(f"{job.title} failed ({type(error).__name__}: {error}).")

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
        closed = [
            job.runner.close(max(0.0, until - time.monotonic()))
            for job in (*self.running, *self._leaving)
        ]
        self.running.clear()
        self._leaving.clear()
        return all(closed)
