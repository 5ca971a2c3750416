"""How the time of something grows with its size."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from app.cli.benches.parts.timing import medians


def grown(
    work: Callable[[int], object], sizes: Sequence[int], repeats: int = 5
) -> tuple[float, tuple[float, ...]]:
    """The power with which the time grows, and the times.

        log t = slope log n + constant, by least squares

    Args:
        work: Called with each of `sizes`.
        sizes: At least two, rising.
        repeats: How often each is timed; they take turns.

    Returns:
        The slope, and the median times, s.
    """
    times = medians(*(lambda n=n: work(n) for n in sizes), repeats=repeats)  # type: ignore[misc]
    slope = np.polyfit(np.log(sizes), np.log(times), 1)[0]
    return float(slope), times
