"""Times that may be compared: warmed up, taken in turns, medians."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def seconds_of(work: Callable[[], object]) -> float:
    """How long one call takes, s."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def medians(*works: Callable[[], object], repeats: int = 5) -> tuple[float, ...]:
    """Median time of each work, s.

    Each is called once before, so that nothing compiles while the clock runs; then they take
    turns, so that a busy machine slows all of them alike.
    """
    for work in works:
        work()
    taken = [[seconds_of(work) for work in works] for _ in range(repeats)]
    return tuple(statistics.median(column) for column in zip(*taken, strict=True))
