"""What is said beside pictures of how near they are to those that were learned from."""

from __future__ import annotations

import numpy as np

from engines.instruments.pictures.nearest import nearest, usual
from engines.layers.frame import Reading, Trust

MEMORISING = 0.25  # of the usual gap between two known pictures


def told(pictures: np.ndarray, known: np.ndarray) -> tuple[Reading, Trust | None]:
    """The median distance to the nearest known picture in units of the usual gap, and a warning if
    that is memory.

    Args:
        pictures: Finished ones, shape (n, ...).
        known: Shape (m, ...), m > 0.
    """
    share = float(np.median(nearest(pictures, known)[1])) / usual(known)
    if not share < MEMORISING:
        return Reading(share, "of usual gap"), None
    said = f"Memorising: pictures lie {100.0 * share:.0f} % as far from learned ones as these do."
    return Reading(share, "of usual gap: memorising"), Trust("warn", said)
