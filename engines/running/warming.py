"""Machine code is made on a thread of its own, so that whoever waits for it can leave."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

from engines.running.ticket import Ticket

LOOK = 0.02  # s between two looks at the ticket

_maker: ThreadPoolExecutor | None = None
_lock = threading.Lock()


class Warming:
    """What has been compiled and what is being compiled, by name."""

    def __init__(self) -> None:
        self._begun: dict[str, Future[None]] = {}

    def begin(self, name: str, compile: Callable[[], None]) -> Future[None]:
        """Call `compile` once, on the thread for it; the first call with a name counts."""
        global _maker
        with _lock:
            if name not in self._begun:
                if _maker is None:
                    _maker = ThreadPoolExecutor(1, thread_name_prefix="compile")
                self._begun[name] = _maker.submit(compile)
            return self._begun[name]

    def done(self, name: str) -> bool:
        """Whether it has been compiled."""
        begun = self._begun.get(name)
        return begun is not None and begun.done()

    def ready(self, name: str, compile: Callable[[], None], ticket: Ticket | None) -> None:
        """Return when `compile` has been called; it goes on where a ticket is withdrawn.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        begun = self.begin(name, compile)
        while not begun.done():
            if ticket is not None:
                ticket.check()
            wait([begun], LOOK)
        begun.result()
