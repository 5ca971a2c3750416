"""Where an orbit goes in a long time, counted in cells."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

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


def begun(flow: Flow, ticket: Ticket | None = None) -> np.ndarray:
    """States on what the orbit from the box's start settles on, shape (ORBITS, d).

    They are moments of that one orbit, so that all belong to the same attractor, or to the same
    sea of a flow that keeps its volume; a millionth of the box sets them apart, or chaotic ones
    would all go the same way one after the other.
    """
    box = box_of(flow)
    state = np.array([box_of(flow).start], float)
    if flow.discrete:
        state = flow.advance(state, 0.0, float(ITERATES), ticket)
        times = float(ITERATES) + 7.0 * np.arange(ORBITS)
    else:
        settle = SETTLE * lasting(flow)
        state = flow.advance(state, 0.0, settle, ticket)
        times = settle + np.linspace(0.0, 4.0 * lasting(flow), ORBITS)
    found = flow.record(state, times, ticket)[0]
    shift = stream(0, "visits").uniform(-APART, APART, found.shape)
    return found + shift * np.subtract(box.high, box.low)


def visited(flow: Flow, pieces: int, ticket: Ticket | None = None) -> Iterator[np.ndarray]:
    """States that the orbits pass at equal intervals of time, brought back into the box.

    Yields:
        Shape (ORBITS PIECE, d), `pieces` times; NaN for orbits that left for infinity.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    states = begun(flow, ticket)
    step = 1.0 if flow.discrete else crossing_time(flow) / SAMPLES
    moment = 0.0
    for _ in range(pieces):
        times = moment + step * np.arange(PIECE + 1)
        path = flow.record(states, times, ticket)
        states, moment = path[:, -1], float(times[-1])
        yield wrapped(path[:, 1:].reshape(-1, flow.dimension), box_of(flow))
