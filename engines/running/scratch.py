"""Memory that a thread uses again and again.

A block of some hundred kilobytes goes back to the system as soon as it is free, and the pages of
the next one are made anew: in a loop of small matrix products that took two fifths of the time.
"""

from __future__ import annotations

import math
import threading

import numpy as np

MOST = 1 << 22  # bytes kept for one name and thread


class Scratch(threading.local):
    """Arrays by name, one set for each thread."""

    def __init__(self) -> None:
        self._blocks: dict[str, np.ndarray] = {}

    def array(self, name: str, shape: tuple[int, ...], dtype: type | np.dtype) -> np.ndarray:
        """An array with anything in it, until the same thread asks for the same name again."""
        size = math.prod(shape) * np.dtype(dtype).itemsize
        if size > MOST:
            return np.empty(shape, dtype)
        block = self._blocks.get(name)
        if block is None or block.nbytes < size:
            block = self._blocks[name] = np.empty(size, np.uint8)
        return block[:size].view(dtype).reshape(shape)
