"""How fast neighbours part along many orbits."""

from __future__ import annotations

import itertools
import math

import numpy as np

from engines.instruments.portrait.scales import lengths
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

APART = 1e-7  # of the side of the box: far above rounding, far below where a flow bends
NEAREST = 1e-6  # of that: what comes nearer, comes as near as numbers tell apart


def grown(
    flow: Flow,
    states: np.ndarray,
    directions: np.ndarray,
    sides: np.ndarray,
    start: float,
    length: float,
    piece: float,
    ticket: Ticket | None = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry a neighbour beside each orbit, brought near again after each piece of time.

        ln growth = sum over pieces of ln(|y - x| / |y_0 - x_0|)

    Args:
        flow: Any flow.
        states: Shape (n, d).
        directions: Where the neighbours are, in `sides`, shape (n, d), of length 1.
        sides: Lengths in which they are measured, shape (d,).
        start: Time at which they begin.
        length: Time they are carried for.
        piece: Longest time between two fresh starts; whole for a map.
        ticket: To withdraw it.

    Returns:
        States and directions of length 1 at the end, each of shape (n, d), and ln of the growth,
        shape (n,); NaN where an orbit left for infinity.

    Raises:
        Withdrawn: If the ticket was withdrawn.

    Source:
        Benettin, Galgani & Strelcyn (1976), Phys. Rev. A 14, 2338-2345.
    """
    n, logs = len(states), np.zeros(len(states))
    count = max(1, math.ceil(length / piece - 1e-9))
    moments = start + length * np.arange(count + 1) / count
    if flow.discrete:
        moments = np.round(moments)
    for before, after in itertools.pairwise(moments):
        neighbours = states + APART * sides * directions
        # what is added to a large number is not what remains of it
        first = lengths((neighbours - states) / sides)
        moved = flow.advance(np.vstack([states, neighbours]), before, after, ticket)
        states, gap = moved[:n], (moved[n:] - moved[:n]) / sides
        with np.errstate(divide="ignore", invalid="ignore"):
            size = lengths(gap)
            met = size < NEAREST * first
            logs += np.log(np.where(met, NEAREST, size / first))
            directions = np.where(met[:, None], directions, gap / size[:, None])
    return states, directions, logs
