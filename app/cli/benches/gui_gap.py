"""How long the window is kept waiting while two engines work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from app.cli.benches.parts.entry import Entry
from app.cli.benches.parts.lived import Heart, lab, live, with_display
from engines.parameters.declare import declarations
from engines.running.runner import Runner
from engines.running.ticket import Ticket

if TYPE_CHECKING:
    from app.session.workspace import Workspace

P99, WORST = 0.050, 0.250  # s
SECONDS = 8.0
SHOWN = ("double-gyre", "lorenz-1963")
MUST = {
    f"gap of the window, two engines busy, {id}": (
        f"under {1e3 * P99:.0f} ms in 99 of 100, at most {1e3 * WORST:.0f} ms"
    )
    for id in SHOWN
}


def measure() -> list[Entry]:
    """Beats of 5 ms on the GUI thread of the real window, its engine and one more at work."""
    return with_display(
        MUST, lambda: [_of(id, *named) for id, named in zip(SHOWN, MUST.items(), strict=True)]
    )


def _of(id: str, name: str, must: str) -> Entry:
    from app.catalogue import opened, preset

    other = opened(preset("double-gyre"))

    def for_ever(ticket: Ticket) -> Iterator[Any]:
        while not ticket.withdrawn:
            yield from other.experiment.frames(other.parameters, ticket)

    second: Runner[Any] = Runner("engine of the bench")
    try:
        with lab(id) as window:
            second.submit(for_ever)
            window.pump.listen(lambda seconds: _at_work(window.workspace))
            heart = Heart()
            live(SECONDS)
            gaps = heart.stop()
    finally:
        second.close()
    p99, worst = float(np.percentile(gaps, 99)), float(gaps.max())
    note = f"longest {1e3 * worst:.0f} ms, median {1e3 * float(np.median(gaps)):.1f} ms"
    return Entry(name, p99, must, p99 < P99 and worst < WORST, note=note)


def _at_work(space: Workspace) -> None:
    """Ask the engine of the window for the whole picture again as soon as it has one."""
    clock, now = space.clock.parameter, space.parameters
    if now is not None and not space.busy:
        name = next(
            n for n, d in declarations(type(now)).items() if d.kind == "real" and n != clock
        )
        space.edit(name, getattr(now, name))
