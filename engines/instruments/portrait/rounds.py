"""Recorded tracks that can be shown round and round without a jump of the whole picture."""

from __future__ import annotations

import numpy as np


def rounds(states: np.ndarray, length: float, memory: float) -> tuple[np.ndarray, np.ndarray]:
    """Tracks of one length arranged so that the picture at its end is that at its beginning.

    Each track begins at its own moment of the round, so that at any time only a few of them jump
    back to their start. The round is preceded by what its end shows, long enough for a tail.

    Args:
        states: Tracks at equal steps over `length`, shape (n, k, d).
        length: Time of one round.
        memory: Length of the tails; at most `length`.

    Returns:
        States, shape (n, m + k + 1, d), NaN where a track jumps; and their times from about
        -memory to `length`, with 0 at index m.
    """
    n, k, _ = states.shape
    shift = (np.arange(n) * k) // max(n, 1)
    source = (np.arange(k) + shift[:, None]) % k
    turned = np.take_along_axis(states, source[:, :, None], axis=1)
    turned[source == 0] = np.nan
    step = length / k
    before = min(k, int(np.ceil(memory / step)))
    index = np.arange(-before, k + 1)
    return turned[:, index % k], index * step
