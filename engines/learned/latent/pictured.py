"""Codes that stand for pictures, and what somebody reads from them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engines.errors import UnfitError
from engines.numerics.one_thread import one_thread
from engines.protocols.capabilities import Decoding
from engines.protocols.landscape import Telling

Decoder = Callable[[np.ndarray], np.ndarray]
PIECE = 64
FACTORS = ("shape", "scale", "turn", "x", "y")


def inked(pictures: np.ndarray) -> np.ndarray:
    """Ink without its colour, shape (n, h, w): the brightest channel of pictures (n, c, h, w)."""
    return np.asarray(pictures).max(axis=1)


class ReadDecoder:
    """A decoder whose pictures somebody can read.

    Attributes:
        read: Readings, shape (n, S + 5) as in `Telling`, of pictures, shape (n, height, width).
        spreads: Standard deviations of scale, x and y over all pictures.
        known: Codes of true pictures, shape (n, d); n = 0 if there are none.
    """

    def __init__(
        self,
        decode: Decoder,
        read: Callable[[np.ndarray], np.ndarray],
        spreads: tuple[float, float, float],
        known: np.ndarray | None = None,
    ) -> None:
        self._decode, self.read, self.spreads = decode, read, spreads
        self.known = np.zeros((0, 0)) if known is None else known

    def __call__(self, codes: np.ndarray) -> np.ndarray:
        return self._decode(codes)


class Decoded(Decoding, Telling):
    """A space of codes with its decoder, large batches in pieces."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder
        self.told, self.spreads, self.known = (), (1.0, 1.0, 1.0), np.zeros((0, 0))
        if isinstance(decoder, ReadDecoder):
            self.told, self.spreads, self.known = FACTORS, decoder.spreads, decoder.known

    def decode(self, states: np.ndarray) -> np.ndarray:
        one_thread()
        pieces = [self._decoder(states[i : i + PIECE]) for i in range(0, len(states), PIECE)]
        return np.concatenate(pieces) if pieces else self._decoder(states)

    def readings(self, pictures: np.ndarray) -> np.ndarray:
        """As `Telling.readings`.

        Raises:
            UnfitError: If nobody can read these pictures.
        """
        if not isinstance(self._decoder, ReadDecoder):
            raise UnfitError("nobody has learned to read these pictures")
        one_thread()
        return self._decoder.read(pictures)
