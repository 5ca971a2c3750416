"""From a moved slider to the picture on the screen, in the real window."""

from __future__ import annotations

import time

import numpy as np

from app.cli.benches.parts.entry import Entry
from app.cli.benches.parts.lived import lab, live, pictures_of, with_display

BUDGET = 0.100  # s, which 95 of 100 moves keep
MOVES = 60
PAUSE = 0.03  # s between two moves of a hand
LONGEST = 2.0  # s after which a move counts as lost
MUST = {
    "slider to picture, double gyre, A dragged": f"under {1e3 * BUDGET:.0f} ms in 95 of 100",
}


def measure() -> list[Entry]:
    """Each move goes through the form of the window as a hand's does; all is drawn live."""
    return with_display(MUST, _measured)


def _measured() -> list[Entry]:
    from app.lab.launch import wait_for

    ((name, must),) = MUST.items()
    with lab("double-gyre") as window:
        pictures = pictures_of(window)
        delays = []
        for value in 0.1 + 0.04 * np.sin(np.linspace(0.0, 6.0, MOVES)):
            before, begun = len(pictures), time.perf_counter()
            window.right.parameters.edited.emit("A", float(value), False)
            seen = wait_for(lambda b=before: len(pictures) > b, LONGEST)  # type: ignore[misc]
            delays.append(pictures[before] - begun if seen else LONGEST)
            live(PAUSE)
    p95 = float(np.percentile(delays, 95))
    note = f"median {1e3 * float(np.median(delays)):.0f} ms, longest {1e3 * max(delays):.0f} ms"
    return [Entry(name, p95, must, p95 < BUDGET, note=note)]
