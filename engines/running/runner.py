"""One engine thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from engines.running.mailbox import Mailbox
from engines.running.priority import step_back
from engines.running.ticket import Ticket, Withdrawn

T = TypeVar("T")


class Runner(Generic[T]):
    """Runs one request at a time on one thread; the newest wins.

    Attributes:
        frames: What the running request yielded last.
        failures: What ended the last request, if an exception did.
    """

    def __init__(self, name: str = "engine") -> None:
        self.frames: Mailbox[T] = Mailbox()
        self.failures: Mailbox[Exception] = Mailbox()
        self._ticket = Ticket()
        self._next: tuple[Ticket, Callable[[Ticket], Iterator[T]]] | None = None
        self._changed = threading.Condition()
        self._closing = False
        self._busy = False
        self._thread = threading.Thread(target=self._loop, name=name, daemon=True)
        self._thread.start()

    def submit(self, run: Callable[[Ticket], Iterator[T]]) -> Ticket:
        """Withdraw whatever runs now and start `run` as soon as it lets go."""
        with self._changed:
            self._ticket.withdraw()
            self._ticket = Ticket()
            self._next = (self._ticket, run)
            self._busy = True
            self._changed.notify_all()
            return self._ticket

    def withdraw(self) -> None:
        """Withdraw whatever runs or waits."""
        with self._changed:
            self._ticket.withdraw()

    @property
    def busy(self) -> bool:
        """Whether a request runs or waits."""
        with self._changed:
            return self._busy

    def wait(self, patience: float) -> bool:
        """Block until nothing runs; False if `patience` (s) ended first."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._busy, patience)

    def close(self, patience: float = 2.0) -> bool:
        """Withdraw the running request and let the thread end.

        Args:
            patience: Longest wait, s.

        Returns:
            Whether the thread has ended.
        """
        with self._changed:
            self._ticket.withdraw()
            self._closing = True
            self._changed.notify_all()
        self._thread.join(patience)
        return not self._thread.is_alive()

    def _loop(self) -> None:
        step_back()
        while True:
            with self._changed:
                self._busy = self._next is not None
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._next is not None or self._closing)
                if self._closing or self._next is None:
                    self._busy = False
                    self._changed.notify_all()
                    return
                (ticket, run), self._next = self._next, None
            try:
                for frame in run(ticket):
                    if ticket.withdrawn:
                        break
                    self.frames.post(ticket, frame)
            except Withdrawn:
                pass
            except Exception as error:  # the thread outlives any experiment
                self.failures.post(ticket, error)
