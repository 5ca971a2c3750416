"""Finished measurements that need not be made again while only something else moves."""

from __future__ import annotations

from collections.abc import Callable, Generator

from engines.layers.frame import Frame


class Remembered:
    """The last frame of each instrument, with what it depended on."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[object, Frame]] = {}

    def frames(
        self, name: str, key: object, work: Callable[[], Generator[Frame, None, None]]
    ) -> Generator[Frame, None, None]:
        """The finished frame of `name` if `key` is as before; otherwise all frames of `work`.

        Args:
            name: Name of the instrument.
            key: All that the measurement depends on, compared by equality.
            work: Starts the measurement.
        """
        known = self._kept.get(name)
        if known is not None and known[0] == key:
            yield known[1]
            return
        last = None
        for frame in work():
            last = frame
            yield frame
        if last is not None:
            self._kept[name] = (key, last)
