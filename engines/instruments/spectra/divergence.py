"""The mean divergence along orbits, which the exponents must add up to."""

from __future__ import annotations

import numpy as np

from engines.instruments.stability.linear import gradients
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

INTERVALS = 16  # of a piece, for Simpson's rule
TOGETHER = 16  # pieces of a steady flow that are followed as if they were one


class Divergence:
    """Mean of div v along pieces of orbits, or of ln |det F'| for a map.

        (1/t) int div v dt = l_1 + ... + l_d        (Liouville)

    It is found along paths of the states alone, by Simpson's rule, and shares neither the tangents
    nor the frames with what it is compared with.

    Attributes:
        flow: What moves the states.
        length: Time of a piece.
        pieces: How many pieces have been followed.
    """

    def __init__(self, flow: Flow, length: float) -> None:
        self.flow = flow
        self.length = length
        self.pieces = 0
        self._sum = 0.0
        self._waiting: list[tuple[float, np.ndarray]] = []

    def add(self, states: np.ndarray, time: float, ticket: Ticket | None = None) -> None:
        """Take note of the pieces that begin at `states`, shape (n, d), at `time`.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        self._waiting.append((time, states))
        if not self.flow.steady or len(self._waiting) >= TOGETHER:
            self.follow(ticket)

    def follow(self, ticket: Ticket | None = None) -> None:
        """Follow all pieces of which note was taken.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        if not self._waiting:
            return
        begin = self._waiting[0][0]
        states = np.concatenate([states for _, states in self._waiting])
        many = len(self._waiting)
        self._waiting = []
        rates = self._discrete(states, begin, ticket) if self.flow.discrete else (
            self._continuous(states, begin, ticket)
        )  # fmt: skip
        self._sum += many * float(np.mean(rates))
        self.pieces += many

    @property
    def mean(self) -> float:
        """The mean of all that was followed, per unit time; NaN before that."""
        return self._sum / self.pieces if self.pieces else np.nan

    def _continuous(self, states: np.ndarray, begin: float, ticket: Ticket | None) -> np.ndarray:
        times = np.linspace(begin, begin + self.length, INTERVALS + 1)
        paths = self.flow.record(states, times, ticket)
        weights = np.array([1.0, *([4.0, 2.0] * (INTERVALS // 2))])[:INTERVALS]
        weights = np.append(weights, 1.0) / (3.0 * INTERVALS)
        total = np.zeros(len(states))
        for i, time in enumerate(times):
            if ticket is not None:
                ticket.check()
            total += weights[i] * self._traces(paths[:, i], float(time))
        return total

    def _discrete(self, states: np.ndarray, begin: float, ticket: Ticket | None) -> np.ndarray:
        times = begin + np.arange(self.length)
        paths = self.flow.record(states, times, ticket)
        rates = np.zeros(len(states))
        for i, time in enumerate(times):
            slopes = gradients(self.flow, paths[:, i], float(time)) + np.eye(self.flow.dimension)
            with np.errstate(divide="ignore"):
                rates += np.linalg.slogdet(slopes)[1]
        return rates / len(times)

    def _traces(self, states: np.ndarray, time: float) -> np.ndarray:
        slopes = gradients(self.flow, states, time)
        return np.asarray(np.trace(slopes, axis1=1, axis2=2))
