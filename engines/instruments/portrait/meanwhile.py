"""What can be seen of paths before the equations are compiled."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise

import numpy as np

from engines.numerics.marching import RK4, stepped
from engines.protocols.capabilities import Recorded
from engines.protocols.flow import Flow

BETWEEN = 4  # steps from one sample to the next
PATIENCE = 0.03  # s, of a picture that should be there within 100 ms


def begun(
    flow: Flow,
    starts: np.ndarray,
    times: np.ndarray,
    now: Callable[[], float] = time.perf_counter,
) -> np.ndarray:
    """The beginnings of paths, as far as plain steps without a compiler come in a moment.

    Args:
        flow: Its `velocity` is asked: by RK4, or once per iteration of a map.
        starts: Shape (n, d), at times[0].
        times: Shape (k,), rising; whole numbers for a map.
        now: A clock, s.

    Returns:
        Shape (n, j, d) with 1 <= j <= k: the states at the first j of `times`. A flow that was
        recorded is not asked: only where its paths start is known.
    """
    until = now() + PATIENCE
    states = np.array(starts, dtype=float)
    path = [states]
    if isinstance(flow, Recorded):  # it has to compile what reads its velocity
        return states[:, None]
    with np.errstate(all="ignore"):
        for first, last in pairwise(times):
            if now() > until:
                break
            if flow.discrete:
                for step in range(round(last - first)):
                    states = states + flow.velocity(states, first + step)
            else:
                h = (last - first) / BETWEEN
                for step in range(BETWEEN):
                    states = stepped(flow.velocity, states, first + step * h, h, RK4)
            path.append(states)
    reached = np.stack(path, axis=1)
    reached[~np.isfinite(reached).all(axis=2)] = np.nan
    return reached
