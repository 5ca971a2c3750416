"""The separation of many points: roughly at once, well as soon as there was time for it."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from engines.numerics.kinetic.separation import Blobs, Separation, by_draws, gauss_angles
from engines.running.ticket import Ticket

NODES, ROUGH_NODES = 61, 31
DRAWS, LEAST = 2000, 24
# Products of draws, points, coordinates of their span and nodes: a tenth of a second, and two.
ROUGH, WELL = 1e8, 6e9
ALWAYS_WELL = 3e8  # below, there is no rough one


class Gradual:
    """What is known of the points of each name."""

    def __init__(self, kept: int = 24) -> None:
        self._kept = kept
        self._rough: dict[Hashable, Separation] = {}
        self._well: dict[Hashable, Separation] = {}

    def now(self, name: Hashable, blobs: Blobs) -> Separation:
        """The best that is known, after a tenth of a second at most."""
        if (found := self._well.get(name)) is not None:
            return found
        if _work(blobs, NODES, DRAWS) <= ALWAYS_WELL:
            return self._put(self._well, name, separated(blobs, NODES, DRAWS))
        if (found := self._rough.get(name)) is not None:
            return found
        found = separated(blobs, ROUGH_NODES, _draws(blobs, ROUGH_NODES, ROUGH))
        return self._put(self._rough, name, found)

    def is_rough(self, name: Hashable) -> bool:
        """Whether it can be known better than it is."""
        return name not in self._well

    def improve(self, name: Hashable, blobs: Blobs, ticket: Ticket | None = None) -> None:
        """Know it well.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        draws = _draws(blobs, NODES, WELL)
        self._put(self._well, name, separated(blobs, NODES, draws, ticket))

    def _put(
        self, kept: dict[Hashable, Separation], name: Hashable, found: Separation
    ) -> Separation:
        for oldest in list(kept)[: max(0, len(kept) - self._kept + 1)]:
            kept.pop(oldest, None)  # the window asks too, from its own thread
        kept[name] = found
        return found


def separated(blobs: Blobs, nodes: int, draws: int, ticket: Ticket | None = None) -> Separation:
    """The function lambda of points by draws, the same ones each time."""
    return by_draws(blobs, gauss_angles(nodes)[0], draws, np.random.default_rng(1), ticket)


def _work(blobs: Blobs, nodes: int, draws: int) -> float:
    n, d = blobs.means.shape
    return float(n) * min(n, d) * nodes * draws


def _draws(blobs: Blobs, nodes: int, work: float) -> int:
    return int(np.clip(work / _work(blobs, nodes, 1), LEAST, DRAWS))
