"""What is open is written down a moment after each change, so that no crash takes it away."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PyQt6.QtCore import QLockFile, QObject

from app.catalogue import Opened
from app.session.jobs import Jobs, Step
from app.session.session_file import SUFFIX, kept_in, read_session, save_session
from app.session.workspace import Workspace
from engines.errors import SeparatrixError
from engines.parameters.declare import Parameters
from engines.running.ticket import Ticket

AFTER = 2.0  # s without a change before it is written


def state_folder() -> Path:
    """Where sessions wait for a next start; SEPARATRIX_STATE overrides it."""
    if chosen := os.environ.get("SEPARATRIX_STATE"):
        return Path(chosen)
    from platformdirs import user_state_path

    return user_state_path("separatrix", appauthor=False)


@dataclass(frozen=True, slots=True)
class Remains:
    """What a program that did not end by itself has left.

    Attributes:
        path: The session.
        preset: Id or path of what was open.
        when: Moment of its last change, s since 1970.
    """

    path: Path
    preset: str
    when: float


class Autosave(QObject):
    """Keeps one session file while the program runs, and takes it away at a clean end.

    A lock beside the file is the sentinel: the system drops it with the process, however that
    ends, so a file whose lock can be had was left by a crash. Each running window has its own.
    """

    def __init__(self, workspace: Workspace, jobs: Jobs) -> None:
        super().__init__(jobs)
        self._workspace, self._jobs = workspace, jobs
        self._lock: QLockFile | None = None
        self._path = Path()
        self._kept: list[QLockFile] = []  # of what is being offered, so that nobody else does
        self._seen: Parameters | None = None
        self._due = 0.0
        self.trouble = ""

    def begin(self) -> bool:
        """Start to keep a session; False where nothing can be written, see `trouble`."""
        folder = state_folder()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self.trouble = f"{folder} cannot be made: {error.strerror}"
            return False
        self._path = folder / f"{os.getpid()}-{time.time_ns()}{SUFFIX}"
        lock = _lock_of(self._path)
        if not lock.tryLock(0):
            self.trouble = f"{folder} cannot be written to"
            return False
        self._lock = lock
        self._workspace.opened.connect(self._opened)
        self._workspace.parameters_changed.connect(self._changed)
        return True

    def remains(self) -> Remains | None:
        """The newest session that a crash has left; older ones are taken away."""
        found: list[Remains] = []
        try:
            files = sorted(state_folder().glob(f"*{SUFFIX}"), key=lambda p: p.stat().st_mtime)
        except OSError:
            return None
        for path in files:
            lock = _lock_of(path)
            if path == self._path or not lock.tryLock(0):
                continue  # somebody works with it at this moment
            self._kept.append(lock)
            try:
                found.append(Remains(path, read_session(path)[0], path.stat().st_mtime))
            except (SeparatrixError, OSError):
                path.unlink(missing_ok=True)
        for older in found[:-1]:
            older.path.unlink(missing_ok=True)
        return found[-1] if found else None

    def discard(self, remains: Remains) -> None:
        """Offer it no more."""
        remains.path.unlink(missing_ok=True)

    def touch(self) -> None:
        """Something changed that is no parameter: it is written in a moment."""
        if self._lock is not None:
            self._due = AFTER

    def tick(self, seconds: float) -> None:
        """Let time pass; writes when it is due."""
        if self._due > 0.0:
            self._due -= seconds
            if self._due <= 0.0:
                self._write()

    def end(self) -> None:
        """A clean end: nothing is left behind."""
        for lock in self._kept:
            lock.unlock()
        self._kept.clear()
        if self._lock is not None:
            self._path.unlink(missing_ok=True)
            self._lock.unlock()
            self._lock = None

    def _opened(self, opened: Opened) -> None:
        self._seen = None
        self._changed(opened.parameters)

    def _changed(self, parameters: Parameters) -> None:
        clocked = self._workspace.clock.parameter
        still = parameters.model_copy(update={clocked: 0.0}) if clocked else parameters
        if still != self._seen:  # time that passes is no change
            self._seen, self._due = still, AFTER

    def _write(self) -> None:
        found, values = self._workspace.open_now, self._workspace.parameters
        if found is None or values is None or self._lock is None:
            return
        path, preset, now = self._path, found.preset, self._workspace.time
        kept = kept_in(found)

        def work(ticket: Ticket) -> Iterator[Step]:
            ticket.check()
            save_session(path, preset, values, now, kept)
            yield Step("Autosave", 1.0)

        self._jobs.start("Autosave", work)


def _lock_of(path: Path) -> QLockFile:
    lock = QLockFile(str(path.with_name(path.name.removesuffix(SUFFIX) + ".lock")))
    lock.setStaleLockTime(0)  # only a process that is gone gives it up
    return lock
