"""A cloud carried once from noise to data, and seen at any moment after that."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary, ref

import numpy as np

from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

MOMENTS = 61  # at which a cloud is known; between two of them it moves straight ahead
ROWS = 512  # of a piece, which is kept even if nobody waits for the next one


class CarriedCloud:
    """The ways of many states of noise, found piece by piece.

    Args:
        mover: A flow that generates.
        noise: States at t = 0, shape (n, d).
        arrival: The time at which they have arrived.
    """

    def __init__(self, mover: Any, noise: np.ndarray, arrival: float) -> None:
        self._mover, self._noise = mover, noise
        self.times = np.linspace(0.0, arrival, MOMENTS)
        self._pieces: list[np.ndarray] = []

    def carry(self, count: int, ticket: Ticket | None = None) -> None:
        """Find the ways of the first `count` states; what is known already takes no time.

        Raises:
            Withdrawn: If the ticket was withdrawn; what was found until then stays.
        """
        known = len(self._pieces) * ROWS
        while known < min(count, len(self._noise)):
            last = min(known + ROWS, len(self._noise))
            piece = self._mover.sampled(self._noise[known:last], self.times, ticket, known)
            self._pieces.append(np.ascontiguousarray(piece.transpose(1, 0, 2)))
            known = last

    def at(self, time: float, count: int) -> np.ndarray:
        """Places of the first `count` states, which have been carried, shape (count, d)."""
        place = np.clip(time / self.times[-1], 0.0, 1.0) * (MOMENTS - 1)
        i = min(int(place), MOMENTS - 2)
        share = place - i
        found = [(1.0 - share) * piece[i] + share * piece[i + 1] for piece in self._pieces]
        return np.concatenate(found)[:count]


_clouds: WeakKeyDictionary[Flow, tuple[tuple[int, int], CarriedCloud]] = WeakKeyDictionary()


def cloud_of(mover: Any, noise: np.ndarray, seed: int, arrival: float) -> CarriedCloud:
    """The cloud of this flow, seed and number of states; a new one if the last was another."""
    key = (seed, len(noise))
    found = _clouds.get(mover)
    if found is None or found[0] != key:
        # the cloud must not keep the flow alive: it is thrown away with it
        found = _clouds[mover] = (key, CarriedCloud(_Weak(mover), noise, arrival))
    return found[1]


class _Weak:
    """A flow that is held by somebody else."""

    def __init__(self, flow: Flow) -> None:
        self._flow = ref(flow)

    def sampled(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None, first: int
    ) -> np.ndarray:
        flow: Any = self._flow()
        found: np.ndarray = flow.sampled(states, times, ticket, first)
        return found
