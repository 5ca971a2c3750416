"""A single slot between an engine thread and the window."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from engines.running.ticket import Ticket

T = TypeVar("T")


class Mailbox(Generic[T]):
    """A new item replaces an unread one, so a slow screen drops frames instead of falling behind.

    Attributes:
        told: Called, on the thread that posts, whenever something new lies in the slot.
    """

    def __init__(self) -> None:
        self.told: Callable[[], None] = _nobody
        self._lock = threading.Lock()
        self._slot: tuple[Ticket, T] | None = None

    def post(self, ticket: Ticket, item: T) -> None:
        """Put `item` into the slot unless its ticket was withdrawn."""
        with self._lock:
            if ticket.withdrawn:
                return
            self._slot = (ticket, item)
        self.told()

    def take(self) -> T | None:
        """Empty the slot. None if nothing is new, or if it went stale meanwhile."""
        with self._lock:
            slot, self._slot = self._slot, None
        return None if slot is None or slot[0].withdrawn else slot[1]


def _nobody() -> None:
    """Nobody waits for it."""
