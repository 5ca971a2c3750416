"""How much of a picture to compute at once, so that the window never waits."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

CALL = 0.010  # s of work asked for in one call: tracers, colours and the window want the rest
PATIENCE = 1.5  # s of work worth spending on the finest picture
FIRST_GUESS = 1.0e8  # velocity evaluations per second before anything was measured
SMALLEST = 24  # texels across, below which a picture says nothing


class Pace:
    """Texels per second, learned from each call."""

    def __init__(self, cost: int) -> None:
        self.rate = FIRST_GUESS / max(1, cost)

    def note(self, texels: int, seconds: float) -> None:
        """Learn from a call; a slow one at once, a fast one by halves."""
        seen = texels / max(seconds, 1e-5)
        self.rate = min(seen, self.rate) if seen < 0.5 * self.rate else 0.5 * (self.rate + seen)

    def texels(self, seconds: float) -> int:
        """How many texels fit into `seconds`."""
        return max(SMALLEST * SMALLEST // 2, int(self.rate * seconds))


@dataclass(frozen=True, slots=True)
class Tile:
    """A rectangle of texels."""

    x: int
    y: int
    width: int
    height: int


def first_size(width: int, height: int, pace: Pace) -> tuple[int, int]:
    """Texels across and up of a picture of `width` x `height` pixels that fits into one call."""
    return _shrunk(width, height, pace.texels(CALL))


def next_size(size: tuple[int, int], width: int, height: int, pace: Pace) -> tuple[int, int] | None:
    """The size that follows `size`, or None if that is fine enough.

    Twice the texels along each side, until there is one per pixel, or as many as `PATIENCE`
    allows; a last step smaller than 1.4 is not worth a picture of its own.
    """
    last = _shrunk(width, height, pace.texels(PATIENCE))
    if size[0] >= 0.9 * last[0]:
        return None
    if 2.8 * size[0] >= last[0]:
        return last
    return 2 * size[0], 2 * size[1]


def _shrunk(width: int, height: int, most: int) -> tuple[int, int]:
    share = min(1.0, math.sqrt(most / (width * height)))
    return max(1, int(width * share)), max(1, int(height * share))


def tiles(width: int, height: int, pace: Pace) -> Iterator[Tile]:
    """Bands that cover a picture; each is made as high as the pace allows when it is asked for.

    The second band can so correct what the first has shown to be too much.
    """
    row = 0
    while row < height:
        per_call = pace.texels(CALL)
        if per_call >= width:
            band = min(per_call // width, height - row)
            yield Tile(0, row, width, band)
            row += band
        else:
            for x in range(0, width, per_call):
                yield Tile(x, row, min(per_call, width - x), 1)
            row += 1
