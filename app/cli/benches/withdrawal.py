"""How long a withdrawn run goes on, for every preset."""

from __future__ import annotations

import threading
import time

from app.catalogue import Opened, opened, presets
from app.cli.benches.parts.entry import Entry
from engines.running.ticket import Ticket, Withdrawn

BUDGET = 0.100  # s
MOMENTS = (0.0, 0.02, 0.1, 0.3)  # s after the start of the run


def measure() -> list[Entry]:
    """The longest time between the withdrawal and the end of the run, over several moments."""
    return [_of(opened(one)) for one in presets()]


def _of(ready: Opened) -> Entry:
    _drained(ready, Ticket())  # compiled before the clock starts
    longest = max(_delay(ready, moment) for moment in MOMENTS)
    name = f"withdrawal of {ready.preset.id}"
    return Entry(name, longest, f"under {1e3 * BUDGET:.0f} ms", longest < BUDGET)


def _delay(ready: Opened, moment: float) -> float:
    ticket = Ticket()
    told: list[float] = []

    def withdraw() -> None:
        told.append(time.perf_counter())
        ticket.withdraw()

    timer = threading.Timer(moment, withdraw)
    timer.start()
    _drained(ready, ticket)
    ended = time.perf_counter()
    timer.cancel()
    timer.join()
    return max(0.0, ended - told[0]) if told else 0.0


def _drained(ready: Opened, ticket: Ticket) -> None:
    try:
        for _ in ready.experiment.frames(ready.parameters, ticket):
            pass
    except Withdrawn:
        return
