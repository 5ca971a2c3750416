"""What the flow was before the last move of a slider."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import replace

from engines.layers.frame import Frame, Layer
from engines.layers.series import Series
from engines.layers.tracks import Tracks

REST = 0.6  # s without a change after which the next change is a new move


class Earlier:
    """Remembers the values a parameter had before the hand began to move it.

    A drag is a quick succession of changes; they count as one move, so that the picture compares
    the end of the drag with its beginning and not with the last millimetre.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._current: tuple[object, ...] | None = None
        self._before: tuple[object, ...] | None = None
        self._changed = float("-inf")

    def before(self, values: tuple[object, ...]) -> tuple[object, ...] | None:
        """Values before the last move, given that `values` hold now; None if nothing moved."""
        moment = self._now()
        if self._current is None:
            self._current = values
        elif values != self._current:
            if moment - self._changed > REST:
                self._before = self._current
            self._current, self._changed = values, moment
        return None if self._before == values else self._before


def faint(work: Generator[Frame, None, None], name: str) -> Generator[Frame, None, None]:
    """The layer `name` of `work`, as `<name>_before` in the pen of what was before."""
    for frame in work:
        layer: Layer | None = frame.layers.get(name)
        if isinstance(layer, Tracks):
            layer = replace(layer, role="before")
        elif isinstance(layer, Series):
            layer = replace(layer, role="before", label="before")
        else:
            continue
        yield Frame({f"{name}_before": layer}, progress=frame.progress, level=frame.level)
