"""Flows that were learned as maps: a few jumps lead from noise to data, and have derivatives."""

from __future__ import annotations

import itertools
from abc import abstractmethod

import numpy as np

from engines.numerics.diffusion.generation import GenerationFlow
from engines.numerics.diffusion.grids import between
from engines.numerics.diffusion.solvers import Past, Step
from engines.numerics.one_thread import one_thread
from engines.running.slices import in_slices
from engines.running.ticket import Ticket

ROWS = 256


class JumpingFlow(GenerationFlow):
    """A flow whose paths are the jumps of a learned map, from node to node of its sampler's grid.

    Its tangents are those of the jumps themselves. A child says how one jump goes; its velocity is
    whatever the map says of an instant.
    """

    solves = False

    @abstractmethod
    def jump(
        self, states: np.ndarray, tangents: np.ndarray, t: float, until: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Where `states`, shape (n, d), are after a jump from `t` to `until`, and their k
        displacements, shape (k, n, d), with them; k may be 0.
        """

    @property
    def evaluations(self) -> int:
        """NFE from noise to data: one a jump."""
        return self.sampler.steps

    @property
    def integrator(self) -> str:
        count = self.sampler.steps
        return f"a learned map, {count} jump{'s' if count > 1 else ''}, float32 network"

    def step(self) -> Step:
        def step(
            x: np.ndarray, t: float, until: float, past: Past | None
        ) -> tuple[np.ndarray, Past | None]:
            return self.jump(x, np.empty((0, *x.shape)), t, until)[0], None

        return step

    def advance_tangent(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        n, d = np.shape(states)
        return self.advance_displaced(
            states, np.broadcast_to(np.eye(d), (n, d, d)), start, stop, ticket
        )

    def advance_displaced(
        self,
        states: np.ndarray,
        moves: np.ndarray,
        start: float,
        stop: float,
        ticket: Ticket | None = None,
    ) -> tuple[np.ndarray, np.ndarray]:
        one_thread()
        begin = np.asarray(states, dtype=np.float64)
        n, d = begin.shape
        ends = [min(max(float(t), 0.0), 1.0) for t in (start, stop)]
        nodes = between(self._nodes, *ends)
        finals, carried = np.empty((n, d)), np.empty(moves.shape)

        def work(first: int, last: int) -> None:
            x = begin[first:last]
            aside: np.ndarray = moves[first:last].transpose(2, 0, 1)
            for t, until in itertools.pairwise(nodes):
                if ticket is not None:
                    ticket.check()
                if t != until:
                    x, aside = self.jump(x, aside, float(t), float(until))
            finals[first:last], carried[first:last] = x, aside.transpose(1, 2, 0)

        in_slices(work, n, ROWS, ticket)
        return finals, carried
