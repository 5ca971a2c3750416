"""A request that can be withdrawn."""

from __future__ import annotations

import threading


class Withdrawn(Exception):  # noqa: N818  it is not an error
    """Raised inside an engine to leave a computation nobody wants any more."""


class Ticket:
    """One request to compute. Withdrawn, never killed."""

    def __init__(self) -> None:
        self._withdrawn = threading.Event()

    def withdraw(self) -> None:
        """Say that the result is not wanted any more."""
        self._withdrawn.set()

    @property
    def withdrawn(self) -> bool:
        """Whether nobody waits for the result any more; engines look at least every 50 ms."""
        return self._withdrawn.is_set()

    def check(self) -> None:
        """Leave the computation if it was withdrawn.

        Raises:
            Withdrawn: If the ticket was withdrawn; the runner swallows it.
        """
        if self._withdrawn.is_set():
            raise Withdrawn
