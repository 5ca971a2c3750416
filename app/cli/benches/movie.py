"""A movie of 1080 lines: what a frame costs, at its beginning and at its end."""

from __future__ import annotations

import statistics
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from app.catalogue import opened, preset
from app.cli.benches.parts.entry import Entry

FRAMES, FPS = 48, 24.0
GROWTH = 1.5  # times the cost of an early frame that a late one may have
SHOWN = "double-gyre"
SIZE = (1920, 1080)


def measure() -> list[Entry]:
    """Frames are timed as the file is written; the first, which draws what stands still, is not."""
    from app.export.movie import Film, write_movie

    ready = opened(preset(SHOWN))
    moments: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "movie.mp4"
        film = Film.asked(ready, path, SIZE, FRAMES / FPS, FPS)
        write_movie(path, ready, film, "dark", "", lambda *_: moments.append(time.perf_counter()))
    costs = [b - a for a, b in pairwise(moments)]
    third = len(costs) // 3
    early, late = statistics.median(costs[:third]), statistics.median(costs[-third:])
    ours = statistics.median(costs)
    must = f"as cheap at its end as at its beginning, at most {GROWTH:g} x"
    note = f"early {1e3 * early:.0f} ms, late {1e3 * late:.0f} ms, {1.0 / ours:.1f} per second"
    name = f"a frame of a movie {SIZE[0]} x {SIZE[1]}, {SHOWN}"
    return [Entry(name, ours, must, late < GROWTH * early, note=note)]
