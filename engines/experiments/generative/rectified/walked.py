"""Pairs on their way with the velocity they gave: paths, and by how much each disagrees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.protocols.flow import Flow
from engines.running.ticket import Ticket
from engines.systems.pairs.pairs import Pairs

TIMES = np.linspace(0.0, 1.0, 41)


@dataclass(frozen=True, slots=True, eq=False)
class Walked:
    """One round, pair by pair.

    Attributes:
        pairs: What the velocity was made of, x_0 and x_1.
        path: z_t of the flow from each x_0 at `TIMES`, shape (n, k, d).
        bent: int |z_1 - z_0 - v(z_t, t)|^2 dt, shape (n,); its mean is the straightness S.
        crossed: int |x_1 - x_0 - v(x_t, t)|^2 dt, shape (n,); its mean is V.
    """

    pairs: Pairs
    path: np.ndarray
    bent: np.ndarray
    crossed: np.ndarray

    @property
    def given(self) -> np.ndarray:
        """x_1 - x_0 of the pairs, shape (n, d)."""
        return np.asarray(self.pairs.last - self.pairs.first)

    @property
    def joined(self) -> np.ndarray:
        """z_1 - z_0 of the pairs the flow makes, shape (n, d)."""
        return np.asarray(self.path[:, -1] - self.pairs.first)


def walked(flow: Flow, pairs: Pairs, ticket: Ticket) -> Walked:
    """Walk from the beginning of each pair.

    Args:
        flow: The velocity v.
        pairs: The pairs it was made of.
        ticket: Looked at on the way.

    Raises:
        Withdrawn: If the ticket was withdrawn.

    Source:
        Liu, Gong & Liu (2022), arXiv:2209.03003, sections 3.2 and 3.3.
    """
    path = flow.record(pairs.first, TIMES, ticket)
    chords, moves = path[:, -1] - pairs.first, pairs.last - pairs.first
    bent, crossed = np.empty(path.shape[:2]), np.empty(path.shape[:2])
    for k, t in enumerate(TIMES):
        ticket.check()
        between = (1.0 - t) * pairs.first + t * pairs.last
        for into, off, places in ((bent, chords, path[:, k]), (crossed, moves, between)):
            into[:, k] = ((off - flow.velocity(places, float(t))) ** 2).sum(axis=1)
    bends, crosses = (np.asarray(np.trapezoid(one, TIMES, axis=1)) for one in (bent, crossed))
    return Walked(pairs, path, bends, crosses)
