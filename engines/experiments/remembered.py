"""Finished measurements that need not be made again while only something else moves."""

from __future__ import annotations

from collections.abc import Callable, Generator

from engines.layers.frame import Frame
from engines.running.card import CARD


class Remembered:
    """The last frame of each instrument, with what it depended on."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[object, Frame]] = {}

    def known(self, name: str, key: object) -> Frame | None:
        """The finished frame of `name` if it depended on this `key`; None if it is not there."""
        found = self._kept.get(name)
        return found[1] if found is not None and found[0] == (key, CARD.there) else None

    def frames(
        self, name: str, key: object, work: Callable[[], Generator[Frame, None, None]]
    ) -> Generator[Frame, None, None]:
        """The finished frame of `name` if `key` is as before; otherwise all frames of `work`.

        Args:
            name: Name of the instrument.
            key: All that the measurement depends on, compared by equality.
            work: Starts the measurement.
        """
        known = self.known(name, key)
        if known is not None:
            yield known
            return
        last, there = None, CARD.there
        for frame in work():
            last = frame
            yield frame
        if last is not None:
            self._kept[name] = ((key, there), last)
