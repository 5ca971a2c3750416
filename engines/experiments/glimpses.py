"""Coarse pictures of a flow while it is trained."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from engines.experiments.merging import Part, together
from engines.layers.frame import Frame
from engines.protocols.flow import Flow
from engines.protocols.recipe import Snapshot

PAUSE = 2.0  # times as long as a picture took, training goes on undisturbed


class Glimpses:
    """The coarse level of some instruments on the newest copy of the flow.

    Pictures are made on the thread that trains, so they take a third of its time at most.
    """

    def __init__(
        self, parts: Callable[[Flow], Sequence[Part]], now: Callable[[], float] = time.monotonic
    ) -> None:
        self._parts, self._now = parts, now
        self._frame = Frame({})
        self._flow: Flow | None = None
        self._next = float("-inf")

    def of(self, snapshot: Snapshot, moved: bool = False) -> Frame:
        """The last picture, or a new one if there is a new flow and it is time, or it is over.

        Args:
            snapshot: How far the training is.
            moved: Whether a hand has moved a value since the last picture: then at once.
        """
        begun = self._now()
        over = snapshot.step >= snapshot.steps
        fresh = snapshot.flow is not None and (begun >= self._next or over)
        self._flow = snapshot.flow or self._flow
        if self._flow is not None and (fresh or moved):
            parts = self._parts(self._flow)
            for part in parts:
                part.step()
                part.work.close()
            self._frame = together(parts)
            done = self._now()
            self._next = done + PAUSE * (done - begun)
        return self._frame


def told(snapshot: Snapshot) -> str:
    """How far the training is, for the task strip."""
    return f"{snapshot.what} {snapshot.step} of {snapshot.steps}, loss {snapshot.loss:.3g}"
