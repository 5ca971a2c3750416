"""A window that moves with an interface, and how long parcels stay in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engines.errors import UnfitError
from engines.instruments.interfaces.found import OUTER, interfaces
from engines.instruments.portrait.scales import box_of
from engines.protocols.capabilities import Dyed
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

MOMENTS = 60  # at which residence is looked at


def edge_velocity(
    flow: Flow, times: Sequence[float], *, groups: int = 4, ticket: Ticket | None = None
) -> np.ndarray:
    """Mean velocity of the fluid on the outer edge of the dye, averaged over `times`: (2,).

    Raises:
        UnfitError: If the flow carries no dye.
        Withdrawn: If the ticket was withdrawn.
    """
    if not isinstance(flow, Dyed):
        raise UnfitError("the edge of dye needs a flow that carries dye")
    means = []
    for time in times:
        if ticket is not None:
            ticket.check()
        x, y, dye = flow.concentration(float(time))
        found = interfaces(x, y, dye, periodic=bool(box_of(flow).periodic[0]), groups=groups)
        places = found.places(OUTER)
        if len(places):
            means.append(flow.velocity(places, float(time)).mean(axis=0))
    return np.mean(means, axis=0) if means else np.zeros(2)


def residence(
    flow: Flow,
    places: np.ndarray,
    start: float,
    stop: float,
    window: tuple[float, float],
    speed: float = 0.0,
    ticket: Ticket | None = None,
) -> float:
    """Mean time that parcels stay in a window of x, which moves at `speed`.

    Args:
        flow: What moves them.
        places: Where they are at `start`, shape (n, 2); those outside the window do not count.
        start: When they are released.
        stop: Until when they are followed; who is still there then has stayed so long at least.
        window: Ends in x at `start`.
        speed: Of the window, along x.
        ticket: Looked at by the flow.

    Returns:
        Mean over the parcels, NaN if there is none.
    """
    low, high = window
    inside = places[(places[:, 0] >= low) & (places[:, 0] <= high)]
    if not len(inside):
        return float("nan")
    times = np.linspace(start, stop, MOMENTS + 1)
    x = flow.record(inside, times, ticket)[:, :, 0] - speed * (times - start)
    left = (x < low) | (x > high) | ~np.isfinite(x)
    gone = np.maximum.accumulate(left, axis=1)
    stayed = MOMENTS + 1 - gone.sum(axis=1)
    return float(np.mean(abs(times[1] - times[0]) * np.minimum(stayed, MOMENTS)))
