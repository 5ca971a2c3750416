"""Where an orbit goes in a long time, counted in cells."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engines.instruments.modes.going import Going
from engines.instruments.portrait.scales import box_of, crossing_time, lasting, wrapped
from engines.protocols.flow import Flow
from engines.running.randomness import stream
from engines.running.ticket import Ticket

ORBITS = 64  # that go on side by side
SAMPLES = 12.0  # while the box is crossed at the median speed
PIECE = 250  # samples of each at once
SETTLE = 3.0  # of the time in which something happens, forgotten first
APART = 1e-6  # of the side of the box
ITERATES = 1000  # of a map, forgotten first


def begun(flow: Flow, ticket: Ticket | None = None) -> Going:
    """`ORBITS` states on what the orbit from the box's start settles on, ready to go on.

    They are moments of that one orbit, so that all belong to the same attractor, or to the same
    sea of a flow that keeps its volume; a millionth of the box sets them apart, or chaotic ones
    would all go the same way one after the other.
    """
    box = box_of(flow)
    orbit = Going(flow, np.array([box.start]))
    settle = float(ITERATES) if flow.discrete else SETTLE * lasting(flow)
    orbit.advance(settle, ticket)
    apart = 7.0 * np.arange(ORBITS) if flow.discrete else np.linspace(0, 4 * lasting(flow), ORBITS)
    sides = np.subtract(box.high, box.low)
    shift = sides * stream(0, "visits").uniform(-APART, APART, (ORBITS, flow.dimension))
    orbit.scattered(shift, settle + apart, ticket)
    return orbit


def visited(flow: Flow, pieces: int, ticket: Ticket | None = None) -> Iterator[np.ndarray]:
    """States that the orbits pass at equal intervals of time, brought back into the box.

    Yields:
        Shape (ORBITS PIECE, d), `pieces` times; NaN for orbits that left for infinity.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    orbits = begun(flow, ticket)
    step = 1.0 if flow.discrete else crossing_time(flow) / SAMPLES
    for _ in range(pieces):
        path = orbits.record(orbits.time + step * np.arange(PIECE + 1), ticket)
        yield wrapped(path[:, 1:].reshape(-1, flow.dimension), box_of(flow))
