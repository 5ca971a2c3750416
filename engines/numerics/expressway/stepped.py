"""A sampler of a few steps as a flow: between two of them states go straight ahead."""

from __future__ import annotations

from abc import abstractmethod

import numpy as np

from engines.numerics.one_thread import one_thread
from engines.protocols.capabilities import Bounded, Explaining, Generating
from engines.protocols.flow import Flow
from engines.running.randomness import stream
from engines.running.slices import in_slices
from engines.running.ticket import Ticket

PIECE = 512
NEAR = 1e-12


class Stepped(Flow, Generating, Bounded, Explaining):
    """Steps from t = 0 to t = 1; beyond, states rest. Some of them cannot be taken back, so that
    states that are followed backwards end at once.

    Attributes:
        nodes: Times of the ends of the steps, from 0 to 1, shape (k + 1,).
        seed: Of the noise on the way.
    """

    steady = False
    time_unit = ""
    duration = 1.0
    seed = 0
    nodes: np.ndarray

    @abstractmethod
    def ended(
        self,
        states: np.ndarray,
        i: int,
        share: float,
        noise: np.ndarray | None = None,
        ticket: Ticket | None = None,
    ) -> np.ndarray:
        """Where step `i` ends for states, shape (n, d), that have done the part `share` of it."""

    def noisy(self, i: int) -> bool:
        """Whether step `i` draws noise of its own."""
        return False

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        x = np.asarray(states, dtype=np.float64)
        t = max(float(time), 0.0)
        if t >= 1.0 - NEAR:
            return np.zeros_like(x)
        i = self._leg(t)
        begin, end = self.nodes[i], self.nodes[i + 1]
        return (self.ended(x, i, (t - begin) / (end - begin)) - x) / (end - t)

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.record(states, np.array([start, stop]), ticket)[:, -1]

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self._moved(states, times, None, ticket)

    def sampled(
        self,
        states: np.ndarray,
        times: np.ndarray,
        ticket: Ticket | None = None,
        first: int = 0,
    ) -> np.ndarray:
        shape = (first + len(states), self.dimension)
        noises = {
            i: stream(self.seed, f"step {i}").standard_normal(shape)[first:]
            for i in range(len(self.nodes) - 1)
            if self.noisy(i)
        }
        return self._moved(states, times, noises, ticket)

    def lost(self, state: np.ndarray, start: float, stop: float) -> str:
        return "steps of this sampler cannot be taken back" if stop < start else ""

    def _leg(self, t: float) -> int:
        found = int(np.searchsorted(self.nodes, t + NEAR, side="right")) - 1
        return min(max(found, 0), len(self.nodes) - 2)

    def _moved(
        self,
        states: np.ndarray,
        times: np.ndarray,
        noises: dict[int, np.ndarray] | None,
        ticket: Ticket | None,
    ) -> np.ndarray:
        one_thread()
        begin = np.asarray(states, dtype=np.float64)
        moments = np.clip(np.asarray(times, dtype=np.float64), 0.0, 1.0)
        out = np.empty((len(begin), len(moments), self.dimension))
        if moments[-1] < moments[0]:
            out[:] = np.nan
            out[:, np.abs(moments - moments[0]) <= NEAR] = begin[:, None]
            return out

        def work(first: int, last: int) -> None:
            part = {i: z[first:last] for i, z in (noises or {}).items()}
            self._walk(begin[first:last], moments, part, out[first:last], ticket)

        in_slices(work, len(begin), PIECE, ticket)
        return out

    def _walk(
        self,
        x: np.ndarray,
        moments: np.ndarray,
        noises: dict[int, np.ndarray],
        out: np.ndarray,
        ticket: Ticket | None,
    ) -> None:
        now, row, last = float(moments[0]), 0, float(moments[-1])
        while row < len(moments) and moments[row] - now <= NEAR:
            out[:, row], row = x, row + 1
        while row < len(moments) and now < last - NEAR:
            if ticket is not None:
                ticket.check()
            i = self._leg(now)
            begin, end = float(self.nodes[i]), float(self.nodes[i + 1])
            share = (now - begin) / (end - begin)
            to = self.ended(x, i, share, noises.get(i), ticket)
            while row < len(moments) and moments[row] <= end + NEAR:
                part = (moments[row] - now) / (end - now)
                out[:, row], row = x + part * (to - x), row + 1
            x, now = to, end
        out[:, row:] = x[:, None]
