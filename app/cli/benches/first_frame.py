"""From a moved slider to the first picture, for every preset."""

from __future__ import annotations

from collections.abc import Generator

from app.catalogue import Opened, opened, presets
from app.cli.benches.parts.entry import Entry
from app.cli.benches.parts.timing import medians
from engines.running.ticket import Ticket

BUDGET = 0.100  # s


def measure() -> list[Entry]:
    """The coarsest frame of each preset, everything compiled before."""
    return [_of(opened(one)) for one in presets()]


def _of(ready: Opened) -> Entry:
    def first() -> None:
        run = ready.experiment.frames(ready.parameters, Ticket())
        next(run)
        if isinstance(run, Generator):
            run.close()

    for frame in ready.experiment.frames(ready.parameters, Ticket()):
        if frame.progress > 0.0:  # what comes before shows while something is compiled
            break
    (ours,) = medians(first)
    name = f"first frame of {ready.preset.id}"
    return Entry(name, ours, f"under {1e3 * BUDGET:.0f} ms", ours < BUDGET)
